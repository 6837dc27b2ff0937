package config

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A fixed is a name that has data of its own, so that no address may have it as
// its generated name.
type fixed struct {
	name string
	what string // for messages: "record", "name server", ...
	cut  bool   // names below it belong to another zone
	pos  rdns.Position
}

// fixedNames returns the names of the block that have data of their own.
func (p *parser) fixedNames() []fixed {
	var names []fixed
	for _, s := range p.nameServers() {
		names = append(names, fixed{name: s.text, what: "name server", pos: s.pos})
	}
	for _, s := range p.statics {
		names = append(names, fixed{name: s.name, what: "record", cut: s.kind == "NS", pos: s.pos})
	}
	for _, origin := range p.zones.origins {
		names = append(names, fixed{name: origin, what: "zone", cut: true, pos: p.zones.pos[origin]})
	}
	return names
}

// checkCollisions proves that no generated name has data already, and none is
// below a cut.
func (p *parser) checkCollisions(gs *groups) {
	reported := make(map[string]bool)
	for _, f := range p.fixedNames() {
		if !reported[f.name] {
			reported[f.name] = p.collides(f, gs)
		}
	}
}

// collides compares one name with the names of all groups that end like it.
func (p *parser) collides(f fixed, gs *groups) bool {
	for _, suffix := range above(f.name) {
		for _, g := range gs.bySuffix[suffix] {
			if p.checkCollision(f, g) {
				return true
			}
		}
	}
	return false
}

// checkCollision compares one name with the names of one group, and tells
// whether there was a fault.
func (p *parser) checkCollision(f fixed, g *group) bool {
	if a, pool := p.named(f.name, g); pool != nil {
		single := netip.PrefixFrom(a, a.BitLen())
		p.faults.add(f.pos, "%s %q: this is the generated name of %s in the pool of %s: choose another name, or write except %s", f.what, f.name, a, pool.Pos, single)
		return true
	}
	if !f.cut {
		return false
	}
	if a, pool := p.below(f.name, g); pool != nil {
		name := pool.Pattern.Append(nil, a)
		p.faults.add(f.pos, "%s %q: generated names of the pool of %s are below it, such as %q of %s: choose another name or template, or write forward off", f.what, f.name, pool.Pos, name, a)
		return true
	}
	return false
}

// named returns the address whose generated name is name, and its pool.
func (p *parser) named(name string, g *group) (netip.Addr, *pool) {
	if labels(name) != g.labels {
		return netip.Addr{}, nil
	}
	for _, pool := range g.pools {
		a, ok := pool.Pattern.Decode(name)
		if owner := p.nest.of(a); ok && owner != nil && owner.group == g && !p.excepted(a) {
			return a, owner
		}
		if g.full {
			break // the others read the name alike
		}
	}
	return netip.Addr{}, nil
}

// below returns an address whose generated name is below name, and its pool.
func (p *parser) below(name string, g *group) (netip.Addr, *pool) {
	if n := labels(name); n >= g.labels || n <= labels(g.suffix) {
		return netip.Addr{}, nil
	}
	for _, pool := range g.pools {
		value, mask, ok := pool.Pattern.Partial(name)
		if !ok {
			continue
		}
		a := join(pool.Prefix.Addr(), value)
		if !p.taken(pool, netip.PrefixFrom(a, fixedBits(pool.Prefix, mask))) {
			return a, pool
		}
	}
	return netip.Addr{}, nil
}

// taken tells whether all addresses of prefix, which is inside the pool, are
// excepted or belong to a pool inside it.
func (p *parser) taken(pool *pool, prefix netip.Prefix) bool {
	for _, e := range p.exceptions {
		if e.holds(prefix) {
			return true
		}
	}
	if p.delegatedAround(prefix) != nil {
		return true
	}
	owner := p.nest.of(prefix.Addr())
	return owner != pool && owner.Prefix.Bits() <= prefix.Bits()
}

// fixedBits returns how many bits at the beginning of an address are fixed if it
// is in the prefix and the bits of mask are given. Given bits further behind
// leave a smaller set of addresses than the prefix of that length, so that what
// is true of all of the prefix is true of the set.
func fixedBits(prefix netip.Prefix, mask netip.Addr) int {
	bits := prefix.Bits()
	for b := mask.AsSlice(); bits < 8*len(b) && b[bits/8]&(0x80>>(bits%8)) != 0; {
		bits++
	}
	return bits
}

// join returns the address that has the bits of both.
func join(a, b netip.Addr) netip.Addr {
	bits, more := a.AsSlice(), b.AsSlice()
	for i := range bits {
		bits[i] |= more[i]
	}
	joined, _ := netip.AddrFromSlice(bits) // as long as before
	return joined
}
