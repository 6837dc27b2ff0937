package config

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// An owned is the line that gives a prefix to an owner.
type owned struct {
	owner string
	pos   rdns.Position
}

// owner reads "owner NAME PREFIX...".
func (p *parser) owner(l line) {
	name := p.label(l.args()[0], "owner")
	for _, w := range l.args()[1:] {
		if prefix, ok := p.network(w); ok && name != "" {
			p.addOwned(l, name, prefix)
		}
	}
}

// addOwned adds a prefix of an owner. Those of different owners may nest: the
// longest counts, as with pools.
func (p *parser) addOwned(l line, name string, prefix netip.Prefix) {
	before, taken := p.owned[prefix]
	switch {
	case taken && before.owner == name:
		p.faults.add(l.pos(), "owner %s: %s stands already in %s: remove one", name, prefix, before.pos)
	case taken:
		p.faults.add(l.pos(), "owner %s: %s belongs to the owner %s in %s: remove one, or write a longer prefix", name, prefix, before.owner, before.pos)
	default:
		p.owned[prefix] = owned{name, l.pos()}
		o := p.ownerOf(l, name)
		o.Prefixes = append(o.Prefixes, prefix)
	}
}

// ownerOf returns the owner with the name, whose lines add up.
func (p *parser) ownerOf(l line, name string) *Owner {
	i, ok := p.ownerIndex[name]
	if !ok {
		i = len(p.block.Owners)
		p.ownerIndex[name] = i
		p.block.Owners = append(p.block.Owners, Owner{Name: name, Pos: l.pos()})
	}
	return &p.block.Owners[i]
}
