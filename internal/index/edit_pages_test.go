package index_test

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// inPages goes through all mappings of an Edit, one of an address, and begins again
// behind some of them. change may put those that it gets.
func inPages(e *index.Edit, r *rand.Rand, change func(index.Mapping)) {
	var last netip.Addr
	for more := true; more; {
		more = false
		left := 1 + r.IntN(3000)
		for m := range e.After(last) {
			if more = left == 0; more {
				break
			}
			change(m)
			last, left = m.Addr, left-1
		}
	}
}

// both yields mappings of both families.
func both(n int) []index.Mapping {
	return slices.Concat(slices.Collect(layouts[0].mappings(n)), slices.Collect(layouts[3].mappings(n)))
}

// An Edit that reads what it makes reads the snapshot before, and makes what With does.
func TestEditInPages(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 8))
		was := both(20_000)
		s, err := index.NewSnapshot(newFrame(t, index.Spec{TTL: 60}), 0, slices.Values(was))
		if err != nil {
			t.Fatal(err)
		}
		was = slices.Collect(s.After(netip.Addr{}))
		var changes []index.Change
		for _, m := range was {
			switch r.IntN(4) {
			case 0:
			case 1:
				changes = append(changes, index.Change{Addr: m.Addr})
			case 2:
				m.TTL, m.Name = 7, "longer-than-it-was."+m.Name
				fallthrough
			default:
				m.State = rdns.NewState(rdns.Accepted, rdns.Withdrawn)
				changes = append(changes, index.Change{Addr: m.Addr, Mappings: []index.Mapping{m}})
			}
		}
		want := s.With(changes)
		e, rest := s.Edit(), changes
		var read []index.Mapping
		inPages(e, r, func(m index.Mapping) {
			read = append(read, m)
			if len(rest) > 0 && rest[0].Addr == m.Addr {
				e.Put(m.Addr, rest[0].Mappings)
				rest = rest[1:]
			}
		})
		if diff := cmp.Diff(was, read, cmpopts.EquateComparable(netip.Addr{})); diff != "" {
			t.Fatalf("seed %d: read (-was +read):\n%.2000s", seed, diff)
		}
		got := e.Done()
		if diff := cmp.Diff(slices.Collect(want.After(netip.Addr{})), slices.Collect(got.After(netip.Addr{})), cmpopts.EquateComparable(netip.Addr{})); diff != "" {
			t.Fatalf("seed %d (-with +edit):\n%.2000s", seed, diff)
		}
		if got.Counts() != want.Counts() {
			t.Fatalf("seed %d: counts %+v, want %+v", seed, got.Counts(), want.Counts())
		}
	}
}

// An Edit of a snapshot that nobody else has takes its memory instead of more.
func TestEditTakesMemory(t *testing.T) {
	before := heap()
	s, err := index.NewSnapshot(newFrame(t, index.Spec{TTL: 60}), 0, slices.Values(both(100_000)))
	if err != nil {
		t.Fatal(err)
	}
	size := heap() - before
	e := s.Edit()
	s = nil
	n, most := 0, 0.0
	inPages(e, rand.New(rand.NewPCG(1, 9)), func(m index.Mapping) {
		m.State = rdns.NewState(rdns.Accepted, rdns.Withdrawn)
		e.Put(m.Addr, []index.Mapping{m})
		if n++; n%20_000 == 0 {
			most = max(most, heap()-before)
		}
	})
	if s = e.Done(); s.Counts().Mappings != n || s.Len() != 0 {
		t.Errorf("%d mappings, %d served, want %d and none", s.Counts().Mappings, s.Len(), n)
	}
	if most > 1.5*size {
		t.Errorf("it takes %.0f bytes, and %.0f while all is put anew", size, most)
	}
}
