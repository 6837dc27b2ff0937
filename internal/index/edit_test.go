package index_test

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// TestEdit compares an Edit with the same changes made by With.
func TestEdit(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 7))
		s := snapshot(t, newFrame(t, index.Spec{TTL: 60}), nil)
		for range 4 {
			changes := editChanges(r)
			e := s.Edit()
			for _, c := range changes {
				e.Put(c.Addr, c.Mappings)
			}
			before, want, got := slices.Collect(s.After(netip.Addr{})), s.With, e.Done()
			if diff := cmp.Diff(slices.Collect(want(changes).After(netip.Addr{})), slices.Collect(got.After(netip.Addr{})), cmpopts.EquateComparable(netip.Addr{})); diff != "" {
				t.Fatalf("seed %d (-with +edit):\n%s", seed, diff)
			}
			if got.Counts() != want(changes).Counts() {
				t.Fatalf("seed %d: counts %+v", seed, got.Counts())
			}
			if !slices.Equal(before, slices.Collect(s.After(netip.Addr{}))) {
				t.Fatalf("seed %d: the snapshot before changed", seed)
			}
			s = got
			for source := range 3 {
				compareHolders(t, s, source)
			}
		}
	}
}

func compareHolders(t *testing.T, s *index.Snapshot, source int) {
	t.Helper()
	var want []netip.Addr
	for m := range s.After(netip.Addr{}) {
		if m.Source == source {
			want = append(want, m.Addr)
		}
	}
	if got := slices.Collect(s.Holders(source)); !slices.Equal(got, slices.Compact(want)) {
		t.Fatalf("source %d: got %v, want %v", source, got, want)
	}
}

// editChanges returns changes in ascending order, some of which take away.
func editChanges(r *rand.Rand) []index.Change {
	var changes []index.Change
	for range r.IntN(300) {
		a := netip.AddrFrom4([4]byte{192, 0, byte(r.IntN(3)), byte(r.IntN(256))})
		if r.IntN(3) == 0 {
			a = netip.AddrFrom16([16]byte{0x20, 0x01, 14: byte(r.IntN(3)), 15: byte(r.IntN(256))})
		}
		c := index.Change{Addr: a}
		for i := range r.IntN(3) {
			m := index.Mapping{Source: r.IntN(3)}
			m.Addr, m.Name, m.TTL = a, string(rune('a'+i))+".example.org.", uint32(1+r.IntN(5))
			c.Mappings = append(c.Mappings, m)
		}
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(x, y index.Change) int { return x.Addr.Compare(y.Addr) })
	return slices.CompactFunc(changes, func(x, y index.Change) bool { return x.Addr == y.Addr })
}
