package config

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A zoneSet holds the zones of a block.
type zoneSet struct {
	origins []string // in the order written
	pos     map[string]rdns.Position
	nets    map[netip.Prefix]bool // what the reverse zones hold
	unknown bool                  // a zone was not understood, so that one may seem to be missing that is not
}

func newZoneSet() *zoneSet {
	return &zoneSet{pos: make(map[string]rdns.Position), nets: make(map[netip.Prefix]bool)}
}

// add adds a zone, once.
func (z *zoneSet) add(origin string, pos rdns.Position) {
	if _, ok := z.pos[origin]; ok {
		return
	}
	z.origins = append(z.origins, origin)
	z.pos[origin] = pos
	if origin == root || origin == "arpa." {
		for _, p := range everywhere() {
			z.nets[p] = true
		}
	}
	if p, ok := reverseNet(origin); ok {
		z.nets[p] = true
	}
}

// everywhere are the prefixes of the whole address space.
func everywhere() []netip.Prefix {
	return []netip.Prefix{
		netip.PrefixFrom(netip.IPv4Unspecified(), 0),
		netip.PrefixFrom(netip.IPv6Unspecified(), 0),
	}
}

// of returns the zone that name is in: the longest.
func (z *zoneSet) of(name string) (origin string, ok bool) {
	for {
		if _, ok := z.pos[name]; ok {
			return name, true
		}
		if name == root {
			return "", false
		}
		name = parent(name)
	}
}

// covering returns the largest prefix around a that one of our zones holds.
func (z *zoneSet) covering(a netip.Addr) (netip.Prefix, bool) {
	step := 4
	if a.Is4() {
		step = 1 // some are of classless zones
	}
	for bits := 0; bits <= a.BitLen(); bits += step {
		p, _ := a.Prefix(bits) // bits is in range
		if z.nets[p] {
			return p, true
		}
	}
	return netip.Prefix{}, false
}

// outside returns the first address of p that none of our zones holds.
func (z *zoneSet) outside(p netip.Prefix) (netip.Addr, bool) {
	for a := p.Addr(); a.IsValid() && p.Contains(a); {
		net, ok := z.covering(a)
		if !ok {
			return a, true
		}
		a = last(net).Next()
	}
	return netip.Addr{}, false
}

// last returns the last address of p.
func last(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for i := p.Bits(); i < 8*len(b); i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	a, _ := netip.AddrFromSlice(b) // 4 or 16 octets, as before
	return a
}

// readZones takes the zones from the arguments of the directive or else from the
// keys of the server block.
func (p *parser) readZones(keys []string, l line) {
	from := l.args()
	if len(from) == 0 {
		for _, key := range keys {
			from = append(from, word{text: key, pos: l.pos()})
		}
	}
	if len(from) == 0 {
		p.faults.add(l.pos(), "no zone: write the zones as keys of the server block, or behind %s", directive)
	}
	p.zones.unknown = len(from) == 0
	tiny := tinyZones{}
	for _, w := range from {
		p.readZone(w, &tiny)
	}
	p.reportTiny(tiny)
}

// readZone adds the zones that a word stands for.
func (p *parser) readZone(w word, tiny *tinyZones) {
	if w.text == "" {
		p.zones.unknown = true
		return
	}
	origins, err := expand(w.text)
	if err != nil {
		p.faults.add(w.pos, "%w", err)
		p.zones.unknown = true
		return
	}
	for _, origin := range origins {
		if net, whole, ok := arpa.Parse(origin); ok && whole && net.IsSingleIP() {
			tiny.add(origin, net, w.pos)
			continue
		}
		p.zones.add(origin, w.pos)
	}
}

// checkRoots refuses the zones that belong to everybody, unless the block is for
// all addresses anyway.
func (p *parser) checkRoots() {
	for _, origin := range p.zones.origins {
		if origin == root || origin == "arpa." {
			p.faults.add(p.zones.pos[origin], "zone %q is far above all reverse zones: for all addresses write the zones in-addr.arpa and ip6.arpa", origin)
			p.zones.unknown = true
		}
	}
	for _, pool := range p.pools {
		if pool.everything {
			return
		}
	}
	for _, origin := range p.zones.origins {
		switch origin {
		case "in-addr.arpa.", "ip6.arpa.":
			p.faults.add(p.zones.pos[origin], "zone %q belongs to everybody: write the zones of your own prefixes, as keys of the server block or behind %s; or a pool for all addresses with the property everything", origin, directive)
			p.zones.unknown = true
		}
	}
}
