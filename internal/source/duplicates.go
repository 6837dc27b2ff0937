package source

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A duplicate is a mapping with the line of the first one in the file with the
// same address and name.
type duplicate struct {
	row
	addr  netip.Addr
	first uint32
}

// dedupe takes the duplicates away from the rows, which are in the order of
// their addresses, and appends them to dups.
func dedupe[R keyed[R]](s *Set, rows []R, dups []duplicate) ([]R, []duplicate) {
	kept := rows[:0]
	for begin := 0; begin < len(rows); {
		end := begin + 1
		for end < len(rows) && rows[end].sameAddr(rows[begin]) {
			end++
		}
		switch same := rows[begin:end]; {
		case len(same) == 1:
			kept = append(kept, same[0])
		case len(same) <= maxNames:
			kept, dups = dedupeFew(s, kept, same, dups)
		default:
			kept, dups = dedupeMany(s, kept, same, dups)
		}
		begin = end
	}
	return kept, dups
}

// dedupeFew compares each name of an address with those before it.
func dedupeFew[R keyed[R]](s *Set, kept, same []R, dups []duplicate) ([]R, []duplicate) {
	start := len(kept)
	for _, r := range same {
		name := s.name(r.rest())
		i := slices.IndexFunc(kept[start:], func(k R) bool { return s.name(k.rest()) == name })
		if i < 0 {
			kept = append(kept, r)
		} else {
			dups = append(dups, duplicate{r.rest(), r.netipAddr(), kept[start+i].rest().line})
		}
	}
	return kept, dups
}

// dedupeMany does the same with so many names that comparing all pairs of them
// would take too long.
func dedupeMany[R keyed[R]](s *Set, kept, same []R, dups []duplicate) ([]R, []duplicate) {
	lines := make(map[string]uint32)
	for _, r := range same {
		name := s.name(r.rest())
		if first, ok := lines[name]; ok {
			dups = append(dups, duplicate{r.rest(), r.netipAddr(), first})
			continue
		}
		lines[name] = r.rest().line
		kept = append(kept, r)
	}
	return kept, dups
}

// reportDuplicates puts the duplicates among the faults of bad lines.
func (s *Set) reportDuplicates(dups []duplicate) {
	if len(dups) == 0 {
		return
	}
	s.Duplicates = len(dups)
	slices.SortFunc(dups, func(d, e duplicate) int { return d.compareInFile(e.row) })
	bad := s.Faults
	s.Faults = nil
	for _, d := range dups[:min(len(dups), maxFaults)] {
		s.report(int(d.line), fmt.Errorf("duplicate: %s has the name %s already since line %d; remove one of them", d.addr, quote(s.name(d.row)), d.first))
	}
	s.Faults = append(s.Faults, bad...)
	slices.SortStableFunc(s.Faults, func(f, g *rdns.Fault) int { return cmp.Compare(f.Pos.Line, g.Pos.Line) })
	s.Faults = s.Faults[:min(len(s.Faults), maxFaults)]
}
