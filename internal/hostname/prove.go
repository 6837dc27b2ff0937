package hostname

import (
	"fmt"
	"strings"
)

// prove returns an error if some address of the prefix has an illegal name.
//
// A few addresses stand for all. The digits of a number do not matter, only how
// many there are:
//
//   - No number is empty or has a hyphen, so whether a label begins or ends with a
//     hyphen does not depend on the address.
//   - Labels and names are longest where every number is longest, which is at the
//     last address of the prefix.
//   - Whether hyphens stand in places 3 and 4 of a label depends on the length of
//     what stands in the two places before. At most one number of variable length
//     has room there, since something that is no digit follows each. So for each
//     such number one address of each length is enough.
func (p *Pattern) prove() error {
	for _, u := range p.representatives() {
		name := string(p.render(nil, u, place{}))
		if err := p.nameFault(name); err != nil {
			return fmt.Errorf("%s would be named %q: %w", p.addr(u), name, err)
		}
	}
	return nil
}

// representatives returns the first and the last address of the prefix and, for
// each number of variable length, one address for each length.
func (p *Pattern) representatives() []uint128 {
	last := p.first.or(p.hostMask)
	addrs := []uint128{p.first, last}
	for _, piece := range p.pieces {
		if piece.width != 0 {
			continue
		}
		lo, hi := piece.value(p.first), piece.value(last)
		for n := uint64(10); n <= hi; n *= 10 {
			if n > lo {
				addrs = append(addrs, p.first.andNot(piece.mask()).or(shifted(n, piece.shift)))
			}
			if n > hi/10 {
				break // the next power may be too large for 64 bits
			}
		}
	}
	return addrs
}

// nameFault returns what is wrong with name as a generated name, or nil. In
// addition to the rules for all host names, no label has hyphens in places 3 and
// 4 (RFC 5890, 2.3.1), except for labels that the operator wrote out, which may be
// A-labels.
func (p *Pattern) nameFault(name string) error {
	if err := fault(name); err != nil {
		return err
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(name, p.suffix), ".") {
		if hyphens(label) {
			return hyphenFault(label)
		}
	}
	for label := range strings.SplitSeq(p.suffix, ".") {
		if hyphens(label) && !strings.HasPrefix(label, "xn--") {
			return hyphenFault(label)
		}
	}
	return nil
}

// hyphens tells whether label has hyphens in places 3 and 4.
func hyphens(label string) bool { return len(label) >= 4 && label[2:4] == "--" }

func hyphenFault(label string) error {
	return fmt.Errorf(`label %q has "--" in places 3 and 4, which is reserved (RFC 5890, 2.3.1); write a single hyphen`, label)
}

// Injective returns nil if no two addresses of the prefix share a name, and
// otherwise an error that names two that do.
//
// The names of two addresses are equal if and only if all bits that are printed
// are: each field can be read back. So it is enough to look for a bit behind the
// prefix that no field prints.
func (p *Pattern) Injective() error {
	if p.injective() {
		return nil
	}
	other := p.first.or(p.hostMask.andNot(p.printed).lowest())
	name := p.render(nil, p.first, place{})
	return fmt.Errorf("template %q on %s: %s and %s would both be named %q; print every bit behind the prefix, for example with {ip} or {host}",
		p.template, p.prefix, p.addr(p.first), p.addr(other), name)
}

func (p *Pattern) injective() bool { return p.hostMask.andNot(p.printed) == uint128{} }
