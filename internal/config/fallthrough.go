package config

import "strings"

// fallThrough reads "fallthrough [ZONE...]".
func (p *parser) fallThrough(l line) {
	f := &Fallthrough{Pos: l.pos()}
	for _, w := range l.args() {
		origins, err := expand(w.text)
		if err != nil {
			p.faults.add(w.pos, "fallthrough: %w", err)
			continue
		}
		f.Zones = append(f.Zones, origins...)
	}
	p.block.Fallthrough = f
}

// checkFallthrough judges the zones of the fallthrough line: each is one of ours,
// or has to do with one.
func (p *parser) checkFallthrough() {
	if p.block.Fallthrough == nil || p.zones.unknown {
		return
	}
	for _, name := range p.block.Fallthrough.Zones {
		if !p.related(name) {
			p.faults.add(p.block.Fallthrough.Pos, "fallthrough: %q is neither one of our zones nor above or below one: remove it, or write one of %s", name, strings.Join(p.zones.origins, " "))
		}
	}
}

// related tells whether name is at, above or below one of our zones.
func (p *parser) related(name string) bool {
	if _, ok := p.zones.of(name); ok {
		return true
	}
	for _, origin := range p.zones.origins {
		if within(origin, name) {
			return true
		}
	}
	return false
}
