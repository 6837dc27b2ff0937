package index

import (
	"iter"
	"maps"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A zone can be written out: Statics, Children, Addresses and Forwards together
// yield every name with data, some more than once. What the data is, Lookup
// tells. Nothing is gathered on the way, so that a large zone takes no memory.

// Apex returns the zone with the origin, which is in lower case, or nil.
func (f *Frame) Apex(origin string) *Zone {
	if z := f.zoneOf(origin); z != nil && z.Origin == origin {
		return z
	}
	return nil
}

// Statics yields the names with static data, in order: also those of cuts and,
// below them, of glue.
func (z *Zone) Statics() iter.Seq2[string, *Node] {
	return func(yield func(string, *Node) bool) {
		for _, name := range slices.Sorted(maps.Keys(z.nodes)) {
			if n := z.nodes[name]; len(n.RRsets) > 0 && !yield(name, n) {
				return
			}
		}
	}
}

// Children returns the zones that the same server serves right below this one,
// unless this one delegates them anyway. A server that holds this one only must
// be told about them.
func (f *Frame) Children(z *Zone) []rdns.Zone {
	var out []rdns.Zone
	for _, other := range f.Zones {
		if f.zoneOf(parent(other.Origin)) == z {
			out = append(out, other.Zone)
		}
	}
	for _, other := range f.elsewhere {
		if other.Origin == z.Origin || f.Apex(other.Origin) != nil || f.zoneOf(parent(other.Origin)) != z {
			continue
		}
		if z.cutAt(other.Origin) == nil {
			out = append(out, other)
		}
	}
	return out
}

// Addresses yields the names of the zone that stand for addresses with a served
// or a generated name, and for those that are aliases.
func (s *Snapshot) Addresses(z *Zone) iter.Seq[string] {
	return func(yield func(string) bool) {
		name := func(a netip.Addr) bool { return yield(z.nameOf(netip.PrefixFrom(a, a.BitLen()))) }
		for _, p := range s.generatedIn(z) {
			if !each(p, name) {
				return
			}
		}
		if !z.eachAlias(name) {
			return
		}
		var last netip.Addr
		for m := range s.Desired(z) {
			if m.Addr == last || !m.State.Served() || s.pool(m.Addr) != nil {
				continue
			}
			if last = m.Addr; !name(m.Addr) {
				return
			}
		}
	}
}

// Aliases yields the names of the zone that stand for addresses that are
// aliases.
func (z *Zone) Aliases() iter.Seq[string] {
	return func(yield func(string) bool) {
		z.eachAlias(func(a netip.Addr) bool { return yield(z.nameOf(netip.PrefixFrom(a, a.BitLen()))) })
	}
}

// Desired yields the mappings of all addresses of the zone, served or not.
func (s *Snapshot) Desired(z *Zone) iter.Seq[Mapping] {
	return func(yield func(Mapping) bool) {
		span := z.span()
		if !span.IsValid() {
			return
		}
		var holes bart.Lite
		for _, p := range s.below(z) {
			holes.Insert(p)
		}
		for m := range s.After(before(span)) {
			if !span.Contains(m.Addr) {
				return
			}
			if !holes.Lookup(m.Addr) && !z.delegates(m.Addr) && !yield(m) {
				return
			}
		}
	}
}

// NameOf returns the name of an address in the zone.
func (z *Zone) NameOf(a netip.Addr) string { return z.nameOf(netip.PrefixFrom(a, a.BitLen())) }

// Forwards yields the generated names of the zone.
func (s *Snapshot) Forwards(z *Zone) iter.Seq[string] {
	return func(yield func(string) bool) {
		var buf [maxPlain]byte
		for _, pool := range s.forwardPools(z) {
			name := func(a netip.Addr) bool { return yield(string(pool.Pattern.Append(buf[:0], a))) }
			for _, p := range pool.owned {
				if !each(p, name) {
					return
				}
			}
		}
	}
}

// each calls yield for the addresses of the prefix, until it returns false.
func each(p netip.Prefix, yield func(netip.Addr) bool) bool {
	for a := p.Addr(); p.Contains(a); a = a.Next() {
		if !yield(a) {
			return false
		}
	}
	return true
}

// eachAlias calls yield for the addresses that are aliases.
func (z *Zone) eachAlias(yield func(netip.Addr) bool) bool {
	if z.aliases == nil {
		return true
	}
	for p := range z.aliases.AllSorted() {
		if !each(p, yield) {
			return false
		}
	}
	return true
}

// before returns the address that After needs to begin with the prefix. To
// begin with the first address of a family, it goes through what is in front.
func before(p netip.Prefix) netip.Addr {
	if a := p.Addr().Prev(); a.IsValid() || p.Addr().Is4() {
		return a
	}
	return netip.AddrFrom4([4]byte{255, 255, 255, 255})
}
