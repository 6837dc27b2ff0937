package manager

import (
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// choose decides between the claims to an address, which are sorted. Up to
// `names` different names of the winning class are kept. A name that looks
// spoofed wins nothing. It reports whether the address is in our zones.
func (d *draft) choose(a netip.Addr) (inside bool) {
	cut, inside := d.block.frame.Serves(a)
	if !inside {
		d.leaveOut(cut)
		return false
	}
	var first *claim
	taken := 0
	for i := range d.claims {
		c := &d.claims[i]
		if first != nil && (taken == d.block.Config.Names || c.Class != first.Class || named(d.claims[:i], c.Name)) {
			c.state = rdns.NewState(rdns.Accepted, rdns.Shadowed)
			if was := d.published(c); was == nil || was.outside || was.state.Fate() != rdns.Shadowed {
				d.findings.hide(c, first, "")
			}
			continue
		}
		look := d.look(c)
		c.state = rdns.NewState(look, rdns.Decide(look, rdns.Unchecked, rdns.Free))
		if look == rdns.Refused {
			continue
		}
		if taken++; first == nil {
			first = c
		}
	}
	return true
}

// leaveOut reports the claims to an address that nobody asks us about.
func (d *draft) leaveOut(cut string) {
	for i := range d.claims {
		c := &d.claims[i]
		c.state = 0
		if was := d.published(c); was == nil || !was.outside {
			d.findings.hide(c, nil, cut)
		}
	}
}

// published returns the claim as it was published, or nil.
func (d *draft) published(c *claim) *claim {
	for i := range d.old {
		if o := &d.old[i]; o.from == c.from && o.Name == c.Name {
			return o
		}
	}
	return nil
}

// named reports whether one of the claims has the name already.
func named(claims []claim, name string) bool {
	return slices.ContainsFunc(claims, func(c claim) bool {
		return c.Name == name && c.state.Look() != rdns.Refused && c.state.Fate() != rdns.Shadowed
	})
}
