package config

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// ptr reads "ptr ADDRESS NAME... [TTL]".
func (p *parser) ptr(l line) {
	args := l.args()
	names, ttl, ok := p.namesTTL(l, args[1:])
	addr, known := p.address(args[0])
	if !ok || !known {
		return
	}
	for _, w := range names {
		if name, ok := p.hostName(w, "ptr"); ok {
			p.addMapping(l.pos(), rdns.Mapping{Addr: addr, Name: name, TTL: ttl, Class: rdns.Operator})
		}
	}
}

// namesTTL splits names from the time to live behind them, a word of digits.
func (p *parser) namesTTL(l line, words []word) (names []word, ttl uint32, ok bool) {
	n := len(words) - 1
	if !isNumber(words[n].text) {
		return words, 0, true
	}
	if n == 0 {
		p.faults.add(l.pos(), "ptr: the name is missing: write ptr ADDRESS NAME... [TTL]")
		return nil, 0, false
	}
	ttl, ok = p.seconds(words[n])
	return words[:n], ttl, ok
}

// addMapping adds one name of an address.
func (p *parser) addMapping(pos rdns.Position, m rdns.Mapping) {
	key := rdns.Mapping{Addr: m.Addr, Name: m.Name}
	if first, ok := p.mapped[key]; ok {
		p.faults.add(pos, "ptr %s %s stands already in %s: remove one", m.Addr, m.Name, first)
		return
	}
	p.mapped[key] = pos
	p.block.Mappings = append(p.block.Mappings, Mapping{Mapping: m, Pos: pos})
}

// checkMappings judges the inline mappings: the address is ours, and it has no
// more names than the block allows.
func (p *parser) checkMappings() {
	count := make(map[netip.Addr]int)
	for _, m := range p.block.Mappings {
		count[m.Addr]++
		if count[m.Addr] == 1 && !p.zones.unknown {
			p.checkInside(m)
		}
		if n := count[m.Addr]; n == p.block.Names+1 {
			p.tooMany(m)
		}
	}
}

// checkInside reports an address outside our zones.
func (p *parser) checkInside(m Mapping) {
	if _, ok := p.zones.covering(m.Addr); ok {
		return
	}
	bits := 24
	if m.Addr.Is6() {
		bits = 48
	}
	around, _ := m.Addr.Prefix(bits) // bits is in range
	p.faults.add(m.Pos, "ptr: %s is outside our zones: add the zone %s or one around it, or remove the line", m.Addr, arpa.Name(around))
}

// tooMany reports the first name that is one too many.
func (p *parser) tooMany(m Mapping) {
	all := 0
	for _, other := range p.block.Mappings {
		if other.Addr == m.Addr {
			all++
		}
	}
	if all > maxNames {
		p.faults.add(m.Pos, "ptr: %s has %d names, and at most %d are possible: remove some", m.Addr, all, maxNames)
		return
	}
	p.faults.add(m.Pos, "ptr: %s has %d names, and names allows %d: remove some, or write names %d", m.Addr, all, p.block.Names, all)
}
