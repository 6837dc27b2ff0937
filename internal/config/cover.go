package config

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// checkCover sees to it that every address of every pool is in one of our reverse
// zones. The names of the others would resolve forwards, and nobody could ask for
// them in reverse.
func (p *parser) checkCover() {
	if p.zones.unknown {
		return
	}
	for _, pool := range p.pools {
		if a, ok := p.zones.outside(pool.Prefix); ok {
			p.faults.add(pool.Pos, "pool %s: %s is outside our zones: add the zone %s, or write a smaller prefix", pool.Prefix, a, missingZone(pool.Prefix, a))
		}
	}
}

// missingZone returns the reverse zone to add for the pool prefix, so that it
// holds a: one of those that make up the prefix.
func missingZone(prefix netip.Prefix, a netip.Addr) string {
	for _, z := range arpa.Zones(prefix) {
		if z.Contains(a) && !z.IsSingleIP() {
			return arpa.Name(z)
		}
	}
	return arpa.Name(arpa.Enclosing(prefix))
}
