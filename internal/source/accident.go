package source

import (
	"fmt"
	"iter"
	"net/netip"
	"strconv"
)

// Accident says why next must not replace last without somebody's consent, in
// words for a log, or "" when it may. had yields the addresses that had mappings
// by last, in one or several ascending runs: those that next tells of, when that
// is not all.
//
// Two things look like an accident: more than 5 % bad lines, unless it is a
// single one; and more than 10 % of the addresses losing their mapping, unless
// they are 20 or fewer. The same content is no accident, unless it is read in
// another form now; nor is any when there was nothing before (last is nil).
//
// A line whose address is not its owner's is not bad in this sense: the owner
// lines of the configuration say so, which a person wrote.
func Accident(last *Summary, had iter.Seq[netip.Addr], next *Set) string {
	if last == nil || last.Hash == next.Hash && last.Options.sameForm(next.Options) {
		return ""
	}
	if bad := next.Bad - next.Foreign; bad > accidentBadLines && 100*bad > accidentBadPercent*next.Lines {
		return fmt.Sprintf("%s of %s lines are bad", group(bad), group(next.Lines))
	}
	lost, all := losses(had, next)
	if !next.Whole() {
		all = last.Mapped
	}
	if lost > accidentLost && 100*lost > accidentLostPercent*all {
		return fmt.Sprintf("would remove %s of %s mapped addresses", group(lost), group(all))
	}
	return ""
}

// losses counts all addresses that were there, and those of them that next has
// not.
func losses(had iter.Seq[netip.Addr], next *Set) (lost, all int) {
	var last netip.Addr
	k, n := 0, next.Len()
	for a := range had {
		if a == last {
			continue
		}
		if a.Less(last) {
			k = 0
		}
		last = a
		all++
		for k < n && next.AddrAt(k).Less(a) {
			k++
		}
		if k == n || next.AddrAt(k) != a {
			lost++
		}
	}
	return lost, all
}

// group writes a number as people read it: 12,000.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
