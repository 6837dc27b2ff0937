package hostname

import (
	"slices"
	"strings"
)

// Overlap tells whether some name is the name of one address with p and of
// another with q, and returns such a name.
//
// The answer is exact for patterns that spell alike, such as those of one
// template whose placeholders do not depend on the prefix. Otherwise the patterns
// overlap if some name can be read by both, each number within the range that it
// has in the prefix. This errs on the safe side in two cases: when a template
// prints the same bits twice, the name may have two values for them; and when the
// patterns write an address alike though they split it differently, the
// name may be that of a single address.
func (p *Pattern) Overlap(q *Pattern) (name string, overlap bool) {
	if p.spellsLike(q) {
		return p.overlapAlike(q)
	}
	if p.differByText(q) {
		return "", false
	}
	return commonName(p.automaton(), q.automaton())
}

// spellsLike tells whether p and q give every address the same name.
func (p *Pattern) spellsLike(q *Pattern) bool {
	return p.prefix.Addr().BitLen() == q.prefix.Addr().BitLen() &&
		p.tail == q.tail && slices.Equal(p.pieces, q.pieces)
}

// overlapAlike is Overlap for patterns that spell alike. The name of an address
// is then a matter of the printed bits only. So two addresses, one of each
// prefix, can share a name unless a printed bit is fixed in both prefixes and
// differs. They can be two, and not one, unless all other bits are fixed and
// equal.
func (p *Pattern) overlapAlike(q *Pattern) (name string, overlap bool) {
	differ := p.first.xor(q.first).andNot(p.hostMask).andNot(q.hostMask)
	if differ.and(p.printed) != (uint128{}) {
		return "", false
	}
	loose := differ.or(p.hostMask).or(q.hostMask)
	if loose.andNot(p.printed) == (uint128{}) {
		return "", false
	}
	u := p.first.or(q.first.and(p.hostMask))
	return string(p.render(nil, u, place{})), true
}

// differByText tells whether the literal text at the beginning or at the end is
// enough to see that p and q share no name. It spares most pairs of a large
// configuration the work of commonName.
func (p *Pattern) differByText(q *Pattern) bool {
	a, b := p.pieces[0].lead, q.pieces[0].lead
	if !strings.HasPrefix(a, b) && !strings.HasPrefix(b, a) {
		return true
	}
	return !strings.HasSuffix(p.tail, q.tail) && !strings.HasSuffix(q.tail, p.tail)
}
