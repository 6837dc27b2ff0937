package source

import (
	"fmt"
	"net/netip"
	"strconv"
)

// Accident says why next must not replace last without somebody's consent, in
// words for a log, or "" when it may.
//
// Two things look like an accident: more than 5 % bad lines, unless it is a
// single one; and more than 10 % of the addresses losing their mapping, unless
// they are 20 or fewer. The same content is no accident, unless it is read in
// another form now; nor is any when there was nothing before (last is nil).
//
// A line whose address is not its owner's is not bad in this sense: the owner
// lines of the configuration say so, which a person wrote.
func Accident(last, next *Set) string {
	if last == nil || last.Hash == next.Hash && last.Options.sameForm(next.Options) {
		return ""
	}
	if bad := next.Bad - next.Foreign; bad > accidentBadLines && 100*bad > accidentBadPercent*next.Lines {
		return fmt.Sprintf("%s of %s lines are bad", group(bad), group(next.Lines))
	}
	lost, all := losses(last, next)
	if lost > accidentLost && 100*lost > accidentLostPercent*all {
		return fmt.Sprintf("would remove %s of %s mapped addresses", group(lost), group(all))
	}
	return ""
}

// losses counts all addresses of last, and those of them that next has not.
func losses(last, next *Set) (lost, all int) {
	before, after := cursor{set: last}, cursor{set: next}
	b, more := after.next()
	for a, ok := before.next(); ok; a, ok = before.next() {
		all++
		for more && b.Less(a) {
			b, more = after.next()
		}
		if !more || b != a {
			lost++
		}
	}
	return lost, all
}

// A cursor goes through the addresses of a Set in ascending order.
type cursor struct {
	set  *Set
	read int        // mappings
	last netip.Addr // returned
}

// next returns the next address that has mappings, however many.
func (c *cursor) next() (a netip.Addr, ok bool) {
	for c.read < len(c.set.Mappings) {
		a = c.set.Mappings[c.set.ByAddress(c.read)].Addr
		c.read++
		if a != c.last {
			c.last = a
			return a, true
		}
	}
	return netip.Addr{}, false
}

// group writes a number as people read it: 12,000.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
