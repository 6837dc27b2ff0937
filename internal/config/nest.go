package config

import (
	"net/netip"
)

// A nest finds the pool that an address belongs to: pools nest, and the longest
// prefix owns an address, whatever the order of the lines.
type nest struct {
	pools   map[netip.Prefix]*pool
	lengths map[int]bool // of the prefixes, of both families
}

func newNest() *nest {
	return &nest{pools: make(map[netip.Prefix]*pool), lengths: make(map[int]bool)}
}

func (n *nest) add(p *pool) {
	n.pools[p.Prefix] = p
	n.lengths[p.Prefix.Bits()] = true
}

// of returns the pool of a, or nil.
func (n *nest) of(a netip.Addr) *pool {
	for bits := a.BitLen(); bits >= 0; bits-- {
		if !n.lengths[bits] {
			continue
		}
		prefix, _ := a.Prefix(bits) // bits is in range
		if p := n.pools[prefix]; p != nil {
			return p
		}
	}
	return nil
}
