package rdnsmgr_test

import (
	"bytes"
	"context"
	"io"
	golog "log"
	"os"
	"testing"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/plugin"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/chaos"
	_ "github.com/coredns/coredns/plugin/dnssec"
	_ "github.com/coredns/coredns/plugin/dnstap"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/file"
	_ "github.com/coredns/coredns/plugin/header"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	_ "github.com/coredns/coredns/plugin/log"
	_ "github.com/coredns/coredns/plugin/metadata"
	_ "github.com/coredns/coredns/plugin/metrics"
	_ "github.com/coredns/coredns/plugin/minimal"
	_ "github.com/coredns/coredns/plugin/rewrite"
	_ "github.com/coredns/coredns/plugin/root"
	_ "github.com/coredns/coredns/plugin/template"
	_ "github.com/coredns/coredns/plugin/transfer"
	_ "github.com/coredns/coredns/plugin/whoami"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/plugin/rdnsmgr"
)

func TestMain(m *testing.M) {
	plugin.Register("grab", setupGrab)
	plugin.Register("byhand", setupByHand)
	plugin.Register("keep", setupKeep)
	plugin.Register("decorate", setupDecorate)
	plugin.Register("sign", setupSign)
	plugin.Register("scribble", setupScribble)
	err := dnsserver.SetDirectives([]string{
		"root", "metadata", "bind", "grab", "decorate", "prometheus", "errors", "log", "dnstap", "loadbalance", "rewrite", "cache", "keep", "header",
		"dnssec", "sign", "chaos", "minimal", "scribble", "template", "transfer", "rdnsmgr", "hosts", "file", "byhand", "whoami",
	})
	if err != nil {
		panic(err)
	}
	dnsserver.Quiet = true
	golog.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// A server is CoreDNS, started from a Corefile with Caddy and listening on
// ports that the system chose. Most tests hand their queries to its ServeDNS
// instead of sending them.
type server struct {
	instance *caddy.Instance
	dns      *dnsserver.Server
	config   *dnsserver.Config // of the first server block
}

// tryStart starts CoreDNS, or returns why it does not start. It is stopped when
// the test ends. The directive grab must stand in each server block.
func tryStart(t testing.TB, corefile string) (s *server, fault string) {
	t.Helper()
	instance, err := caddy.Start(input(corefile))
	if err != nil {
		return nil, err.Error()
	}
	s = &server{instance: instance}
	t.Cleanup(func() { s.stop(t) })
	s.find(t)
	return s, ""
}

// start starts a Corefile that has no faults.
func start(t testing.TB, corefile string) *server {
	t.Helper()
	s, fault := tryStart(t, corefile)
	if s == nil {
		t.Fatal(fault)
	}
	return s
}

// startFault returns why CoreDNS does not start.
func startFault(t testing.TB, corefile string) string {
	t.Helper()
	s, fault := tryStart(t, corefile)
	if s != nil {
		t.Fatalf("started with\n%s", corefile)
	}
	return fault
}

func input(corefile string) caddy.Input {
	return caddy.CaddyfileInput{Contents: []byte(corefile), Filepath: "Corefile", ServerTypeName: "dns"}
}

func (s *server) stop(t testing.TB) {
	t.Helper()
	for _, err := range s.instance.ShutdownCallbacks() {
		t.Error(err)
	}
	if err := s.instance.Stop(); err != nil {
		t.Error(err)
	}
}

// restart reloads the Corefile as a signal would.
func (s *server) restart(t testing.TB, corefile string) {
	t.Helper()
	next, err := s.instance.Restart(input(corefile))
	if err != nil {
		t.Fatal(err)
	}
	s.instance = next
	s.find(t)
}

// handler returns the rdnsmgr handler of the first server block.
func (s *server) handler() *rdnsmgr.Handler {
	return s.config.Handler("rdnsmgr").(*rdnsmgr.Handler)
}

// udp and tcp return the addresses that the server listens on.
func (s *server) udp() string { return s.instance.Servers()[0].LocalAddr().String() }
func (s *server) tcp() string { return s.instance.Servers()[0].Addr().String() }

// A grab stands first in the chain of its server block and tells which server
// it runs in.
type grab struct {
	plugin.Handler
	config *dnsserver.Config
	found  chan *dnsserver.Server
}

type grabKey struct{}

// typeGrab is the type of the question that grab answers.
const typeGrab = 65533

func setupGrab(c *caddy.Controller) error {
	g := &grab{config: dnsserver.GetConfig(c), found: make(chan *dnsserver.Server, 1)}
	if c.Get(grabKey{}) == nil {
		c.Set(grabKey{}, g)
	}
	g.config.AddPlugin(func(next plugin.Handler) plugin.Handler {
		g.Handler = next
		return g
	})
	return nil
}

func (g *grab) Name() string { return "grab" }

func (g *grab) ServeDNS(ctx context.Context, w dns.ResponseWriter, r *dns.Msg) (int, error) {
	if r.Question[0].Qtype != typeGrab {
		return g.Handler.ServeDNS(ctx, w, r)
	}
	g.found <- ctx.Value(dnsserver.Key{}).(*dnsserver.Server)
	return dns.RcodeSuccess, w.WriteMsg(new(dns.Msg).SetReply(r))
}

// find asks the server who it is.
func (s *server) find(t testing.TB) {
	t.Helper()
	s.instance.StorageMu.RLock()
	g := s.instance.Storage[grabKey{}].(*grab)
	s.instance.StorageMu.RUnlock()
	if _, err := dns.Exchange(new(dns.Msg).SetQuestion(g.config.Zone, typeGrab), s.udp()); err != nil {
		t.Fatal(err)
	}
	s.config, s.dns = g.config, <-g.found
}

// serve hands a query in wire format to the server and returns what it wrote.
func (s *server) serve(t testing.TB, query []byte, tcp bool) *writer {
	t.Helper()
	return s.serveTo(t, query, &writer{tcp: tcp})
}

// serveTo is serve with a writer, which the server's own writes to unless it wants
// messages.
func (s *server) serveTo(t testing.TB, query []byte, w *writer) *writer {
	t.Helper()
	r := new(dns.Msg)
	if err := r.Unpack(query); err != nil {
		t.Fatalf("query: %v", err)
	}
	var client dns.ResponseWriter = w
	if !w.messages {
		client = link{tcp: w.tcp, to: w}.writer()
	}
	s.dns.ServeDNS(context.WithValue(context.Background(), dnsserver.Key{}, s.dns), client, r)
	return w
}

// askWire returns the one reply to a query in wire format.
func (s *server) askWire(t testing.TB, query []byte, tcp bool) *dns.Msg {
	t.Helper()
	return s.askThrough(t, query, &writer{tcp: tcp})
}

// askThrough returns the one reply that a writer gets. Its question has the octets
// of the query's.
func (s *server) askThrough(t testing.TB, query []byte, w *writer) *dns.Msg {
	t.Helper()
	s.serveTo(t, query, w)
	if len(w.wire) != 1 {
		t.Fatalf("%d replies, want one", len(w.wire))
	}
	if end := questionEnd(query); end > 0 && !bytes.Equal(w.wire[0][12:min(end, len(w.wire[0]))], query[12:end]) {
		t.Errorf("question %x, want %x", w.wire[0][12:], query[12:end])
	}
	m := new(dns.Msg)
	if err := m.Unpack(w.wire[0]); err != nil {
		t.Fatalf("reply: %v", err)
	}
	return m
}

// questionEnd returns where the question of a query ends, whose name has no
// compression; 0 when there is not exactly one.
func questionEnd(query []byte) int {
	if query[4] != 0 || query[5] != 1 {
		return 0
	}
	at := 12
	for query[at] != 0 {
		at += 1 + int(query[at])
	}
	return at + 5
}

// ask returns the one reply to a query.
func (s *server) ask(t testing.TB, r *dns.Msg) *dns.Msg {
	t.Helper()
	return s.askWire(t, pack(t, r), false)
}

func pack(t testing.TB, m *dns.Msg) []byte {
	t.Helper()
	wire, err := m.Pack()
	if err != nil {
		t.Fatal(err)
	}
	return wire
}
