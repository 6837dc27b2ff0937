package config

import (
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A group is all pools that spell their names alike: those of one template and
// one family. What a template decides is decided once for all of them, so that
// thousands of pools with one template cost no more than one.
type group struct {
	pools  []*pool
	full   bool   // each name has the whole address, so that none is in two pools
	head   string // the literal text that all names begin with
	tail   string // the literal text that all names end with
	suffix string // the literal labels at their end
	labels int
	order  int // in the file
}

// groupKey is what the pools of a group have in common.
type groupKey struct {
	template string
	is4      bool
}

// groups holds all groups of a block.
type groups struct {
	all      []*group            // in the order of the file
	bySuffix map[string][]*group // by the literal labels at the end of their names
}

// groupPools puts the pools with forward data into groups.
func groupPools(pools []*pool) *groups {
	gs := &groups{bySuffix: make(map[string][]*group)}
	known := make(map[groupKey]*group)
	for _, pool := range pools {
		if !pool.generates() {
			continue
		}
		key := groupKey{pool.Pattern.Template().String(), pool.Prefix.Addr().Is4()}
		g := known[key]
		if g == nil {
			g = newGroup(pool.Pattern, len(gs.all))
			known[key] = g
			gs.all = append(gs.all, g)
			gs.bySuffix[g.suffix] = append(gs.bySuffix[g.suffix], g)
		}
		g.full = g.full && pool.Pattern.Full()
		g.pools = append(g.pools, pool)
		pool.group = g
	}
	return gs
}

func newGroup(pattern *hostname.Pattern, order int) *group {
	text := pattern.Template().String()
	return &group{
		full:   true,
		head:   text[:strings.IndexByte(text, '{')],
		tail:   text[strings.LastIndexByte(text, '}')+1:],
		suffix: pattern.Suffix(),
		labels: pattern.Labels(),
		order:  order,
	}
}
