package source_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// TestOrderModel compares order, duplicates and lines of random files with those
// that a walk through the file finds.
func TestOrderModel(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		in, sorted := randomHosts(r), r.IntN(2) == 0
		if sorted {
			slices.SortStableFunc(in, func(a, b rdns.Mapping) int { return a.Addr.Compare(b.Addr) })
		}
		var text strings.Builder
		for _, m := range in {
			fmt.Fprintf(&text, "%s %s\n", m.Addr, m.Name)
			if m.Addr.As16()[15]%7 == 0 {
				text.WriteString("# a line between\n")
			}
		}
		s := source.Parse(source.NewContent(text.String()), source.Options{Path: "map"}, source.Hooks{})
		compareModel(t, s, in)
	}
}

// randomHosts returns mappings of few addresses, some of which have many names.
func randomHosts(r *rand.Rand) []rdns.Mapping {
	var all []rdns.Mapping
	addrs, names := 1+r.IntN(100), 1+r.IntN(50)
	for range r.IntN(300) {
		n := byte(r.IntN(addrs))
		a := netip.AddrFrom4([4]byte{192, 0, n % 3, n})
		if n%5 == 0 {
			a = netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, n % 4, 7: n, 15: 20 - n})
		}
		all = append(all, rdns.Mapping{Addr: a, Name: fmt.Sprintf("h%d.example.net.", r.IntN(names))})
	}
	return all
}

func compareModel(t *testing.T, s *source.Set, in []rdns.Mapping) {
	t.Helper()
	type kept struct {
		mapping rdns.Mapping
		line    int
	}
	var want []kept
	var faults []string
	first := make(map[rdns.Mapping]int) // line
	line := 0
	for _, m := range in {
		line++
		if first[m] == 0 {
			first[m] = line
			want = append(want, kept{m, line})
		} else {
			faults = append(faults, fmt.Sprintf("%d: duplicate: %s has the name %q already since line %d; remove one of them", line, m.Addr, m.Name, first[m]))
		}
		if m.Addr.As16()[15]%7 == 0 {
			line++
		}
	}
	var got []kept
	for k := range s.Len() {
		m, line := s.At(k)
		got = append(got, kept{m, line})
	}
	slices.SortStableFunc(want, func(a, b kept) int { return a.mapping.Addr.Compare(b.mapping.Addr) })
	if !slices.Equal(got, want) {
		t.Fatalf("got %v\nwant %v", got, want)
	}
	if got := texts(t, s.Faults, "map"); !slices.Equal(got, faults) || s.Duplicates != len(faults) {
		t.Fatalf("%d duplicates: %v\nwant %v", s.Duplicates, got, faults)
	}
}

// Bad lines and duplicates stand in the order of the file, and the first 1,000 of
// both together are kept.
func TestFaultsAreInOrder(t *testing.T) {
	var in strings.Builder
	for i := range 3000 {
		if i%3 == 0 {
			in.WriteString("bad\n")
		} else {
			fmt.Fprintf(&in, "192.0.2.%d a.example.net\n", 5-i%3)
		}
	}
	s := source.Parse(source.NewContent(in.String()), source.Options{}, source.Hooks{})
	if s.Bad != 1000 || s.Duplicates != 1998 || len(s.Faults) != 1000 || s.Unreported() != 1998 {
		t.Fatalf("%d bad, %d duplicates, %d faults", s.Bad, s.Duplicates, len(s.Faults))
	}
	for i, f := range s.Faults {
		want := i + 1
		if i > 0 {
			want = i + 3 // lines 2 and 3 have the two mappings
		}
		if f.Pos.Line != want {
			t.Fatalf("fault %d is of line %d, want %d", i, f.Pos.Line, want)
		}
	}
}

// One address with very many names, and two names of very many addresses, take
// no more time than other files.
func TestManyNames(t *testing.T) {
	const names = 20_000
	var in strings.Builder
	for i := range names {
		fmt.Fprintf(&in, "192.0.2.1 h%d.example.net\n", i%(names-1))
	}
	for i := range names {
		fmt.Fprintf(&in, "10.0.%d.%d a.example.net b.example.net a.example.net\n", i>>8, i&255)
	}
	s := source.Parse(source.NewContent(in.String()), source.Options{}, source.Hooks{})
	if s.Len() != 3*names-1 || s.Duplicates != names+1 {
		t.Errorf("%d mappings, %d duplicates", s.Len(), s.Duplicates)
	}
	if first := s.AddrAt(0); first != netip.MustParseAddr("10.0.0.0") {
		t.Errorf("%s is the first", first)
	}
}
