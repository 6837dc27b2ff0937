package rdnsmgr_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/plugin"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// BenchmarkServeDNS measures one answer, beside whoami's and beside a reply
// that is put together by hand. "plugin" is what the plugin itself takes,
// "server" goes through the server as a query from a socket does, and packs.
func BenchmarkServeDNS(b *testing.B) {
	ours := startBench(b, "rdnsmgr", `{
		pool 10.0.0.0/8 ip-{ip}.host.example
		pool 2001:db8::/32 ip-{ip}.host.example
		mappings `+manyMappings(b)+`
		record ns1.host.example A 192.0.2.53
		soa ns1.host.example hostmaster.host.example
		ns ns1.host.example
	}`)
	whoami, byHand := startBench(b, "whoami", ""), startBench(b, "byhand", "")
	for _, c := range []struct {
		name  string
		qtype uint16
		qname func(*rand.Rand) string
		rcode int
	}{
		{"synth4", dns.TypePTR, func(r *rand.Rand) string { return reverse(random4(r)) }, dns.RcodeSuccess},
		{"synth6", dns.TypePTR, func(r *rand.Rand) string { return reverse(random6(r)) }, dns.RcodeSuccess},
		{"fwd4", dns.TypeA, func(r *rand.Rand) string { return forward(random4(r)) }, dns.RcodeSuccess},
		{"fwd6", dns.TypeAAAA, func(r *rand.Rand) string { return forward(random6(r)) }, dns.RcodeSuccess},
		{"explicit", dns.TypePTR, func(r *rand.Rand) string {
			return reverse(netip.AddrFrom4([4]byte{10, 200, byte(r.Uint32()), byte(r.Uint32())}))
		}, dns.RcodeSuccess},
		{"nx", dns.TypeA, func(r *rand.Rand) string { return fmt.Sprintf("x%08x.host.example.", r.Uint32()) }, dns.RcodeNameError},
	} {
		queries := benchQueries(b, c.qtype, c.qname)
		b.Run(c.name, func(b *testing.B) {
			ours.bench(b, queries, c.rcode)
		})
		if c.qtype == dns.TypePTR {
			b.Run("byhand-"+c.name, func(b *testing.B) { byHand.bench(b, queries, dns.RcodeSuccess) })
		}
		b.Run("whoami-"+c.name, func(b *testing.B) { whoami.bench(b, queries, dns.RcodeSuccess) })
	}
}

func startBench(b *testing.B, directive, rest string) *server {
	b.Helper()
	keys := "10.in-addr.arpa:0 8.b.d.0.1.0.0.2.ip6.arpa:0 host.example:0"
	return start(b, keys+" {\n\tbind 127.0.0.1\n\tgrab\n\t"+directive+" "+rest+"\n}\n")
}

func (s *server) bench(b *testing.B, queries []*dns.Msg, rcode int) {
	chain := s.config.Handlers()[len(s.config.Handlers())-1]
	ctx := context.WithValue(context.Background(), dnsserver.Key{}, s.dns)
	b.Run("plugin", func(b *testing.B) {
		benchLoop(b, &benchWriter{}, queries, rcode, func(w dns.ResponseWriter, r *dns.Msg) {
			if _, err := chain.ServeDNS(ctx, w, r); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("server", func(b *testing.B) {
		benchLoop(b, &benchWriter{pack: true}, queries, rcode, func(w dns.ResponseWriter, r *dns.Msg) { s.dns.ServeDNS(ctx, w, r) })
	})
}

func benchLoop(b *testing.B, w *benchWriter, queries []*dns.Msg, rcode int, serve func(dns.ResponseWriter, *dns.Msg)) {
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		serve(w, queries[i%len(queries)])
		i++
	}
	if w.replies != i || w.rcode != rcode {
		b.Fatalf("%d replies to %d queries, the last %s", w.replies, i, dns.RcodeToString[w.rcode])
	}
}

// benchQueries are unpacked queries with EDNS, as the server gets them.
func benchQueries(b *testing.B, qtype uint16, qname func(*rand.Rand) string) []*dns.Msg {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 1))
	queries := make([]*dns.Msg, 4096)
	for i := range queries {
		queries[i] = new(dns.Msg)
		if err := queries[i].Unpack(pack(b, query(qname(random), qtype))); err != nil {
			b.Fatal(err)
		}
	}
	return queries
}

func random4(r *rand.Rand) netip.Addr {
	return netip.AddrFrom4([4]byte{10, 240, byte(r.Uint32()), byte(r.Uint32())})
}

func random6(r *rand.Rand) netip.Addr {
	return randomAddress(r, netip.MustParsePrefix("2001:db8::/32"))
}

func reverse(a netip.Addr) string { return arpa.Name(netip.PrefixFrom(a, a.BitLen())) }

func forward(a netip.Addr) string {
	if a.Is4() {
		return "ip-" + strings.ReplaceAll(a.String(), ".", "-") + ".host.example."
	}
	return "ip-" + strings.ReplaceAll(a.StringExpanded(), ":", "-") + ".host.example."
}

// manyMappings writes a mapping for each address of 10.200.0.0/16.
func manyMappings(b *testing.B) string {
	b.Helper()
	var text strings.Builder
	for i := range 1 << 16 {
		fmt.Fprintf(&text, "10.200.%d.%d vps%x.customers.example.net\n", i>>8, i&255, i)
	}
	path := b.TempDir() + "/customers.map"
	write(b, path, text.String())
	return path
}

// A benchWriter packs a reply as the server does, and drops it.
type benchWriter struct {
	pack    bool
	replies int
	rcode   int
}

var (
	benchLocal  = &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1).To4(), Port: 53}
	benchRemote = &net.UDPAddr{IP: net.IPv4(10, 240, 0, 1).To4(), Port: 40212}
)

func (w *benchWriter) LocalAddr() net.Addr         { return benchLocal }
func (w *benchWriter) RemoteAddr() net.Addr        { return benchRemote }
func (w *benchWriter) Write(b []byte) (int, error) { return len(b), nil }
func (w *benchWriter) Close() error                { return nil }
func (w *benchWriter) TsigStatus() error           { return nil }
func (w *benchWriter) TsigTimersOnly(bool)         {}
func (w *benchWriter) Hijack()                     {}

func (w *benchWriter) WriteMsg(m *dns.Msg) error {
	w.replies, w.rcode = w.replies+1, m.Rcode
	if !w.pack {
		return nil
	}
	_, err := m.Pack()
	return err
}

// A byHand is a plugin that has one PTR record for every name, without looking.
type byHand struct{}

func setupByHand(c *caddy.Controller) error {
	dnsserver.GetConfig(c).AddPlugin(func(plugin.Handler) plugin.Handler { return byHand{} })
	return nil
}

func (byHand) Name() string { return "byhand" }

func (byHand) ServeDNS(_ context.Context, w dns.ResponseWriter, r *dns.Msg) (int, error) {
	m := new(dns.Msg).SetReply(r)
	m.Authoritative = true
	h := dns.RR_Header{Name: r.Question[0].Name, Rrtype: dns.TypePTR, Class: dns.ClassINET, Ttl: 3600}
	m.Answer = []dns.RR{&dns.PTR{Hdr: h, Ptr: "ip-10-240-17-204.host.example."}}
	return dns.RcodeSuccess, w.WriteMsg(m)
}
