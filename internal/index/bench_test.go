package index_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// sized has a number of mappings below 10.0.0.0/12, half as many in IPv6, and
// pools beside them.
func sized(b testing.TB, size int) *index.Snapshot {
	b.Helper()
	spec := index.Spec{TTL: 3600}
	for _, z := range []string{"10.in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa.", "host.example."} {
		spec.Zones = append(spec.Zones, rdns.Zone{Origin: z, NS: []string{"ns1.elsewhere.test."}})
	}
	for _, p := range []string{"10.240.0.0/16", "2001:db8::/32"} {
		prefix := netip.MustParsePrefix(p)
		spec.Pools = append(spec.Pools, rdns.Pool{Prefix: prefix, Pattern: bindTo(b, "ip-{ip}.host.example", prefix), Forward: true})
	}
	f, err := index.NewFrame(spec)
	if err != nil {
		b.Fatal(err)
	}
	var mappings []rdns.Mapping
	for i := range size {
		mappings = append(mappings, rdns.Mapping{Addr: benchAddr4(i), Name: fmt.Sprintf("vps%x.c%d.customers.example.", i, i%50021)})
	}
	for i := range size / 2 {
		mappings = append(mappings, rdns.Mapping{Addr: benchAddr6(i), Name: fmt.Sprintf("vps%x.c%d.customers.example.", i, i%50021)})
	}
	s, err := index.NewSnapshot(f, 1, served(mappings))
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func benchAddr4(i int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
}

func benchAddr6(i int) netip.Addr {
	return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 4: byte(i >> 16), 5: byte(i >> 8), 6: byte(i), 15: 1})
}

func reverse(a netip.Addr) string { return reversePrefix(netip.PrefixFrom(a, a.BitLen())) }

func reversePrefix(p netip.Prefix) string { return arpa.Name(p) }

// BenchmarkLookup looks names up in a ring of 4,096.
func BenchmarkLookup(b *testing.B) {
	const size = 1_000_000
	s := sized(b, size)
	r := rand.New(rand.NewPCG(1, 1))
	random6 := func() netip.Addr {
		a := [16]byte{0x20, 0x01, 0x0d, 0xb8}
		for i := 4; i < 16; i++ {
			a[i] = byte(r.Uint32())
		}
		return netip.AddrFrom16(a)
	}
	random4 := func(second byte) netip.Addr {
		return netip.AddrFrom4([4]byte{10, second, byte(r.Uint32()), byte(r.Uint32())})
	}
	for name, make := range map[string]func() string{
		"explicit4": func() string { return reverse(benchAddr4(r.IntN(size))) },
		"explicit6": func() string { return reverse(benchAddr6(r.IntN(size / 2))) },
		"synth4":    func() string { return reverse(random4(240)) },
		"synth6":    func() string { return reverse(random6()) },
		"nx4":       func() string { return reverse(random4(250)) },
		"fwd4": func() string {
			a := random4(240).As4()
			return fmt.Sprintf("ip-%d-%d-%d-%d.host.example.", a[0], a[1], a[2], a[3])
		},
		"fwd6": func() string {
			a := random6().As16()
			return fmt.Sprintf("ip-%x-%x-%x-%x-%x-%x-%x-%x.host.example.", a[:2], a[2:4], a[4:6], a[6:8], a[8:10], a[10:12], a[12:14], a[14:])
		},
		"random": func() string { return fmt.Sprintf("%x.%x.host.example.", r.Uint64(), r.Uint64()) },
		"deep":   func() string { return "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p." + reverse(random6()) },
	} {
		ring := [4096]string{}
		for i := range ring {
			ring[i] = make()
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if a := s.Lookup(ring[i%len(ring)]); a.Kind == index.Outside {
					b.Fatal(ring[i%len(ring)])
				}
			}
		})
	}
}

// BenchmarkPartial asks for names above generated ones, as resolvers do that
// minimise names: thousands of pools must not be looked through.
func BenchmarkPartial(b *testing.B) {
	spec := index.Spec{TTL: 3600}
	for _, z := range []string{"10.in-addr.arpa.", "host.example."} {
		spec.Zones = append(spec.Zones, rdns.Zone{Origin: z, NS: []string{"ns1.elsewhere.test."}})
	}
	for i := range 8192 {
		prefix := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 0}), 24)
		spec.Pools = append(spec.Pools, rdns.Pool{Prefix: prefix, Pattern: bindTo(b, "{d}.{c}-{b}-{a}.dyn.host.example", prefix), Forward: true})
	}
	s := snapshot(b, newFrame(b, spec), nil)
	for name, want := range map[string]index.Kind{
		"254-31-10.dyn.host.example.": index.Empty, "255-63-10.dyn.host.example.": index.Missing, "x.dyn.host.example.": index.Missing,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got := s.Lookup(name).Kind; got != want {
					b.Fatalf("got %s", got)
				}
			}
		})
	}
}
