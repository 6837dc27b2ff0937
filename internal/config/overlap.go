package config

import (
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// checkOverlap proves that no generated name stands for two addresses of
// different pools. All pairs of pools count, but most are never looked at:
//
//   - Pools of one group whose names have the whole address share none.
//   - Groups share names only if the literal end of one is within that of the
//     other, and if their texts agree as far as both are literal.
//   - A group of whole addresses is stood for by its template on all addresses.
//
// What is left is compared pair by pair.
func (p *parser) checkOverlap(gs *groups) {
	clash := make(map[*pool]bool)
	for _, g := range gs.all {
		if !g.full {
			p.compare(g, g, clash)
		}
		for _, suffix := range above(g.suffix) {
			for _, other := range gs.bySuffix[suffix] {
				if suffix != g.suffix || other.order < g.order {
					p.compareGroups(other, g, clash)
				}
			}
		}
	}
}

// compareGroups compares the pools of two groups, if they can share a name.
func (p *parser) compareGroups(a, b *group, clash map[*pool]bool) {
	if a.differs(b) {
		return
	}
	for _, pa := range a.widest() {
		for _, pb := range b.widest() {
			if _, overlap := pa.Overlap(pb); overlap {
				p.compare(a, b, clash)
				return
			}
		}
	}
}

// differs tells whether the texts of the templates are enough to see that the
// groups share no name.
func (g *group) differs(other *group) bool {
	return g.labels != other.labels ||
		!strings.HasPrefix(g.head, other.head) && !strings.HasPrefix(other.head, g.head) ||
		!strings.HasSuffix(g.tail, other.tail) && !strings.HasSuffix(other.tail, g.tail)
}

// widest returns patterns that have all names of the group: one for all
// addresses, if the template can be bound to them and still means the same; else
// those of the pools.
func (g *group) widest() []*hostname.Pattern {
	if all := g.everywhere(); all != nil {
		return []*hostname.Pattern{all}
	}
	var patterns []*hostname.Pattern
	for _, pool := range g.pools {
		patterns = append(patterns, pool.Pattern)
	}
	return patterns
}

// everywhere returns the template of the group on all addresses, or nil.
func (g *group) everywhere() *hostname.Pattern {
	if !g.full || len(g.pools) == 1 {
		return nil
	}
	first := g.pools[0]
	all, _ := first.Prefix.Addr().Prefix(0) // 0 is in range
	pattern, err := first.Pattern.Template().Bind(all)
	if err != nil || !pattern.Full() {
		return nil
	}
	return pattern
}

// compare compares each pool of a with each of b, and reports each pool at most
// once.
func (p *parser) compare(a, b *group, clash map[*pool]bool) {
	for _, pa := range a.pools {
		for _, pb := range b.pools {
			if a == b && pb.order <= pa.order {
				continue // a pair is compared once, and nothing with itself
			}
			if name, overlap := pa.Pattern.Overlap(pb.Pattern); overlap {
				p.reportOverlap(pa, pb, name, clash)
			}
		}
	}
}

// reportOverlap reports two pools that share a name at the later one.
func (p *parser) reportOverlap(a, b *pool, name string, clash map[*pool]bool) {
	if b.order < a.order {
		a, b = b, a
	}
	if clash[b] {
		return
	}
	clash[b] = true
	p.faults.add(b.Pos, "pool %s: the name %q can stand for an address of it and for one of the pool %s in %s: let the templates differ in a literal label, print the whole address in both, or write forward off", b.Prefix, name, a.Prefix, a.Pos)
}
