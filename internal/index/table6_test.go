package index_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestLowerAddressesAgain: where the lowest addresses went and lower ones came, all are
// found.
func TestLowerAddressesAgain(t *testing.T) {
	names := names6{}
	s := snapshot(t, newFrame(t, index.Spec{TTL: 60}), nil)
	fill := func(first, last int, name string) {
		changes := names6{}
		for i := first; i <= last; i++ {
			changes[benchAddr6(i)] = name
		}
		s = names.edit(s, changes)
		names.mustBe(t, s)
	}
	fill(0x1000, 0x1fff, "a.example.")
	fill(0x1000, 0x17ff, "")
	fill(0x100, 0x2ff, "b.example.")
}

// TestEdits6 compares large random changes of IPv6 addresses with a map.
func TestEdits6(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 77))
		names := names6{}
		s := snapshot(t, newFrame(t, index.Spec{TTL: 60}), nil)
		for range 10 {
			s = names.edit(s, names.random(r))
			names.mustBe(t, s)
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
}

// names6 are the names of addresses; an empty one takes the name away.
type names6 map[netip.Addr]string

// random returns changes that take some of the names away or add others, often at an
// end.
func (n names6) random(r *rand.Rand) names6 {
	all, changes := slices.SortedFunc(maps.Keys(n), netip.Addr.Compare), names6{}
	begin, end := r.IntN(len(all)+1), len(all)
	switch r.IntN(4) {
	case 0:
		begin, end = 0, begin
	case 1:
	default:
		begin = end
	}
	for _, a := range all[begin:end] {
		changes[a] = ""
	}
	first, size := r.IntN(1<<14), r.IntN(1<<11)
	for i := range size {
		changes[benchAddr6(first+i*r.IntN(4))] = fmt.Sprintf("h%d.example.", r.IntN(1000))
	}
	return changes
}

func (n names6) edit(s *index.Snapshot, changes names6) *index.Snapshot {
	e := s.Edit()
	for _, a := range slices.SortedFunc(maps.Keys(changes), netip.Addr.Compare) {
		if changes[a] == "" {
			delete(n, a)
			e.Put(a, nil)
			continue
		}
		n[a] = changes[a]
		e.Put(a, []index.Mapping{{Mapping: rdns.Mapping{Addr: a, Name: n[a]}}})
	}
	return e.Done()
}

// mustBe makes sure that a snapshot has these names, whichever way it is asked.
func (n names6) mustBe(t *testing.T, s *index.Snapshot) {
	t.Helper()
	got := names6{}
	for m := range s.After(netip.Addr{}) {
		got[m.Addr] = m.Name
	}
	if !maps.Equal(n, got) || s.Counts().Mappings != len(n) {
		t.Errorf("%d names, counted as %d, want %d", len(got), s.Counts().Mappings, len(n))
	}
	missing := 0
	for a, name := range n {
		if at := slices.Collect(s.At(a)); len(at) != 1 || at[0].Name != name {
			missing++
		}
	}
	if missing > 0 {
		t.Errorf("%d of %d addresses are not found", missing, len(n))
	}
}
