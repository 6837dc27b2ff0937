package hostname

import "net/netip"

// Decode returns the address whose name is name, in any ASCII case. The name is
// one of the prefix or, if the pattern is Full, of any address of the family: a
// caller that serves several pools from one template looks up the pool of the
// address.
//
// Names have one spelling only: what Append does not write is no name, such as
// numbers with zeros in front. If the pattern is not Injective, no name belongs
// to a single address and ok is false.
//
// Decode does not allocate; it is called for every query.
func (p *Pattern) Decode(name string) (a netip.Addr, ok bool) {
	u, ok := p.match(name, place{})
	if !ok || !p.injective() {
		return netip.Addr{}, false
	}
	u = u.or(p.first.andNot(p.printed))
	if !p.full && u.andNot(p.hostMask) != p.first {
		return netip.Addr{}, false
	}
	if !p.spells(name, u, place{}) {
		return netip.Addr{}, false
	}
	return p.addr(u), true
}

// match reads the numbers of name from the given label on, left to right, and
// returns the bits of the address that they print. No choice arises: a number has
// a fixed width, or ends where the digits end. What stands between the numbers,
// and whether two that print the same bits agree, is left to spells.
func (p *Pattern) match(name string, from place) (u uint128, ok bool) {
	skip := from.offset
	for i := from.piece; i < len(p.pieces); i++ {
		piece := &p.pieces[i]
		start := len(piece.lead) - skip
		skip = 0
		if len(name) < start {
			return uint128{}, false
		}
		v, n, ok := piece.parse(name[start:])
		if !ok {
			return uint128{}, false
		}
		u = u.or(shifted(v, piece.shift))
		name = name[start+n:]
	}
	return u, len(name) == len(p.tail)
}

// spells tells whether name is what the address u is called from the given label
// on, in any ASCII case. It makes reading safe: whatever match made of the name, it
// is right if it is the one that we would write.
func (p *Pattern) spells(name string, u uint128, from place) bool {
	var buf [maxName]byte
	want := p.render(buf[:0], u, from)
	if name == string(want) {
		return true
	}
	if len(name) != len(want) {
		return false
	}
	for i, c := range want {
		if folded[name[i]] != c {
			return false
		}
	}
	return true
}
