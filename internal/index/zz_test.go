package index

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

func zaddr(kind string, i int) netip.Addr {
	u := uint32(i)
	switch kind {
	case "v4":
		return netip.AddrFrom4([4]byte{10 + byte(u>>24), byte(u >> 16), byte(u >> 8), byte(u)})
	case "v4sparse":
		return netip.AddrFrom4([4]byte{10 + byte(u>>16), byte(u >> 8), byte(u), 77})
	case "v6net": // one host in each /56
		return netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(u >> 16), byte(u >> 8), byte(u), 15: 1})
	case "v6eui": // random interface IDs, one a /64 
		r := rand.New(rand.NewPCG(1, uint64(i)))
		x := r.Uint64()
		return netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(u >> 16), byte(u >> 8), byte(u), 0, byte(x), byte(x >> 8), byte(x >> 16), byte(x >> 24), byte(x >> 32), byte(x >> 40), byte(x >> 48), byte(x >> 56)})
	}
	panic(kind)
}

func zseq(kind string, n int) iter.Seq[Mapping] {
	return func(yield func(Mapping) bool) {
		for i := range n {
			if !yield(Mapping{Mapping: rdns.Mapping{Addr: zaddr(kind, i), Name: fmt.Sprintf("srv%07x.host%06d-shop.example.", i, i%300007)}}) {
				return
			}
		}
	}
}

func zsnap(b testing.TB, kind string, n int) *Snapshot {
	spec := Spec{TTL: 3600}
	for _, z := range []string{"in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa."} {
		spec.Zones = append(spec.Zones, rdns.Zone{Origin: z, NS: []string{"ns1.elsewhere.test."}})
	}
	f, err := NewFrame(spec)
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	var m0, m1 runtime.MemStats
	runtime.ReadMemStats(&m0)
	s, err := NewSnapshot(f, 1, zseq(kind, n))
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&m1)
	fmt.Printf("# %s %d: %.2f B/mapping, objects %d\n", kind, n, float64(m1.HeapAlloc-m0.HeapAlloc)/float64(n), m1.HeapObjects-m0.HeapObjects)
	return s
}

func BenchmarkZ(b *testing.B) {
	for _, kind := range []string{"v4", "v6net", "v6eui"} {
		for _, n := range []int{1_000_000, 10_000_000} {
			s := zsnap(b, kind, n)
			for _, ring := range []int{4096, 1 << 20} {
				addrs := make([]netip.Addr, ring)
				names := make([]string, ring)
				r := rand.New(rand.NewPCG(1, 1))
				for i := range addrs {
					addrs[i] = zaddr(kind, r.IntN(n))
					names[i] = arpa.Name(netip.PrefixFrom(addrs[i], addrs[i].BitLen()))
				}
				b.Run(fmt.Sprintf("%s/%d/ring%d/addr", kind, n, ring), func(b *testing.B) {
					for i := 0; b.Loop(); i++ {
						if _, ok := s.packed(addrs[i&(ring-1)]); !ok {
							b.Fatal()
						}
					}
				})
				b.Run(fmt.Sprintf("%s/%d/ring%d/name", kind, n, ring), func(b *testing.B) {
					for i := 0; b.Loop(); i++ {
						if a := s.Lookup(names[i&(ring-1)]); a.Kind != Explicit {
							b.Fatal()
						}
					}
				})
			}
		}
	}
}
func BenchmarkZParse(b *testing.B) {
	for _, kind := range []string{"v4", "v6net", "v6eui"} {
				names := make([]string, 4096)
				r := rand.New(rand.NewPCG(1, 1))
				for i := range names {
					a:= zaddr(kind, r.IntN(1000000))
					names[i] = arpa.Name(netip.PrefixFrom(a, a.BitLen()))
				}
				b.Run(kind, func(b *testing.B) {
					for i := 0; b.Loop(); i++ {
						arpa.Parse(names[i&4095])
					}
				})
	}
}

func BenchmarkZBuild(b *testing.B) {
	for _, kind := range []string{"v4", "v6net", "v6eui","v4sparse"} {
		const n = 1_000_000
		all := make([]Mapping, 0, n)
		for m := range zseq(kind, n) {
			all = append(all, m)
		}
		f, _ := NewFrame(Spec{TTL: 3600})
		b.Run(kind, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := NewSnapshot(f, 1, func(yield func(Mapping) bool) {
					for _, m := range all {
						if !yield(m) {
							return
						}
					}
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
		zsnap(b, kind, n)
	}
}

func BenchmarkZWith(b *testing.B) {
	for _, kind := range []string{"v4", "v6net", "v6eui"} {
		n := 10_000_000
		s := zsnap(b, kind, n)
		for _, size := range []int{1, 1000} {
			b.Run(fmt.Sprintf("%s/%d", kind, size), func(b *testing.B) {
				b.ReportAllocs()
				r := rand.New(rand.NewPCG(1, 1))
				for b.Loop() {
					changes := make([]Change, size)
					for i := range changes {
						a := zaddr(kind, r.IntN(n))
						changes[i] = Change{a, []Mapping{{Mapping: rdns.Mapping{Addr: a, Name: "a-new-name-of-33-char.example.org."}}}}
					}
					s = s.With(changes)
				}
			})
		}
	}
}
