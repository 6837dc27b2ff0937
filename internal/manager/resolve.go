package manager

import (
	"cmp"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A claim is a mapping with the place it came from and what becomes of it. Its
// Owner is the effective one.
type claim struct {
	rdns.Mapping
	from  int32 // number of the source, -1 for the Corefile itself
	index int32 // in the source
	state rdns.State
}

// A resolution is what the sources of a block come to.
type resolution struct {
	claims  []claim // ascending by address, those of one address in order
	outside int
	hidden  int     // shadowed and outside mappings
	reports []error // of those, bounded
	judged  []error // about looks, bounded
	unsaid  int     // what judged has no room for
}

// resolve gathers the mappings of the block and decides between those of each
// address: the strongest class wins it, within a class the order of the Corefile
// and then of the lines. Up to `names` different names of the winning class are
// kept. A name that looks spoofed wins nothing.
func (b *Block) resolve() *resolution {
	r := new(resolution)
	b.gather(r)
	order := func(x, y claim) int {
		return cmp.Or(x.Addr.Compare(y.Addr), -cmp.Compare(x.Class, y.Class))
	}
	if !slices.IsSortedFunc(r.claims, order) {
		slices.SortStableFunc(r.claims, order)
	}
	for rest := r.claims; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Addr == rest[0].Addr {
			n++
		}
		b.choose(r, rest[:n])
		rest = rest[n:]
	}
	return r
}

// gather finds the mappings of all sources for addresses in our zones.
func (b *Block) gather(r *resolution) {
	total := len(b.Config.Mappings)
	for _, f := range b.mappings {
		total += len(f.good.Mappings)
	}
	r.claims = make([]claim, 0, total)
	add := func(c claim) {
		if cut, ok := b.frame.Serves(c.Addr); ok {
			c.Owner = b.manager.rules.owners.Effective(c.Mapping)
			r.claims = append(r.claims, c)
		} else if r.outside++; cut == "" {
			b.report(r, &c, "%s is in none of our zones: %q is not served", c.Addr, c.Name)
		} else {
			b.report(r, &c, "%s is delegated away at %q: %q is not served", c.Addr, cut, c.Name)
		}
	}
	for i, m := range b.Config.Mappings {
		add(claim{Mapping: m.Mapping, from: -1, index: int32(i)}) //nolint:gosec // lines of a Corefile
	}
	for n, f := range b.mappings {
		for i, m := range f.good.Mappings {
			add(claim{Mapping: m, from: int32(n), index: int32(i)}) //nolint:gosec // files of at most 2 GiB
		}
	}
}

// choose decides between the claims of one address, which are sorted. A name that
// is refused takes nothing, and one that is refused until it matches only what
// others leave.
func (b *Block) choose(r *resolution, claims []claim) {
	s := slots{names: b.Config.Names}
	for i := range claims {
		c := &claims[i]
		if !s.room(c) {
			b.shadow(r, c, s.first)
			continue
		}
		look := b.look(r, c)
		c.state = rdns.NewState(look, rdns.Decide(look, rdns.Unchecked, rdns.Free))
		if look < rdns.Unmatched {
			s.take(c)
		}
	}
	for i := range claims {
		c := &claims[i]
		switch {
		case c.state.Look() != rdns.Unmatched:
		case s.room(c):
			s.take(c)
		default:
			b.shadow(r, c, s.first)
		}
	}
}

// shadow leaves a claim without the address, which the first one has.
func (b *Block) shadow(r *resolution, c, first *claim) {
	c.state = rdns.NewState(rdns.Accepted, rdns.Shadowed)
	b.report(r, c, "%s already has the name %q from %s: %q is not served", c.Addr, first.Name, b.place(first), c.Name)
}

// slots are the names that one address may have.
type slots struct {
	names int
	taken []*claim
	first *claim
}

// room reports whether a claim may still have the address.
func (s *slots) room(c *claim) bool {
	if s.first == nil {
		return true
	}
	same := func(t *claim) bool { return t.Name == c.Name }
	return len(s.taken) < s.names && c.Class == s.first.Class && !slices.ContainsFunc(s.taken, same)
}

func (s *slots) take(c *claim) {
	if s.taken = append(s.taken, c); s.first == nil {
		s.first = c
	}
}

// report words what happened to a claim, as long as there are not too many.
func (b *Block) report(r *resolution, c *claim, format string, args ...any) {
	r.hidden++
	if len(r.reports) < maxReports {
		r.reports = append(r.reports, b.place(c).Errorf(format, args...))
	}
}

// place tells where a claim was written.
func (b *Block) place(c *claim) rdns.Position {
	if c.from < 0 {
		return b.Config.Mappings[c.index].Pos
	}
	f := b.mappings[c.from]
	return rdns.Position{File: f.path, Line: f.good.Line(int(c.index))}
}

// log reports what is not served, and what was judged. What the publication
// before has reported is not said again.
func (r *resolution) log(m *Manager, said map[string]bool) map[string]bool {
	now := make(map[string]bool)
	unsaid := r.hidden - len(r.reports) + r.unsaid
	say := func(text string) {
		if !m.reports.AllowN(m.now(), 1) {
			unsaid++
			return
		}
		m.log.Warningf("mappings: %s", text)
	}
	for _, err := range r.reports {
		text := err.Error()
		if now[text] = true; !said[text] {
			say(text)
		}
	}
	for _, err := range r.judged {
		say(err.Error())
	}
	if unsaid > 0 {
		m.log.Warningf("mappings: %d more that are not served, or whose look was objected to", unsaid)
	}
	return now
}
