package hostname

import (
	"fmt"
	"net/netip"
	"strings"
)

// A Pattern is a Template bound to a prefix: it gives every address of the
// prefix a name. A Pattern does not change and may be used by several goroutines
// at once. Make one with Template.Bind; the zero Pattern must not be used.
//
// Its names consist of pieces and a tail:
//
//	ip-192-0-2-1.host.example.
//	[  ][ ][][ ][            ]    four pieces ("ip-" and an octet, "-" and an
//	                              octet, ...) and the tail
type Pattern struct {
	template *Template
	prefix   netip.Prefix
	first    uint128 // the first address of the prefix
	hostMask uint128 // the bits behind the prefix

	pieces  []piece
	tail    string  // the literal text behind the last field, with the final dot
	printed uint128 // the bits that the fields print
	full    bool

	suffix string
	labels []labelStart // the labels in front of suffix
}

// A piece is a field with the literal text in front of it.
type piece struct {
	lead string
	field
}

// Bind fits the template to the prefix p. It returns an error if the template
// has a placeholder that means nothing there, could not be read back, or gives
// some address of p an illegal name; the error names the address and the name.
// The host bits of p are ignored.
func (t *Template) Bind(p netip.Prefix) (*Pattern, error) {
	if !p.IsValid() {
		return nil, fmt.Errorf("template %q: binding it to an invalid prefix", t.text)
	}
	p = p.Masked()
	pattern := &Pattern{
		template: t,
		prefix:   p,
		first:    number(p.Addr()),
		hostMask: ones(p.Addr().BitLen() - p.Bits()),
		tail:     t.tail,
	}
	if err := pattern.build(); err != nil {
		return nil, fmt.Errorf("template %q on %s: %w", t.text, p, err)
	}
	if err := pattern.prove(); err != nil {
		return nil, fmt.Errorf("template %q on %s: %w", t.text, p, err)
	}
	return pattern, nil
}

// build makes the pieces and what follows from them.
func (p *Pattern) build() error {
	absolute := true
	for i, part := range p.template.parts {
		pieces, err := part.pieces(p.prefix)
		if err != nil {
			return err
		}
		if last := pieces[len(pieces)-1]; last.width == 0 && !p.template.delimited(i) {
			return fmt.Errorf("a digit may follow %s, so that names could not be read back; write a %q or %q behind it, or choose a placeholder of fixed width", part.placeholder, "-", ".")
		}
		pieces[0].lead = part.lead
		p.pieces = append(p.pieces, pieces...)
		absolute = absolute && part.absolute()
	}
	for _, piece := range p.pieces {
		p.printed = p.printed.or(piece.mask())
	}
	p.full = absolute && p.printed == ones(p.prefix.Addr().BitLen())
	p.suffix = p.tail[strings.IndexByte(p.tail, '.')+1:]
	p.labels = findLabels(p.pieces)
	return nil
}

// delimited tells whether no digit can follow the i-th placeholder.
func (t *Template) delimited(i int) bool {
	next := t.tail
	if i+1 < len(t.parts) {
		next = t.parts[i+1].lead
	}
	return next != "" && !isDigit(next[0])
}

// Prefix returns the prefix that the pattern is bound to.
func (p *Pattern) Prefix() netip.Prefix { return p.prefix }

// Template returns the template that was bound.
func (p *Pattern) Template() *Template { return p.template }

// Labels returns the number of labels of every generated name.
func (p *Pattern) Labels() int { return len(p.labels) + strings.Count(p.suffix, ".") }

// Suffix returns the longest run of purely literal labels at the end of the
// names, such as "host.example.".
func (p *Pattern) Suffix() string { return p.suffix }

// Full tells whether the names have every bit of the address, at places that do
// not depend on the prefix. Full patterns of one template and one family read
// every name alike, so that one of them can read for all.
func (p *Pattern) Full() bool { return p.full }

// Append appends the name of a to dst, with the final dot. Names take at most
// 254 octets; it does not allocate if dst has room for them. The address is one of
// the prefix or, if the pattern is Full, any address of the family.
func (p *Pattern) Append(dst []byte, a netip.Addr) []byte {
	return p.render(dst, number(a), place{})
}

// render appends what the name of the address u is from the given label on.
func (p *Pattern) render(dst []byte, u uint128, from place) []byte {
	skip := from.offset
	for i := from.piece; i < len(p.pieces); i++ {
		piece := &p.pieces[i]
		dst = append(dst, piece.lead[skip:]...)
		dst = piece.appendTo(dst, piece.value(u))
		skip = 0
	}
	return append(dst, p.tail...)
}

// addr returns the address of the prefix's family that u is.
func (p *Pattern) addr(u uint128) netip.Addr {
	if p.prefix.Addr().Is4() {
		return u.addr4()
	}
	return u.addr16()
}
