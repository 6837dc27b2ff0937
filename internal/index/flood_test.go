package index_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// BenchmarkFlood looks up what attackers send. None may take much longer than an
// ordinary question, the first two.
func BenchmarkFlood(b *testing.B) {
	s := flooded(b)
	for _, f := range floods {
		b.Run(f.name, func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 1))
			ring := [4096]string{}
			for i := range ring {
				ring[i] = f.make(random)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if a := s.Lookup(ring[i%len(ring)]); a.Kind != f.kind {
					b.Fatalf("%s is %s", ring[i%len(ring)], a.Kind)
				}
			}
		})
	}
}

// floods are names in presentation form as the DNS library writes them. The
// longest have 127 labels, or 253 octets that are escaped.
var floods = []struct {
	name string
	kind index.Kind
	make func(*rand.Rand) string
}{
	{"ordinary-v6", index.Generated, func(r *rand.Rand) string { return reverse(randomBelow(r)) }},
	{"ordinary-forward", index.Forward, func(r *rand.Rand) string { return "ip-" + dashed(randomBelow(r)) + ".host.example." }},
	{"random-forward", index.Missing, func(r *rand.Rand) string { return fmt.Sprintf("%x.host.example.", r.Uint64()) }},
	{"near-forward", index.Missing, func(r *rand.Rand) string { return "ip-" + dashed(randomBelow(r)) + "0.host.example." }},
	{"foreign-forward", index.Missing, func(r *rand.Rand) string {
		return fmt.Sprintf("ip-2001-0db9-%04x-0000-0000-0000-0000-0001.host.example.", r.Uint32()&0xffff)
	}},
	{"labels-forward", index.Missing, func(r *rand.Rand) string { return labels(r, 120) + "host.example." }},
	{"escapes-forward", index.Missing, func(r *rand.Rand) string { return escapes(r, 230) + ".host.example." }},
	{"random-v6", index.Missing, func(r *rand.Rand) string {
		return fmt.Sprintf("%x.%s", r.Uint64(), reversePrefix(netip.PrefixFrom(randomBelow(r), 64)))
	}},
	{"deep-v6", index.Missing, func(r *rand.Rand) string { return "0." + reverse(randomBelow(r)) }},
	{"deepest-v6", index.Missing, func(r *rand.Rand) string { return labels(r, 93) + reverse(randomBelow(r)) }},
	{"labels-v6", index.Missing, func(r *rand.Rand) string { return labels(r, 117) + "8.b.d.0.1.0.0.2.ip6.arpa." }},
	{"escapes-v6", index.Missing, func(r *rand.Rand) string { return escapes(r, 220) + ".8.b.d.0.1.0.0.2.ip6.arpa." }},
	{"labels-v4", index.Missing, func(r *rand.Rand) string { return labels(r, 117) + "10.in-addr.arpa." }},
}

// flooded has delegations and records in every zone, which makes a name take the
// longest way.
func flooded(b *testing.B) *index.Snapshot {
	b.Helper()
	spec := index.Spec{TTL: 3600}
	for _, origin := range []string{"10.in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa.", "host.example."} {
		spec.Zones = append(spec.Zones, rdns.Zone{Origin: origin, NS: []string{"ns1.elsewhere.test."}})
		server := []byte("\x03ns1\x09elsewhere\x04test\x00")
		spec.Records = append(spec.Records, rdns.Record{Name: "1.2.3." + origin, Type: 2, Data: server})
	}
	for _, p := range []string{"10.240.0.0/16", "2001:db8::/32"} {
		prefix := netip.MustParsePrefix(p)
		spec.Pools = append(spec.Pools, rdns.Pool{Prefix: prefix, Pattern: bindTo(b, "ip-{ip}.host.example", prefix), Forward: true})
	}
	return snapshot(b, newFrame(b, spec), nil)
}

// randomBelow returns an address of 2001:db8:8000::/33, which no delegation has.
func randomBelow(r *rand.Rand) netip.Addr {
	a := [16]byte{0x20, 0x01, 0x0d, 0xb8}
	for i := 4; i < 16; i++ {
		a[i] = byte(r.Uint32())
	}
	a[4] |= 0x80
	return netip.AddrFrom16(a)
}

func dashed(a netip.Addr) string { return strings.ReplaceAll(a.StringExpanded(), ":", "-") }

// labels returns labels of one letter, each with its dot.
func labels(r *rand.Rand, n int) string {
	var out strings.Builder
	for range n {
		out.WriteByte('a' + byte(r.Uint32()%26))
		out.WriteByte('.')
	}
	return out.String()
}

// escapes returns labels of octets that are all escaped.
func escapes(r *rand.Rand, n int) string {
	var out strings.Builder
	for i := range n {
		if i%60 == 59 {
			out.WriteByte('.')
		}
		fmt.Fprintf(&out, `\%03d`, 128+r.Uint32()%128)
	}
	return out.String()
}
