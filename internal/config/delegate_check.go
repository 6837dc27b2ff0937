package config

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// delegatedAt returns the delegation that an address belongs to, or nil.
func (p *parser) delegatedAt(a netip.Addr) *rdns.Delegation {
	if len(p.delegated) == 0 {
		return nil
	}
	return p.delegatedAround(netip.PrefixFrom(a, a.BitLen()))
}

// delegatedAround returns the largest delegation that holds the whole prefix,
// or nil.
func (p *parser) delegatedAround(prefix netip.Prefix) *rdns.Delegation {
	for bits := 0; bits <= prefix.Bits(); bits++ {
		around, _ := prefix.Addr().Prefix(bits) // bits is in range
		if d := p.delegated[around]; d != nil {
			return d
		}
	}
	return nil
}

// checkDelegations judges the delegations beside each other, and beside zones,
// pools and mappings.
func (p *parser) checkDelegations() {
	apexes := p.zones.apexes()
	for i := range p.block.Delegations {
		d := &p.block.Delegations[i]
		if outer := p.delegatedAround(d.Prefix); outer.Prefix != d.Prefix {
			p.faults.add(d.Pos, "delegate %s lies in %s, which %s delegates: remove one", d.Prefix, outer.Prefix, outer.Pos)
		}
		if !p.zones.unknown {
			p.checkDelegable(d, apexes)
		}
	}
	p.checkChildren()
	p.checkDelegatedPools()
	for _, m := range p.block.Mappings {
		if d := p.delegatedAt(m.Addr); d != nil {
			p.faults.add(m.Pos, "ptr: %s is in %s, which %s delegates, so that nobody would ask here: remove one", m.Addr, d.Prefix, d.Pos)
		}
	}
}

// checkDelegable refuses to delegate what is not ours, and what is a zone of
// ours: one server cannot be asked both here and elsewhere.
func (p *parser) checkDelegable(d *rdns.Delegation, apexes []apex) {
	if a, ok := p.zones.outside(d.Prefix); ok {
		p.faults.add(d.Pos, "delegate %s: %s is outside our zones: add the zone %s, or write a smaller prefix", d.Prefix, a, missingZone(d.Prefix, a))
		return
	}
	for _, z := range apexes {
		if d.Prefix.Bits() <= z.net.Bits() && d.Prefix.Contains(z.net.Addr()) {
			p.faults.add(d.Pos, "delegate %s: our own zone %q is in it: delegate the blocks beside, or drop the zone", d.Prefix, z.origin)
			return
		}
	}
}

// An apex is a reverse zone with the prefix that it stands for.
type apex struct {
	origin string
	net    netip.Prefix
}

func (z *zoneSet) apexes() []apex {
	var out []apex
	for _, origin := range z.origins {
		if net, ok := reverseNet(origin); ok {
			out = append(out, apex{origin, net})
		}
	}
	return out
}

// reverseNet returns the prefix that a zone stands for.
func reverseNet(origin string) (netip.Prefix, bool) {
	if p, whole, _ := arpa.Parse(origin); whole {
		return p, true
	}
	return arpa.ParseClassless(origin)
}

// checkChildren refuses two blocks with the same zone beside their addresses.
func (p *parser) checkChildren() {
	first := make(map[string]*rdns.Delegation)
	for i := range p.block.Delegations {
		d := &p.block.Delegations[i]
		if d.Label == "" {
			continue
		}
		name := d.Label + "." + arpa.Name(d.Prefix)
		if other := first[name]; other != nil {
			p.faults.add(d.Pos, "delegate %s: the label %q is that of %s already, in %s: choose another", d.Prefix, d.Label, other.Prefix, other.Pos)
			continue
		}
		first[name] = d
	}
}

// checkDelegatedPools finds pools that do nothing because of a delegation.
func (p *parser) checkDelegatedPools() {
	for _, pool := range p.pools {
		if d := p.delegatedAround(pool.Prefix); d != nil {
			p.faults.add(pool.Pos, "pool %s is in %s, which %s delegates, so that its names are nobody's: remove one", pool.Prefix, d.Prefix, d.Pos)
		}
	}
}
