package index_test

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"sync"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// TestJoin compares what was built in parts, at the same time, with the model, and
// so its successors.
func TestJoin(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		want := desired{}
		want.apply(someChanges(r, r.IntN(3000), someAddr))
		s := buildApart(t, f, want, someBorders(r))
		for range 3 {
			compare(t, s, want)
			compareAfter(t, s, want, someAddr(r))
			for _, a := range append(want.addresses(), someAddr(r), someAddr(r)) {
				compareAt(t, s, want, a)
				comparePrefix(t, s, want, somePrefix(r, a))
			}
			changes := someChanges(r, 30, someAddr)
			s = s.With(changes)
			want.apply(changes)
		}
	}
}

// someBorders returns where parts begin, in order; some may be the same.
func someBorders(r *rand.Rand) []netip.Addr {
	borders := make([]netip.Addr, r.IntN(6))
	for i := range borders {
		borders[i] = index.Border(someAddr(r))
	}
	slices.SortFunc(borders, netip.Addr.Compare)
	return borders
}

func buildApart(t *testing.T, f *index.Frame, want desired, borders []netip.Addr) *index.Snapshot {
	t.Helper()
	parts := make([][]netip.Addr, len(borders)+1)
	for _, a := range want.addresses() {
		i, here := slices.BinarySearchFunc(borders, a, netip.Addr.Compare)
		for here && i < len(borders) && borders[i] == a {
			i++
		}
		parts[i] = append(parts[i], a)
	}
	made := make([]*index.Snapshot, len(parts))
	var making sync.WaitGroup
	for i, e := range build(t, f, nil).Apart(len(parts)) {
		making.Go(func() {
			for _, a := range parts[i] {
				e.Put(a, want[a])
			}
			made[i] = e.Done()
		})
	}
	making.Wait()
	return index.Join(made...)
}

// TestBorder: no border cuts a /24 in two.
func TestBorder(t *testing.T) {
	for a, want := range map[string]string{
		"192.0.2.0": "192.0.2.0", "192.0.2.255": "192.0.2.0", "0.0.0.1": "0.0.0.0", "2001:db8::1": "2001:db8::1",
	} {
		if got := index.Border(netip.MustParseAddr(a)); got != netip.MustParseAddr(want) {
			t.Errorf("%s: got %s, want %s", a, got, want)
		}
	}
}
