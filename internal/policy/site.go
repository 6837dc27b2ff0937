package policy

import "net/netip"

// A Site is what a policy has to know of the addresses and names that are served
// beside the judged ones. It may differ from one server block to the next, and
// changes with the data; the rest of a policy does not. Each function may be nil.
type Site struct {
	// Generated returns the generated name of an address.
	Generated func(netip.Addr) (name string, ok bool)
	// Record tells whether we hold an address record at a name of our own zones, in
	// lower case and with the final dot, that has the address.
	Record func(name string, addr netip.Addr) bool
	// Elsewhere tells whether a name below our own zones is delegated. It is
	// somebody else's then.
	Elsewhere func(name string) bool
	// Pools tells whether an address is one of ours.
	Pools func(netip.Addr) bool
}

// For returns the policy for the names of a site. It costs one small
// allocation: the lists and the index are shared.
func (p *Policy) For(s Site) *Policy {
	q := *p
	q.site = s
	return &q
}

// InOwnZone tells whether a name lies in one of our own forward zones. The
// verdict on such a name depends on the Site: it has to be asked again when the
// records or the generated names of the zone change.
func (p *Policy) InOwnZone(name string) bool {
	var buf [maxName + 2]byte
	if len(p.zones) == 0 || len(name) > maxEscaped {
		return false
	}
	octets, bad := unescape(buf[:0], name)
	s := subject{name: same(name, octets)}
	if bad > underscore || len(s.name) > maxName || !s.split() {
		return false
	}
	return p.zones.above(&s) != ""
}
