package export

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// maxGenerated is how many generated names are written at most: those of 64
// networks as large as a /16.
const maxGenerated = 1 << 22

// An Export says which mappings of a site to write.
type Export struct {
	Site      *site.Site
	Served    bool // only what DNS answers
	Generated bool // what templates make as well
}

// Zone finds a reverse zone of the site by its name, or the only one if the name
// is empty. It returns nil for an empty name if none is needed.
func (e *Export) Zone(name string, needed bool) (*Zone, error) {
	if name == "" && !needed {
		return nil, nil
	}
	if name != "" {
		normal, err := hostname.Normalize(name)
		if err != nil {
			return nil, fmt.Errorf("--zone: %w", err)
		}
		name = normal
	}
	var found *Zone
	var origins []string
	for _, b := range e.Site.Blocks {
		for _, z := range b.Config.Zones {
			if _, whole, _ := arpa.Parse(z.Origin); !whole {
				continue
			}
			origins = append(origins, z.Origin)
			if name == "" || z.Origin == name {
				found = &Zone{Zone: z, TTL: b.Config.TTL, Serial: b.Snapshot.Serial, Records: b.Records()}
			}
		}
	}
	switch {
	case name == "" && len(origins) > 1:
		return nil, fmt.Errorf("the Corefile has the reverse zones %s, and a zone file holds one: write --zone %s", strings.Join(origins, ", "), origins[0])
	case found == nil:
		return nil, fmt.Errorf("--zone %q is no reverse zone of the Corefile: want one of %s", name, strings.Join(origins, ", "))
	}
	return found, nil
}

// Items returns what is to be written of the zone, or of all if it is nil, and
// what is left out and why.
func (e *Export) Items(z *Zone) (items []Item, left []string, err error) {
	for _, b := range e.Site.Blocks {
		for _, m := range b.Entries() {
			if e.Served && !m.Served() || z != nil && !z.holds(m.Addr) {
				continue
			}
			items = append(items, Item{Mapping: m.Mapping, Pos: m.Pos, Served: m.Served()})
		}
		for _, d := range b.Config.Delegations {
			if z == nil || z.overlaps(d.Prefix) {
				left = append(left, fmt.Sprintf("not carried: the delegation of %s at %s", d.Prefix, d.Pos))
			}
		}
		if e.Generated {
			more, lines, err := generated(b, z)
			if err != nil {
				return nil, nil, err
			}
			items, left = append(items, more...), append(left, lines...)
		}
	}
	slices.SortStableFunc(items, func(a, b Item) int { return a.Addr.Compare(b.Addr) })
	return items, left, nil
}

// holds tells whether the reverse name of the address is below the origin.
func (z *Zone) holds(a netip.Addr) bool {
	_, ok := z.relative(arpa.Name(netip.PrefixFrom(a, a.BitLen())))
	return ok
}

// overlaps tells whether addresses of the prefix are in the zone.
func (z *Zone) overlaps(p netip.Prefix) bool {
	own, _, _ := arpa.Parse(z.Origin)
	return own.Overlaps(p)
}

// generated returns what the templates of a block make. Pools nest, and each
// address is taken from the pool that owns it.
func generated(b *site.Block, z *Zone) (items []Item, left []string, err error) {
	total := 0
	for _, p := range b.Config.Pools {
		if z != nil && !z.overlaps(p.Prefix) {
			continue
		}
		if p.Prefix.Addr().Is6() {
			left = append(left, fmt.Sprintf("not carried: the generated names of the IPv6 pool %s at %s", p.Prefix, p.Pos))
			continue
		}
		if total += 1 << (32 - p.Prefix.Bits()); total > maxGenerated {
			return nil, nil, fmt.Errorf("%s: pool %s: more than %d generated names: write --zone, or export without --generated", p.Pos, p.Prefix, maxGenerated)
		}
		for a := p.Prefix.Addr(); p.Prefix.Contains(a); a = a.Next() {
			answer := b.Lookup(a)
			if answer.Kind != index.Generated || answer.Pool.Prefix != p.Prefix || z != nil && !z.holds(a) {
				continue
			}
			m := rdns.Mapping{Addr: a, Name: site.Names(answer)[0], TTL: answer.Pool.TTL, Class: rdns.Tenant}
			items = append(items, Item{Mapping: m, Pos: p.Pos, Served: true, Generated: true})
		}
	}
	return items, left, nil
}
