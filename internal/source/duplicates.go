package source

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A duplicate is the number of a mapping, and that of the first one in the file
// with the same address and name.
type duplicate struct{ number, first int }

func compareDuplicates(d, e duplicate) int { return cmp.Compare(d.number, e.number) }

// duplicates finds the duplicates among the mappings of each address, in the
// order of the file.
func (s *Set) duplicates(repeats spans) []duplicate {
	var dups []duplicate
	for _, r := range repeats {
		if r.to-r.from <= maxNames {
			dups = s.appendFew(dups, r)
		} else {
			dups = s.appendMany(dups, r)
		}
	}
	slices.SortFunc(dups, compareDuplicates)
	return dups
}

// appendFew compares each name of an address with those before it.
func (s *Set) appendFew(dups []duplicate, r span) []duplicate {
	for k := r.from + 1; k < r.to; k++ {
		for j := r.from; j < k; j++ {
			if i, n := s.ByAddress(j), s.ByAddress(k); s.Mappings[i].Name == s.Mappings[n].Name {
				dups = append(dups, duplicate{n, i})
				break
			}
		}
	}
	return dups
}

// appendMany does the same with so many names that comparing all pairs of them
// would take too long.
func (s *Set) appendMany(dups []duplicate, r span) []duplicate {
	first := make(map[string]int)
	for k := r.from; k < r.to; k++ {
		n := s.ByAddress(k)
		if i, ok := first[s.Mappings[n].Name]; ok {
			dups = append(dups, duplicate{n, i})
		} else {
			first[s.Mappings[n].Name] = n
		}
	}
	return dups
}

// reportDuplicates puts the duplicates among the faults of bad lines.
func (s *Set) reportDuplicates(dups []duplicate) {
	s.Duplicates = len(dups)
	bad := s.Faults
	s.Faults = nil
	for _, d := range dups[:min(len(dups), maxFaults)] {
		m := s.Mappings[d.number]
		s.report(s.Line(d.number), fmt.Errorf("duplicate: %s has the name %s already since line %d; remove one of them",
			m.Addr, quote(m.Name), s.Line(d.first)))
	}
	s.Faults = append(s.Faults, bad...)
	slices.SortStableFunc(s.Faults, func(f, g *rdns.Fault) int { return cmp.Compare(f.Pos.Line, g.Pos.Line) })
	s.Faults = s.Faults[:min(len(s.Faults), maxFaults)]
}

// drop removes the duplicates from the mappings.
func (s *Set) drop(dups []duplicate) {
	kept, places := s.Mappings[:0], places(nil)
	rest := dups
	for i, m := range s.Mappings {
		if len(rest) > 0 && rest[0].number == i {
			rest = rest[1:]
			continue
		}
		places.add(len(kept), s.Line(i))
		kept = append(kept, m)
	}
	clear(s.Mappings[len(kept):])
	s.Mappings, s.places = kept, places
	order := s.order[:0]
	for _, n := range s.order {
		if before, dup := slices.BinarySearchFunc(dups, duplicate{number: int(n)}, compareDuplicates); !dup {
			order = append(order, n-uint32(before)) // before is at most n
		}
	}
	s.order = order
}
