package config

import (
	"net/netip"
)

// owners finds the pool that an address belongs to: pools nest, and the longest
// prefix owns an address, whatever the order of the lines.
type owners struct {
	pools   map[netip.Prefix]*pool
	lengths map[int]bool // of the prefixes, of both families
}

func newOwners() *owners {
	return &owners{pools: make(map[netip.Prefix]*pool), lengths: make(map[int]bool)}
}

func (o *owners) add(p *pool) {
	o.pools[p.Prefix] = p
	o.lengths[p.Prefix.Bits()] = true
}

// of returns the pool of a, or nil.
func (o *owners) of(a netip.Addr) *pool {
	for bits := a.BitLen(); bits >= 0; bits-- {
		if !o.lengths[bits] {
			continue
		}
		prefix, _ := a.Prefix(bits) // bits is in range
		if p := o.pools[prefix]; p != nil {
			return p
		}
	}
	return nil
}
