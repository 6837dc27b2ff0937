package manager

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// choose decides between the claims to an address, which are sorted. A name that
// is refused takes nothing, and one that is refused until it matches only what
// others leave. It reports whether the address is in our zones.
func (d *draft) choose(a netip.Addr) (inside bool) {
	if !d.served.Contains(a) {
		cut, inside := d.block.frame.Serves(a)
		if !inside {
			d.leaveOut(cut)
			return false
		}
		d.expand(a)
	}
	s := slots{names: d.block.Config.Names, taken: d.slots[:0]}
	for i := range d.claims {
		c := &d.claims[i]
		if !s.room(c) {
			d.shadow(c, s.first)
			continue
		}
		look := d.look(c)
		c.state = rdns.NewState(look, rdns.Decide(look, rdns.Unchecked, rdns.Free))
		if look < rdns.Unmatched {
			s.take(c)
		}
	}
	for i := range d.claims {
		c := &d.claims[i]
		switch {
		case c.state.Look() != rdns.Unmatched:
		case s.room(c):
			s.take(c)
		default:
			d.shadow(c, s.first)
		}
	}
	d.slots = s.taken
	return true
}

// expand finds out for which addresses around one of ours the same holds. Where
// that is none, nobody looks again.
func (d *draft) expand(a netip.Addr) {
	if !d.scattered {
		p, ok := d.block.frame.ServesAll(a)
		d.served, d.scattered = p, !ok
	}
}

// shadow leaves a claim without the address, which the first one has. That is
// reported when it is new.
func (d *draft) shadow(c, first *claim) {
	c.state = rdns.NewState(rdns.Accepted, rdns.Shadowed)
	if was := d.claimed(c); was == nil || was.outside || was.state.Fate() != rdns.Shadowed {
		d.findings.hide(c, first, "")
	}
}

// leaveOut reports the claims to an address that nobody asks us about.
func (d *draft) leaveOut(cut string) {
	for i := range d.claims {
		c := &d.claims[i]
		c.state = 0
		if was := d.claimed(c); was == nil || !was.outside {
			d.findings.hide(c, nil, cut)
		}
	}
}

// claimed returns the claim as it was published, or nil.
func (d *draft) claimed(c *claim) *claim {
	same := d.published(c.Name)
	for i := range same {
		if same[i].from == c.from {
			return &same[i]
		}
	}
	return nil
}

// published returns what the address had of a name in the last publication.
func (d *draft) published(name string) []claim {
	if len(d.old) > 0 && len(d.byName) == 0 {
		d.byName = append(d.byName, d.old...)
		slices.SortStableFunc(d.byName, func(x, y claim) int { return strings.Compare(x.Name, y.Name) })
	}
	i, _ := slices.BinarySearchFunc(d.byName, name, func(c claim, name string) int { return strings.Compare(c.Name, name) })
	n := i
	for n < len(d.byName) && d.byName[n].Name == name {
		n++
	}
	return d.byName[i:n]
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
