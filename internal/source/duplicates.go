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
// their addresses, and appends them to dups. It returns how many addresses there are.
func dedupe[R keyed[R]](s *Set, all *rows[R], dups []duplicate) (addresses int, _ []duplicate) {
	if addresses = countAddresses(all); addresses == all.count {
		return addresses, dups
	}
	kept := 0
	var same []R
	for begin, end := 0, 0; begin < all.count; begin = end {
		for end = begin + 1; end < all.count && (*all.at(end)).sameAddr(*all.at(begin)); {
			end++
		}
		if end-begin == 1 {
			*all.at(kept) = *all.at(begin)
			kept++
			continue
		}
		same = slices.AppendSeq(slices.Grow(same[:0], end-begin), all.between(begin, end))
		same, dups = dedupeSame(s, same, dups)
		for _, r := range same {
			*all.at(kept) = r
			kept++
		}
	}
	all.cut(kept)
	return addresses, dups
}

// countAddresses counts the addresses of rows that are in order.
func countAddresses[R keyed[R]](all *rows[R]) (n int) {
	var last R
	for r := range all.behind(0) {
		if n == 0 || !r.sameAddr(last) {
			n++
		}
		last = r
	}
	return n
}

// dedupeSame is dedupe for the rows of one address.
func dedupeSame[R keyed[R]](s *Set, same []R, dups []duplicate) ([]R, []duplicate) {
	if len(same) <= maxNames {
		return dedupeFew(s, same, dups)
	}
	return dedupeMany(s, same, dups)
}

// dedupeFew compares each name of an address with those before it.
func dedupeFew[R keyed[R]](s *Set, same []R, dups []duplicate) ([]R, []duplicate) {
	kept := same[:0]
	for _, r := range same {
		name := s.name(r.rest())
		i := slices.IndexFunc(kept, func(k R) bool { return s.name(k.rest()) == name })
		if i < 0 {
			kept = append(kept, r)
		} else {
			dups = append(dups, duplicate{r.rest(), r.netipAddr(), kept[i].rest().line})
		}
	}
	return kept, dups
}

// dedupeMany does the same with so many names that comparing all pairs of them
// would take too long.
func dedupeMany[R keyed[R]](s *Set, same []R, dups []duplicate) ([]R, []duplicate) {
	kept := same[:0]
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
