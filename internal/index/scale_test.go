package index_test

import (
	"encoding/binary"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"runtime/metrics"
	"slices"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A layout is how mappings are spread over addresses: it gives the i-th one, in
// ascending order.
type layout struct {
	name    string
	address func(i int) netip.Addr
	bound   float64 // bytes of heap for a mapping, by the project's targets; 0 for none
}

var layouts = []layout{
	{"ipv4", func(i int) netip.Addr { return addr4(10<<24 + i) }, 46},
	{"ipv4-one-a-24", func(i int) netip.Addr { return addr4(10<<24 + i<<8 + 7) }, 0},
	{"ipv6-network", func(i int) netip.Addr { return addr6(i, 1) }, 62},
	{"ipv6-random", func(i int) netip.Addr { return addr6(i, rand.NewPCG(1, uint64(i)).Uint64()) }, 62},
}

func addr4(n int) netip.Addr {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, uint32(n))))
}

// addr6 returns an address in the i-th /56 of 2001:db8::/32.
func addr6(i int, low uint64) netip.Addr {
	b := [16]byte{0x20, 0x01, 0x0d, 0xb8, byte(i >> 16), byte(i >> 8), byte(i)}
	binary.BigEndian.PutUint64(b[8:], low)
	return netip.AddrFrom16(b)
}

// customer returns a name of 33 octets, in one of 300,007 domains.
func customer(i int) string {
	name := []byte("s0000000.host000000-shop.example.")
	for at, n := 7, i; at > 0; at, n = at-1, n/16 {
		name[at] = "0123456789abcdef"[n%16]
	}
	for at, n := 18, i%300_007; at > 12; at, n = at-1, n/10 {
		name[at] += byte(n % 10)
	}
	return string(name)
}

func (l layout) mappings(n int) iter.Seq[index.Mapping] {
	return func(yield func(index.Mapping) bool) {
		for i := range n {
			if !yield(index.Mapping{Mapping: rdns.Mapping{Addr: l.address(i), Name: customer(i)}}) {
				return
			}
		}
	}
}

func (l layout) build(t testing.TB, n int) *index.Snapshot {
	t.Helper()
	s, err := index.NewSnapshot(frame(t, "in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa."), 1, l.mappings(n))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// heap returns the bytes in use.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// TestHeap holds the index to its size.
func TestHeap(t *testing.T) {
	const n = 200_000
	for _, l := range layouts {
		before := heap()
		s := l.build(t, n)
		got := (heap() - before) / n
		runtime.KeepAlive(s)
		if l.bound > 0 && got > l.bound {
			t.Errorf("%s: %.1f bytes a mapping, want at most %.0f", l.name, got, l.bound)
		}
	}
}

// TestSuccessorHeap holds one change to the memory that it may allocate.
func TestSuccessorHeap(t *testing.T) {
	const n, bound = 200_000, 32 << 10
	for _, l := range layouts {
		s := l.build(t, n)
		change := l.changes(rand.New(rand.NewPCG(1, 1)), n, 1)
		s.With(change)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 100 {
			s.With(change)
		}
		runtime.ReadMemStats(&after)
		if got := (after.TotalAlloc - before.TotalAlloc) / 100; got > bound {
			t.Errorf("%s: %d bytes for a change, want at most %d", l.name, got, bound)
		}
	}
}

// changes gives random ones of n addresses other names.
func (l layout) changes(r *rand.Rand, n, count int) []index.Change {
	changes := make([]index.Change, count)
	for i := range changes {
		m := rdns.Mapping{Addr: l.address(r.IntN(n)), Name: customer(r.IntN(n))}
		changes[i] = index.Change{Addr: m.Addr, Mappings: []index.Mapping{{Mapping: m}}}
	}
	return changes
}

// sizes are the numbers of mappings that benchmarks use, fewer with -short.
func sizes() []int {
	if testing.Short() {
		return []int{1_000_000}
	}
	return []int{1_000_000, 10_000_000}
}

// BenchmarkFind finds random addresses: from a ring of 4,096, and from all.
func BenchmarkFind(b *testing.B) {
	for _, l := range layouts {
		for _, n := range sizes() {
			s := l.build(b, n)
			for _, ring := range []int{1 << 12, 1 << 20} {
				r := rand.New(rand.NewPCG(1, 1))
				addresses := make([]netip.Addr, ring)
				for i := range addresses {
					addresses[i] = l.address(r.IntN(n))
				}
				b.Run(fmt.Sprintf("%s/of=%d/ring=%d", l.name, n, ring), func(b *testing.B) {
					for i := 0; b.Loop(); i++ {
						if a := addresses[i%ring]; !s.Find(a) {
							b.Fatal(a)
						}
					}
				})
			}
		}
	}
}

// BenchmarkNewSnapshot builds an index of a million, and tells its heap.
func BenchmarkNewSnapshot(b *testing.B) {
	const n = 1_000_000
	for _, l := range layouts {
		b.Run(l.name, func(b *testing.B) {
			mappings := slices.Collect(l.mappings(n))
			before := heap()
			s := l.build(b, n)
			size := (heap() - before) / n
			runtime.KeepAlive(s)
			b.ReportAllocs()
			f := frame(b, "in-addr.arpa.", "ip6.arpa.")
			for b.Loop() {
				if _, err := index.NewSnapshot(f, 1, slices.Values(mappings)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(size, "B/mapping")
		})
	}
}

// BenchmarkWith makes successors, each of the one before.
func BenchmarkWith(b *testing.B) {
	for _, l := range layouts {
		n := slices.Max(sizes())
		s := l.build(b, n)
		for _, count := range []int{1, 1000} {
			b.Run(fmt.Sprintf("%s/of=%d/changes=%d", l.name, n, count), func(b *testing.B) {
				b.ReportAllocs()
				r := rand.New(rand.NewPCG(1, 1))
				batches := make([][]index.Change, 64)
				for i := range batches {
					batches[i] = l.changes(r, n, count)
				}
				s := s
				for i := 0; b.Loop(); i++ {
					s = s.With(batches[i%len(batches)])
				}
			})
		}
	}
}

// BenchmarkGarbageCollection tells what a large index costs the collector, in
// one cycle.
func BenchmarkGarbageCollection(b *testing.B) {
	for _, l := range layouts {
		n := slices.Max(sizes())
		s := l.build(b, n)
		b.Run(fmt.Sprintf("%s/of=%d", l.name, n), func(b *testing.B) {
			runtime.GC()
			before := markSeconds()
			for b.Loop() {
				runtime.GC()
			}
			b.ReportMetric((markSeconds()-before)/float64(b.N)*1e9, "cpu-ns/op")
		})
		runtime.KeepAlive(s)
	}
}

func markSeconds() float64 {
	samples := []metrics.Sample{
		{Name: "/cpu/classes/gc/mark/assist:cpu-seconds"}, {Name: "/cpu/classes/gc/mark/dedicated:cpu-seconds"},
		{Name: "/cpu/classes/gc/mark/idle:cpu-seconds"}, {Name: "/cpu/classes/gc/pause:cpu-seconds"},
	}
	metrics.Read(samples)
	sum := 0.0
	for _, s := range samples {
		sum += s.Value.Float64()
	}
	return sum
}
