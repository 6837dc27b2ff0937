package test

import (
	"fmt"
	"net/netip"
	"net/textproto"
	"os"
	"testing"
	"time"
)

// mailPorts are where the mail servers listen.
const (
	postfixPort = 2525
	eximPort    = 2526
)

// TestMailServers has Postfix and Exim look at clients whose names we serve.
// They accept the names that confirmation finds to point back, reject those that
// it counts a failure of, and put off those of which it learns nothing. Where it
// has withdrawn a name, they accept the generated one.
func TestMailServers(t *testing.T) {
	t.Parallel()
	p := newPostOffice(t)
	t.Run("Postfix", func(t *testing.T) {
		p.open(t, p.newPostfix(t), postfixPort)
		for n, tc := range clients {
			p.expect(t, postfixPort, tc.name, client(n).Addr, tc.want)
		}
		p.expectOthers(t, postfixPort)
	})
	t.Run("Exim", func(t *testing.T) {
		p.open(t, p.newExim(t), eximPort)
		for n, tc := range clients {
			want := tc.want
			if tc.exim != "" {
				want = tc.exim
			}
			p.expect(t, eximPort, tc.name, client(n).Addr, want)
		}
		p.expectOthers(t, eximPort)
	})
	compareClients(t, p.server, p.jail.dir, p.metrics, p.jail.client())
}

// expectOthers goes through the hosts that have IPv6, or no name of their own.
func (p *postOffice) expectOthers(t *testing.T, port int) {
	t.Helper()
	p.expect(t, port, "IPv6", rightSix.Addr, accepts)
	p.expect(t, port, "IPv6 mismatch", wrongSix.Addr, rejects)
	p.expect(t, port, "withdrawn", withdrawn.Addr, accepts)
	p.expect(t, port, "generated", generated, accepts)
	p.expect(t, port, "nameless", nameless, rejects)
}

// expect sends from an address and compares what comes of it.
func (p *postOffice) expect(t *testing.T, port int, what string, from netip.Addr, want judgement) {
	t.Helper()
	code, text, err := p.send(port, from)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if got := judge(code); got != want {
		t.Errorf("%s: the mail server %s a message from %s (%d %s), want %s", what, got, from, code, text, want)
	}
}

func judge(code int) judgement {
	switch {
	case code < 300:
		return accepts
	case code < 500:
		return defers
	}
	return rejects
}

// send offers a message and returns the answer to its recipient.
func (p *postOffice) send(port int, from netip.Addr) (code int, text string, err error) {
	to := "192.0.2.1"
	if from.Is6() {
		to = "2001:db8::1"
	}
	conn, err := p.jail.dial("tcp", from.String(), netip.AddrPortFrom(netip.MustParseAddr(to), uint16(port)).String()) //nolint:gosec // one of mailPorts
	if err != nil {
		return 0, "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return 0, "", err
	}
	client := textproto.NewConn(conn)
	if _, _, err := client.ReadResponse(220); err != nil {
		return 0, "", fmt.Errorf("greeting: %w", err)
	}
	for _, command := range []string{"HELO client.example.org", "MAIL FROM:<>", "RCPT TO:<postmaster@host.example>"} {
		if err := client.PrintfLine("%s", command); err != nil {
			return 0, "", err
		}
		if code, text, err = client.ReadResponse(0); err != nil {
			return 0, "", fmt.Errorf("%s: %w", command, err)
		}
	}
	return code, text, nil
}

// mailProgram returns the path of a program that is installed, or that stands
// below $RDNSMGR_MAIL where packages were unpacked, because they exclude each
// other. It skips the test if there is none.
func mailProgram(t *testing.T, path string) string {
	t.Helper()
	for _, tree := range []string{"", os.Getenv("RDNSMGR_MAIL")} {
		if _, err := os.Stat(tree + path); err == nil {
			return path
		}
	}
	if os.Getenv("RDNSMGR_CI") != "" {
		t.Fatalf("there is no %s, nor below RDNSMGR_MAIL, and RDNSMGR_CI is set", path)
	}
	t.Skipf("there is no %s; unpack the package into a directory and set RDNSMGR_MAIL to it", path)
	return ""
}
