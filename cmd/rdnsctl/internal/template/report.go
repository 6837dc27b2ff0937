package template

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/reputation"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A Report is what a template makes of a prefix. Its JSON is documented in the
// manual.
type Report struct {
	Version  int    `json:"version"`
	Template string `json:"template"`
	Prefix   string `json:"prefix"`
	// Fault is why the template cannot be used with the prefix at all; the rest
	// is empty then.
	Fault   string  `json:"fault,omitempty"`
	Names   []Name  `json:"names"`
	Inverse Inverse `json:"inverse"`
	Longest Longest `json:"longest"`
	Traps   []Trap  `json:"traps"`
}

// A Name is what one address is called.
type Name struct {
	Which   string `json:"which"` // first, last or random
	Address string `json:"address"`
	Name    string `json:"name"`
}

// An Inverse says whether each name has one address.
type Inverse struct {
	Proven bool   `json:"proven"`
	Reason string `json:"reason,omitempty"` // names two addresses of one name
}

// Longest has the lengths of the longest name and label, in octets. 255 and 63
// are allowed, counting as DNS does.
type Longest struct {
	Name  int `json:"name"`
	Label int `json:"label"`
}

// A Trap is what a mail receiver makes of the names.
type Trap struct {
	Family  string `json:"family"`
	Why     string `json:"why"`
	Example string `json:"example"`
}

// Sound tells whether the template may stand in a pool line as it is.
func (r *Report) Sound() bool { return r.Fault == "" && r.Inverse.Proven }

// Examine binds the template to the prefix. n is how many random addresses to
// show, which random chooses.
func Examine(t *hostname.Template, prefix netip.Prefix, n int, random *rand.Rand) *Report {
	r := &Report{Version: 1, Template: t.String(), Prefix: prefix.String(), Names: []Name{}, Traps: []Trap{}}
	p, err := t.Bind(prefix)
	if err != nil {
		r.Fault = err.Error()
		return r
	}
	r.show(p, n, random)
	r.invert(p)
	for _, name := range r.Names {
		r.measure(name.Name)
		r.trap(name.Name)
	}
	return r
}

// show adds the names of the first and the last address, between which lie all
// others, and of random ones.
func (r *Report) show(p *hostname.Pattern, n int, random *rand.Rand) {
	prefix := p.Prefix()
	r.name(p, "first", prefix.Addr())
	r.name(p, "last", lastAddr(prefix))
	for range n {
		r.name(p, "random", randomAddr(prefix, random))
	}
}

func (r *Report) name(p *hostname.Pattern, which string, a netip.Addr) {
	for _, before := range r.Names {
		if before.Address == a.String() {
			return // a short prefix
		}
	}
	r.Names = append(r.Names, Name{which, a.String(), string(p.Append(nil, a))})
}

// invert proves the way back, and then goes it: the proof is about all
// addresses, the walk is what a server does.
func (r *Report) invert(p *hostname.Pattern) {
	if err := p.Injective(); err != nil {
		r.Inverse.Reason = err.Error()
		return
	}
	for _, n := range r.Names {
		if a, ok := p.Decode(n.Name); !ok || a.String() != n.Address {
			r.Inverse.Reason = fmt.Sprintf("%q does not lead back to %s", n.Name, n.Address)
			return
		}
	}
	r.Inverse.Proven = true
}

// measure counts as the wire does: a length in front of each label, and the
// root. The last address has the longest name.
func (r *Report) measure(name string) {
	r.Longest.Name = max(r.Longest.Name, len(name)+1)
	for label := range strings.SplitSeq(name, ".") {
		r.Longest.Label = max(r.Longest.Label, len(label))
	}
}

// trap adds the traps that the name falls into, each family once.
func (r *Report) trap(name string) {
	for _, t := range reputation.Traps(name) {
		known := false
		for _, before := range r.Traps {
			known = known || before.Family == t.Family
		}
		if !known {
			r.Traps = append(r.Traps, Trap{t.Family, t.Why, name})
		}
	}
}

// lastAddr returns the last address of the prefix.
func lastAddr(p netip.Prefix) netip.Addr {
	return fill(p, func() byte { return 0xff })
}

func randomAddr(p netip.Prefix, random *rand.Rand) netip.Addr {
	return fill(p, func() byte { return byte(random.Uint32()) })
}

// fill sets the bits behind the prefix.
func fill(p netip.Prefix, octet func() byte) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for i := range b {
		fixed := min(max(p.Bits()-8*i, 0), 8)
		b[i] |= octet() & (0xff >> fixed)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}
