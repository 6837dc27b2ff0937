package manager

import (
	"cmp"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A claim is a mapping with the place it came from.
type claim struct {
	rdns.Mapping
	from  int // number of the source, -1 for the Corefile itself
	index int // in the source
}

// A resolution says which mappings are served.
type resolution struct {
	served    []rdns.Mapping // ascending by address, those of one address in order
	addresses int
	shadowed  int
	outside   int
	reports   []error // of shadowed and outside mappings, bounded
}

// resolve decides between the mappings of each address: the strongest class
// wins it, within a class the order of the Corefile and then of the lines. Up
// to `names` different names of the winning class are kept.
func (b *Block) resolve() *resolution {
	r := new(resolution)
	claims := b.claims(r)
	order := func(x, y claim) int {
		return cmp.Or(x.Addr.Compare(y.Addr), -cmp.Compare(x.Class, y.Class))
	}
	if !slices.IsSortedFunc(claims, order) {
		slices.SortStableFunc(claims, order)
	}
	r.served = make([]rdns.Mapping, 0, len(claims))
	for len(claims) > 0 {
		n := 1
		for n < len(claims) && claims[n].Addr == claims[0].Addr {
			n++
		}
		b.choose(r, claims[:n])
		claims = claims[n:]
	}
	return r
}

// claims gathers the mappings of all sources for addresses in our zones.
func (b *Block) claims(r *resolution) []claim {
	total := len(b.Config.Mappings)
	for _, f := range b.mappings {
		total += len(f.good.Mappings)
	}
	claims := make([]claim, 0, total)
	add := func(c claim) {
		if cut, ok := b.frame.Serves(c.Addr); ok {
			claims = append(claims, c)
		} else if r.outside++; cut == "" {
			b.report(r, c, "%s is in none of our zones: %q is not served", c.Addr, c.Name)
		} else {
			b.report(r, c, "%s is delegated away at %q: %q is not served", c.Addr, cut, c.Name)
		}
	}
	for i, m := range b.Config.Mappings {
		add(claim{m.Mapping, -1, i})
	}
	for n, f := range b.mappings {
		for i, m := range f.good.Mappings {
			add(claim{m, n, i})
		}
	}
	return claims
}

// choose serves the first claims of one address; they are sorted.
func (b *Block) choose(r *resolution, claims []claim) {
	first := len(r.served)
	r.addresses++
	for _, c := range claims {
		winner := claims[0]
		served := r.served[first:]
		same := func(m rdns.Mapping) bool { return m.Name == c.Name }
		if len(served) < b.Config.Names && c.Class == winner.Class && !slices.ContainsFunc(served, same) {
			r.served = append(r.served, c.Mapping)
			continue
		}
		r.shadowed++
		b.report(r, c, "%s already has the name %q from %s: %q is not served", c.Addr, winner.Name, b.place(winner), c.Name)
	}
}

// report words what happened to a claim, as long as there are not too many.
func (b *Block) report(r *resolution, c claim, format string, args ...any) {
	if len(r.reports) < maxReports {
		r.reports = append(r.reports, b.place(c).Errorf(format, args...))
	}
}

// place tells where a claim was written.
func (b *Block) place(c claim) rdns.Position {
	if c.from < 0 {
		return b.Config.Mappings[c.index].Pos
	}
	f := b.mappings[c.from]
	return rdns.Position{File: f.path, Line: f.good.Line(c.index)}
}

// log reports what is not served. What the publication before has reported is
// not said again.
func (r *resolution) log(log Log, said map[string]bool) map[string]bool {
	now := make(map[string]bool)
	for _, err := range r.reports {
		text := err.Error()
		if now[text] = true; !said[text] {
			log.Warningf("mappings: %s", text)
		}
	}
	if more := r.shadowed + r.outside - len(r.reports); more > 0 {
		log.Warningf("mappings: %d more that are not served", more)
	}
	return now
}
