package index

import (
	"fmt"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// Extent returns why the zone cannot be written out, or nil. With generated
// false only what was written is looked at: blocks of aliases.
func (f *Frame) Extent(z *Zone, generated bool) error {
	left := int64(maxExtent)
	if z.aliases != nil {
		for p, a := range z.aliases.AllSorted() {
			if left -= size(p); left < 0 {
				return fmt.Errorf("the delegated block %s makes more aliases than the %d names that can be written out", a.Prefix, maxExtent)
			}
		}
	}
	if !generated {
		return nil
	}
	for _, p := range f.generatedIn(z) {
		if left -= size(p); left < 0 {
			pool := f.pool(p.Addr())
			return fmt.Errorf("the pool %s has more addresses than the %d names that can be written out", pool.Prefix, maxExtent)
		}
	}
	for _, pool := range f.forwardPools(z) {
		for _, p := range pool.owned {
			if left -= size(p); left < 0 {
				return fmt.Errorf("the pool %s has more names than the %d that can be written out", pool.Prefix, maxExtent)
			}
		}
	}
	return nil
}

// size returns the number of addresses, or more than can be written out.
func size(p netip.Prefix) int64 {
	bits := p.Addr().BitLen() - p.Bits()
	if bits > 32 {
		return maxExtent + 1
	}
	return 1 << bits
}

// span returns the addresses that lie in the zone or in zones below it. It is
// invalid for other zones than those of addresses.
func (z *Zone) span() netip.Prefix {
	if z.block.IsValid() {
		return z.block
	}
	return z.prefix
}

// generatedIn returns the blocks of addresses that have generated names in the
// zone, and not in a zone below.
func (f *Frame) generatedIn(z *Zone) []netip.Prefix {
	span := z.span()
	if !span.IsValid() {
		return nil
	}
	var out []netip.Prefix
	holes := f.below(z)
	for _, pool := range f.pools.AllSorted() {
		if pool == nil {
			continue
		}
		for _, p := range pool.owned {
			if inner, ok := intersect(p, span); ok {
				out = subtract(out, inner, holes)
			}
		}
	}
	return out
}

// below returns the addresses that lie in zones below this one.
func (f *Frame) below(z *Zone) []netip.Prefix {
	var out []netip.Prefix
	if z.block.IsValid() {
		return nil
	}
	for _, child := range f.Children(z) {
		if p, whole, _ := arpa.Parse(child.Origin); whole {
			out = append(out, p)
		}
	}
	return out
}

// delegates reports whether others serve the names of the address in the zone.
func (z *Zone) delegates(a netip.Addr) bool {
	return z.alias(a) != nil || z.cutAt(z.NameOf(a)) != nil
}

// forwardPools returns the pools whose generated names lie in the zone, in the
// order of their prefixes.
func (f *Frame) forwardPools(z *Zone) []*Pool {
	var out []*Pool
	for _, pool := range f.pools.AllSorted() {
		if pool != nil && pool.form != nil && f.zoneOf(pool.Pattern.Suffix()) == z {
			out = append(out, pool)
		}
	}
	return out
}

// intersect returns the addresses of both prefixes.
func intersect(a, b netip.Prefix) (netip.Prefix, bool) {
	if a.Bits() < b.Bits() {
		a, b = b, a
	}
	return a, b.Contains(a.Addr())
}
