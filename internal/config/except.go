package config

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// An exception is a prefix without generated names.
type exception struct {
	prefix netip.Prefix
	pos    rdns.Position
}

// except reads "except PREFIX...".
func (p *parser) except(l line) {
	for _, w := range l.args() {
		if prefix, ok := p.prefix(w); ok {
			p.addException(exception{prefix, w.pos})
		}
	}
}

func (p *parser) addException(e exception) {
	for _, before := range p.exceptions {
		if before.prefix == e.prefix {
			p.faults.add(e.pos, "except %s stands already in %s: remove one", e.prefix, before.pos)
			return
		}
	}
	p.exceptions = append(p.exceptions, e)
}

// checkExceptions finds exceptions that do nothing and pools that do nothing
// because of one. Both are slips: a digit, or a pool that was given up.
func (p *parser) checkExceptions() {
	for _, e := range p.exceptions {
		touches := false
		for _, pool := range p.pools {
			touches = touches || pool.Prefix.Overlaps(e.prefix)
			if e.holds(pool.Prefix) {
				p.faults.add(e.pos, "except %s leaves nothing of the pool %s in %s: remove one, or write a longer prefix", e.prefix, pool.Prefix, pool.Pos)
			}
		}
		if !touches {
			p.faults.add(e.pos, "except %s touches no pool: remove it, or write a prefix inside one", e.prefix)
		}
	}
}

// holds tells whether all addresses of prefix are excepted.
func (e exception) holds(prefix netip.Prefix) bool {
	return e.prefix.Bits() <= prefix.Bits() && e.prefix.Overlaps(prefix)
}

// excepted tells whether a has no generated name because of an exception or a
// delegation.
func (p *parser) excepted(a netip.Addr) bool {
	if p.delegatedAt(a) != nil {
		return true
	}
	for _, e := range p.exceptions {
		if e.prefix.Contains(a) {
			return true
		}
	}
	return false
}
