package hostname

import (
	"net/netip"
	"strings"
)

// A place in the names of a pattern is an octet of the literal text of a piece.
// The zero place is the beginning.
type place struct{ piece, offset int }

// A labelStart is the place where a label begins.
type labelStart struct {
	place
	printed uint128 // the bits that the fields from here on print
}

// findLabels returns where the labels begin, leftmost first, that have a field
// in them or behind them.
func findLabels(pieces []piece) []labelStart {
	starts := []labelStart{{}}
	for i, piece := range pieces {
		for offset, c := range piece.lead {
			if c == '.' {
				starts = append(starts, labelStart{place: place{i, offset + 1}})
			}
		}
	}
	for i := range starts {
		for _, piece := range pieces[starts[i].piece:] {
			starts[i].printed = starts[i].printed.or(piece.mask())
		}
	}
	return starts
}

// Partial reads an ancestor of generated names, in any ASCII case: a name of
// fewer labels than they have, but more than Suffix. It returns which bits of the
// address the name fixes: the addresses of the prefix with addr&mask == value
// have names below it, and no others. ok is false if there are none.
//
// With {d}.{c}.dyn.host.example, the name "5.dyn.host.example." fixes the third
// octet. Whether such an ancestor exists is a question about addresses (RFC 8020:
// what has names below it exists), and no name has to be generated to answer it.
//
// Partial does not allocate; it is called on the query path.
func (p *Pattern) Partial(name string) (value, mask netip.Addr, ok bool) {
	i := p.Labels() - strings.Count(name, ".")
	if i < 1 || i >= len(p.labels) {
		return netip.Addr{}, netip.Addr{}, false
	}
	from := p.labels[i]
	u, ok := p.match(name, from.place)
	if !ok || u.xor(p.first).and(from.printed).andNot(p.hostMask) != (uint128{}) {
		return netip.Addr{}, netip.Addr{}, false
	}
	if !p.spells(name, u, from.place) {
		return netip.Addr{}, netip.Addr{}, false
	}
	return p.addr(u), p.addr(from.printed), true
}
