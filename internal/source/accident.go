package source

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
)

// Accident says why next must not replace last without somebody's consent, in
// words for a log, or "" when it may.
//
// Two things look like an accident: more than 5 % bad lines, unless it is a
// single one; and more than 10 % of the addresses losing their mapping, unless
// they are 20 or fewer. The same content is no accident, unless it is read in
// another form now; nor is any when there was nothing before (last is nil).
func Accident(last, next *Set) string {
	if last == nil || last.Hash == next.Hash && last.Options.sameForm(next.Options) {
		return ""
	}
	if next.Bad > accidentBadLines && 100*next.Bad > accidentBadPercent*next.Lines {
		return fmt.Sprintf("%s of %s lines are bad", group(next.Bad), group(next.Lines))
	}
	before := addresses(last)
	lost := missing(before, addresses(next))
	if lost > accidentLost && 100*lost > accidentLostPercent*len(before) {
		return fmt.Sprintf("would remove %s of %s mapped addresses", group(lost), group(len(before)))
	}
	return ""
}

// addresses returns the addresses that have a mapping, each once, in order.
// Most files are in order already, which sorting notices.
func addresses(s *Set) []netip.Addr {
	all := make([]netip.Addr, len(s.Mappings))
	for i, m := range s.Mappings {
		all[i] = m.Addr
	}
	slices.SortFunc(all, netip.Addr.Compare)
	return slices.Compact(all)
}

// missing counts the addresses of last that next has not. Both are in order.
func missing(last, next []netip.Addr) int {
	n := 0
	for _, a := range last {
		for len(next) > 0 && next[0].Less(a) {
			next = next[1:]
		}
		if len(next) == 0 || next[0] != a {
			n++
		}
	}
	return n
}

// group writes a number as people read it: 12,000.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
