package confirm_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// certificate returns the configuration of a TLS server that has a certificate
// of the name and the address, and who has to be trusted to believe it.
func certificate(t testing.TB, name, addr string) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "a test"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		DNSNames:     []string{name},
		IPAddresses:  []net.IP{net.ParseIP(addr)},
		IsCA:         true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots
}

func TestTLS(t *testing.T) {
	const port = "127.0.0.1%dns.example.net"
	for _, test := range []struct {
		name   string
		spec   string // before the port
		cert   string // the name in the certificate
		addr   string // the address in the certificate
		trust  bool
		want   confirm.Reply
		detail string
	}{
		{"right name", port, "dns.example.net", "192.0.2.1", true, truth, ""},
		{"wrong name", port, "dns.example.org", "127.0.0.1", true, confirm.Reply{Outcome: confirm.Timeout}, "certificate is valid for dns.example.org, not dns.example.net"},
		{"name with control characters", port, "dns.exam\nple.org", "127.0.0.1", true, confirm.Reply{Outcome: confirm.Timeout}, `dns.exam\nple.org`},
		{"right address", "127.0.0.1", "dns.example.net", "127.0.0.1", true, truth, ""},
		{"wrong address", "127.0.0.1", "dns.example.net", "192.0.2.1", true, confirm.Reply{Outcome: confirm.Timeout}, "certificate is valid for 192.0.2.1, not 127.0.0.1"},
		{"unknown authority", port, "dns.example.net", "127.0.0.1", false, confirm.Reply{Outcome: confirm.Timeout}, "unknown authority"},
	} {
		t.Run(test.name, func(t *testing.T) {
			config, roots := certificate(t, test.cert, test.addr)
			s := serveTLS(t, config, truly)
			_, p, _ := net.SplitHostPort(s.addr)
			spec := "tls://" + test.spec + ":" + p
			r := resolver(t, spec)
			if test.trust {
				confirm.SetRoots(r, roots)
			}
			got := r.Ask(t.Context(), question)
			compare(t, spec, test.want, got, test.detail)
			if !isPrintable(got.Detail) {
				t.Errorf("detail %q", got.Detail)
			}
			if datagrams, _ := s.count(); datagrams != 0 {
				t.Errorf("%d datagrams", datagrams)
			}
		})
	}
}

// private returns a resolver that asks a fake server over TLS.
func private(t testing.TB, handle func(c *call)) (*server, confirm.Resolver) {
	t.Helper()
	config, roots := certificate(t, "dns.example.net", "127.0.0.1")
	s := serveTLS(t, config, handle)
	r := resolver(t, "tls://"+s.addr)
	confirm.SetRoots(r, roots)
	return s, r
}

func (s *server) openedSoFar() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

// Questions that follow each other share a connection, until the server closes
// it; that costs no question.
func TestTLSReuse(t *testing.T) {
	s, r := private(t, truly)
	for round := 1; round <= 3; round++ {
		for range 5 {
			compare(t, r.String(), truth, r.Ask(t.Context(), question), "")
		}
		if all := s.openedSoFar(); all != round {
			t.Errorf("%d connections; want %d", all, round)
		}
		s.hangUp()
	}
}

// A connection over which no answer came is not used again: the answer could
// still come, and the next question would have to pass it over.
func TestTLSSilence(t *testing.T) {
	var quiet atomic.Bool
	s, r := private(t, func(c *call) {
		if !quiet.Load() {
			truly(c)
		}
	})
	compare(t, r.String(), truth, r.Ask(t.Context(), question), "")
	quiet.Store(true)
	confirm.SetTimes(r, soon, soon)
	if got := r.Ask(t.Context(), question); got.Outcome != confirm.Timeout {
		t.Errorf("%+v", got)
	}
	before := s.openedSoFar()
	quiet.Store(false)
	confirm.SetTimes(r, soon, late)
	compare(t, r.String(), truth, r.Ask(t.Context(), question), "")
	if after := s.openedSoFar(); after == before {
		t.Error("no new connection")
	}
}

// Over a stream, too, what does not match is passed over.
func TestTLSStrays(t *testing.T) {
	_, r := private(t, after(func(_ *call, p []byte) []byte { p[1]++; return p }))
	compare(t, r.String(), truth, r.Ask(t.Context(), question), "")
	_, r = private(t, func(c *call) {
		for range confirm.MaxStrays {
			c.send(nil)
		}
	})
	compare(t, r.String(), confirm.Reply{Outcome: confirm.Timeout}, r.Ask(t.Context(), question), "16 messages that do not match")
}

// However many questions there are, a resolver sees a bounded number of
// connections.
func TestTLSBound(t *testing.T) {
	const questions = 5 * confirm.MaxStreams
	arrived, release := make(chan struct{}, questions), make(chan struct{})
	s, r := private(t, func(c *call) {
		arrived <- struct{}{}
		<-release
		truly(c)
	})
	confirm.SetTimes(r, late, late)
	var wg sync.WaitGroup
	for range questions {
		wg.Go(func() { compare(t, r.String(), truth, r.Ask(t.Context(), question), "") })
	}
	for range confirm.MaxStreams {
		<-arrived
	}
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	compare(t, r.String(), confirm.Reply{Outcome: confirm.Timeout}, r.Ask(ctx, question), "connections are busy")
	if all := s.openedSoFar(); all != confirm.MaxStreams || len(arrived) != 0 {
		t.Errorf("%d connections, and %d questions too many", all, len(arrived))
	}
	close(release)
	wg.Wait()
}
