package config

import (
	"fmt"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// tinyZones collects the zones of a single address. Nobody delegates such zones,
// but CoreDNS makes them of a key that ends inside the last label: 128 of them of
// 192.0.2.0/25. They are reported by the zone that was meant.
type tinyZones []*tinyZone

// A tinyZone is all zones of one address inside one that can be delegated.
type tinyZone struct {
	enclosing netip.Prefix
	first     string // origin
	count     int
	pos       rdns.Position
}

// add counts the zone of the address net.
func (t *tinyZones) add(origin string, net netip.Prefix, pos rdns.Position) {
	enclosing := arpa.Enclosing(net)
	for _, zone := range *t {
		if zone.enclosing == enclosing {
			zone.count++
			return
		}
	}
	*t = append(*t, &tinyZone{enclosing: enclosing, first: origin, count: 1, pos: pos})
}

// reportTiny reports the zones, and goes on with those that enclose them.
func (p *parser) reportTiny(zones tinyZones) {
	for _, z := range zones {
		origin := arpa.Name(z.enclosing)
		p.faults.add(z.pos, "%s: write the enclosing zone, %s or %s", z.describe(), z.enclosing, origin)
		p.zones.add(origin, z.pos)
	}
}

func (z *tinyZone) describe() string {
	if z.count == 1 {
		return "zone " + z.first + " holds one address only"
	}
	length := "/25 to /32"
	if z.enclosing.Addr().Is6() {
		length = "/125 to /128"
	}
	return fmt.Sprintf("%d zones hold one address each (a prefix from %s is expanded so), the first is %s", z.count, length, z.first)
}
