package test

import (
	"bufio"
	"bytes"
	wire "encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// crowdCorefile has every plugin that looks at, or changes, what goes through
// it, around rdnsmgr.
const crowdCorefile = `192.0.2.0/24:{$PORT} 2001:db8::/32:{$PORT} host.example:{$PORT} {
    bind 127.0.0.1
    metadata
    multisocket 2
    nsid crowd
    bufsize 1232
    ready 127.0.0.1:{$READY}
    prometheus 127.0.0.1:{$METRICS}
    errors
    log . "{type} {name} {rcode} {/rdnsmgr/kind} {/rdnsmgr/zone} {/rdnsmgr/pool} {/rdnsmgr/owner} {/rdnsmgr/address}"
    dnstap dnstap.sock full {
        extra "{/rdnsmgr/kind} of {/rdnsmgr/address}"
    }
    loadbalance
    tsig {
        secret transfer.example. NoTCJU+DMqFWywaPyxSijrDEA/eC3nK0xi3AMEZuPVk=
    }
    rewrite stop {
        name suffix .alias.example. .host.example. answer auto
    }
    rewrite name exact old.host.example ip-192-0-2-2.host.example
    acl {
        block type HINFO
        filter type SRV
    }
    cache {
        prefetch 1
    }
    header {
        response set ra
    }
    minimal
    transfer {
        to *
    }
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example { name crowd }
        delegate 192.0.2.64/26 ns1.64-26.2.0.192.in-addr.arpa
        glue ns1.64-26.2.0.192.in-addr.arpa 192.0.2.65
        delegate 2001:db8:100::/40 ns1.example.net
        ptr 192.0.2.25 mail.example.net
        ptr 192.0.2.40 one.example.net two.example.net three.example.net
        names 3
        mappings customers.map
        record ns1.host.example A 192.0.2.53
        record ns1.host.example AAAA 2001:db8::53
        record www.host.example A 192.0.2.80
        record www.host.example A 192.0.2.81
        record customer.host.example NS ns.customer.host.example
        record ns.customer.host.example A 192.0.2.54
        fallthrough host.example
        soa ns1.host.example hostmaster.host.example
        ns ns1.host.example
    }
    hosts {
        192.0.2.200 hosts.host.example
        fallthrough
    }
    file host.zone host.example
}
`

const crowdZone = `host.example. 77 SOA file.example. file.example. 1 2 3 4 5
host.example. 77 NS file.example.
file.host.example. 77 TXT "from the file"
`

// crowdQuestions are a question for each kind of answer.
var crowdQuestions = []struct {
	name   string
	rrtype uint16
}{
	{"1.2.0.192.in-addr.arpa.", dns.TypePTR},
	{"25.2.0.192.in-addr.arpa.", dns.TypePTR},
	{"40.2.0.192.in-addr.arpa.", dns.TypePTR},
	{"65.2.0.192.in-addr.arpa.", dns.TypePTR},
	{"65.64-26.2.0.192.in-addr.arpa.", dns.TypePTR},
	{"1.2.0.192.in-addr.arpa.", dns.TypeTXT},
	{"x.1.2.0.192.in-addr.arpa.", dns.TypePTR},
	{"2.0.192.in-addr.arpa.", dns.TypeSOA},
	{"2.0.192.in-addr.arpa.", dns.TypeNS},
	{"1.0.8.b.d.0.1.0.0.2.ip6.arpa.", dns.TypePTR},
	{"ip-192-0-2-1.host.example.", dns.TypeA},
	{"old.host.example.", dns.TypeA},
	{"www.host.example.", dns.TypeA},
	{"www.host.example.", dns.TypeANY},
	{"x.customer.host.example.", dns.TypeA},
	{"hosts.host.example.", dns.TypeA},
	{"file.host.example.", dns.TypeTXT},
	{"nobody.host.example.", dns.TypeA},
	{"www.host.example.", dns.TypeHINFO},
	{"www.host.example.", dns.TypeSRV},
	{"2.0.192.in-addr.arpa.", dns.TypeAXFR},
}

// TestCrowd asks through all other plugins at once, while data changes and zones
// are transferred. Each answer is what it was in the quiet. Run with -race: a
// record that two answers share is one that two plugins write to.
func TestCrowd(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{"Corefile": crowdCorefile, "host.zone": crowdZone, "customers.map": ""} {
		if err := writeFile(dir, name, text); err != nil {
			t.Fatal(err)
		}
	}
	tap := listenTap(t, filepath.Join(dir, "dnstap.sock"))
	s, env, err := startAnywhere(dir, "Corefile", os.Environ(), "PORT", "METRICS", "READY")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	port := lookup(env, "PORT")
	quiet := crowdAnswers(t, port, "udp")
	var askers sync.WaitGroup
	for i := range 6 {
		askers.Go(func() {
			for range 25 {
				if diff := cmp.Diff(quiet, crowdAnswers(t, port, []string{"udp", "tcp"}[i%2])); diff != "" {
					t.Errorf("answers (-quiet +crowd):\n%s", diff)
					return
				}
			}
		})
	}
	askers.Go(func() {
		for i := range 20 {
			if n := len(axfr(t, port, "2.0.192.in-addr.arpa.")); n != 262 {
				t.Errorf("transfer %d: %d records", i, n)
			}
			if err := writeFile(dir, "customers.map", fmt.Sprintf("192.0.2.200 www-%d.example.org\n", i)); err != nil {
				t.Error(err)
			}
		}
	})
	askers.Wait()
	tap.await(t, "generated of 192.0.2.1", "explicit of 192.0.2.25", "alias of 192.0.2.65", "nodata of 192.0.2.1", "forward of 192.0.2.2")
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

// crowdAnswers asks every question once.
func crowdAnswers(t *testing.T, port, network string) map[string][]string {
	t.Helper()
	client := &dns.Client{Net: network, Timeout: patience, UDPSize: dns.MaxMsgSize}
	all := make(map[string][]string)
	for _, q := range crowdQuestions {
		if q.rrtype == dns.TypeAXFR && network == "tcp" {
			continue
		}
		m, _, err := client.Exchange(new(dns.Msg).SetQuestion(q.name, q.rrtype).SetEdns0(1232, false), "127.0.0.1:"+port)
		if err != nil {
			t.Errorf("%s over %s: %v", q.name, network, err)
			return nil
		}
		all[q.name+" "+dns.TypeToString[q.rrtype]] = whole(m)
	}
	delete(all, "2.0.192.in-addr.arpa. AXFR")
	return all
}

// whole returns a message as lines. The cache and the balancing of load change
// the order and the time to live of what the file plugin answers.
func whole(m *dns.Msg) []string {
	out := []string{fmt.Sprintf("%s aa=%t ra=%t", dns.RcodeToString[m.Rcode], m.Authoritative, m.RecursionAvailable)}
	for i, section := range [][]dns.RR{m.Answer, m.Ns, m.Extra} {
		var lines []string
		for _, rr := range section {
			if _, ok := rr.(*dns.OPT); ok {
				continue
			}
			rr = dns.Copy(rr)
			if soa, ok := rr.(*dns.SOA); ok {
				soa.Serial = 0 // it moves on with the changes
			}
			if rr.Header().Ttl < 100 {
				rr.Header().Ttl = 0
			}
			lines = append(lines, fmt.Sprint(i, " ", rr))
		}
		slices.Sort(lines)
		out = append(out, lines...)
	}
	return out
}

// A tap takes what the dnstap plugin sends.
type tap struct {
	mu  sync.Mutex
	got bytes.Buffer
}

// listenTap listens on a Unix socket and takes one connection.
func listenTap(t *testing.T, path string) *tap {
	t.Helper()
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() }) // it may be closed already
	p := new(tap)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return // the test has ended
		}
		defer conn.Close()
		if accept(conn) == nil {
			_, _ = io.Copy(p, conn) // until the server ends
		}
	}()
	return p
}

// accept answers the frame that offers a type of content (Frame Streams: an
// empty length, the length of the control frame, and in it the kind, 4 for READY
// and 1 for ACCEPT, and the fields).
func accept(conn net.Conn) error {
	r := bufio.NewReader(conn)
	head := make([]byte, 8)
	if _, err := io.ReadFull(r, head); err != nil {
		return err
	}
	frame := make([]byte, wire.BigEndian.Uint32(head[4:]))
	if _, err := io.ReadFull(r, frame); err != nil {
		return err
	}
	wire.BigEndian.PutUint32(frame, 1)
	_, err := conn.Write(append(head, frame...))
	return err
}

func (p *tap) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got.Write(b)
}

// await waits for texts in what was sent.
func (p *tap) await(t *testing.T, texts ...string) {
	t.Helper()
	deadline := time.After(patience)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for _, text := range texts {
		for !p.has(text) {
			select {
			case <-again.C:
			case <-deadline:
				t.Fatalf("dnstap has not said %q", text)
			}
		}
	}
}

func (p *tap) has(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Contains(p.got.Bytes(), []byte(text))
}
