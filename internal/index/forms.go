package index

import (
	"net/netip"
	"strings"

	"github.com/gaissmai/bart"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A form reads generated names back. All pools with the same template share
// one, unless the template leaves out bits that only the pool's prefix knows.
type form struct {
	pattern *hostname.Pattern // of one of the pools
	wide    *hostname.Pattern // of all addresses of the family, when pools share the form
	prefix  netip.Prefix      // whose addresses have such names
	owned   bart.Lite         // those that have
}

// A shape gathers the forms whose names have the same number of labels, the
// same number of which, at the end, are literal: those are the key.
type shape struct {
	labels int
	suffix int
	forms  map[string][]*form
}

// addForms enters the pools that answer forwards into their forward zones.
func (f *Frame) addForms(pools []*Pool) {
	shared := make(map[string]*form)
	for _, p := range pools {
		if !p.Forward || len(p.owned) == 0 {
			continue
		}
		key := p.Pattern.Template().String()
		if p.Prefix.Addr().Is4() {
			key = "4 " + key
		}
		if p.form = shared[key]; p.form == nil || !p.Pattern.Full() {
			p.form = newForm(p)
			shared[key] = p.form
			f.addForm(p)
		}
		for _, o := range p.owned {
			p.form.owned.Insert(o)
		}
	}
}

// newForm returns the form of a pool and, if its template prints the whole
// address, of all others with that template.
func newForm(p *Pool) *form {
	f := &form{pattern: p.Pattern, prefix: p.Prefix}
	if !p.Pattern.Full() {
		return f
	}
	everything := netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	if p.Prefix.Addr().Is4() {
		everything = netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	}
	f.prefix = everything
	f.wide, _ = p.Pattern.Template().Bind(everything) // it may be that only the pools' own names are legal
	return f
}

func (f *Frame) addForm(p *Pool) {
	suffix := p.Pattern.Suffix()
	z := f.zoneOf(suffix)
	if z == nil {
		return // config refuses that
	}
	if suffix != z.Origin {
		z.node(suffix)
	}
	s := z.shape(p.Pattern.Labels(), countLabels(suffix))
	s.forms[suffix] = append(s.forms[suffix], p.form)
}

func (z *Zone) shape(labels, suffix int) *shape {
	for _, s := range z.shapes {
		if s.labels == labels && s.suffix == suffix {
			return s
		}
	}
	s := &shape{labels, suffix, make(map[string][]*form)}
	z.shapes = append(z.shapes, s)
	return s
}

// generated returns the address that a name of the zone was generated from.
func (f *Frame) generated(z *Zone, n *plain, name string) (netip.Addr, *Pool) {
	for _, s := range z.shapes {
		if s.labels != n.labels {
			continue
		}
		for _, form := range s.forms[string(n.suffix(s.suffix))] {
			a, ok := form.pattern.Decode(name)
			if !ok {
				continue
			}
			if p := f.pool(a); p != nil && p.form == form {
				return a, p
			}
		}
	}
	return netip.Addr{}, nil
}

// above reports whether generated names lie below a name of the zone.
func (z *Zone) above(n *plain, name string) bool {
	for _, s := range z.shapes {
		if n.labels <= s.suffix || n.labels >= s.labels {
			continue
		}
		for _, form := range s.forms[string(n.suffix(s.suffix))] {
			if form.above(name) {
				return true
			}
		}
	}
	return false
}

func (f *form) above(name string) bool {
	pattern := f.pattern
	if f.wide != nil {
		pattern = f.wide
	} else if pattern.Full() {
		return true // not known better; NODATA hides nothing
	}
	value, mask, ok := pattern.Partial(name)
	if !ok {
		return false
	}
	if p, ok := leading(value, mask, f.prefix); ok {
		return f.owned.OverlapsPrefix(p)
	}
	return f.scan(value, mask)
}

// leading returns the prefix that the fixed bits make up, with those of the
// form's prefix, if they are the first bits of the address.
func leading(value, mask netip.Addr, known netip.Prefix) (netip.Prefix, bool) {
	v, m, k := value.AsSlice(), mask.AsSlice(), known.Addr().AsSlice()
	bits, ended := 0, false
	for i := range 8 * len(v) {
		at, bit := i/8, byte(0x80)>>(i%8)
		switch {
		case m[at]&bit != 0 && ended:
			return netip.Prefix{}, false
		case m[at]&bit != 0:
			bits++
		case i < known.Bits() && !ended:
			v[at] = v[at]&^bit | k[at]&bit
			bits++
		default:
			ended = true
		}
	}
	addr, _ := netip.AddrFromSlice(v)
	return netip.PrefixFrom(addr, bits), true
}

// scan looks for an address among those that have names.
func (f *form) scan(value, mask netip.Addr) bool {
	seen := 0
	for o := range f.owned.All() {
		if seen++; seen > maxScan || overlap(o, value, mask) {
			return true
		}
	}
	return false
}

// overlap reports whether an address of the prefix has the bits of value where
// mask is set.
func overlap(p netip.Prefix, value, mask netip.Addr) bool {
	have, want, care := p.Addr().As16(), value.As16(), mask.As16()
	fixed := p.Bits()
	if p.Addr().Is4() {
		fixed += 96
	}
	for i := range 16 {
		known := byte(0xff)
		if left := fixed - 8*i; left <= 0 {
			return true
		} else if left < 8 {
			known <<= 8 - left
		}
		if (have[i]^want[i])&care[i]&known != 0 {
			return false
		}
	}
	return true
}

// below reports whether name is suffix or lies below it.
func below(name, suffix string) bool {
	return strings.HasSuffix(name, suffix) && (len(name) == len(suffix) || name[len(name)-len(suffix)-1] == '.')
}
