package confirm

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// A chain is the way from the name of the question over CNAMEs to the name that
// has the addresses. DNAMEs need no look: a resolver sends the CNAMEs that
// follow from them (RFC 6672, 3.1).
type chain struct {
	names []string // the name of the question first
	ttl   uint32   // the smallest so far, in seconds
}

func (c *chain) end() string { return c.names[len(c.names)-1] }

// follow returns the chain from name on.
func follow(answer []dns.RR, name string) (*chain, error) {
	c := &chain{names: []string{name}, ttl: maxKept}
	for {
		target, err := c.alias(answer)
		switch {
		case err != nil:
			return nil, err
		case target == "":
			return c, nil
		case c.holds(target):
			return nil, fail(Loop, "CNAME loop at %q", target)
		case len(c.names) > maxChain:
			return nil, fail(LongChain, "more than %d CNAMEs", maxChain)
		}
		c.names = append(c.names, target)
	}
}

// alias returns the name that the end of the chain is an alias of, or "".
func (c *chain) alias(answer []dns.RR) (string, error) {
	found := ""
	for _, rr := range answer {
		cname, ok := rr.(*dns.CNAME)
		if !ok || !isIN(rr) || !sameName(cname.Hdr.Name, c.end()) {
			continue
		}
		switch {
		case cname.Target == "": // no RDATA, which the library lets pass
			return "", fail(Malformed, "empty CNAME at %q", c.end())
		case found != "" && !sameName(found, cname.Target):
			return "", fail(Malformed, "two CNAMEs at %q", c.end()) // RFC 2181, 10.1
		}
		found = cname.Target
		c.ttl = min(c.ttl, seconds(cname.Hdr.Ttl))
	}
	return found, nil
}

// holds reports whether the name is on the chain.
func (c *chain) holds(name string) bool {
	return slices.ContainsFunc(c.names, func(n string) bool { return sameName(n, name) })
}

// addresses returns the RRset of the family at the end of the chain, sorted and
// each once. Other records are none of ours, but beside a CNAME there can be no
// address (RFC 1034, 3.6.2): then one of the two is wrong.
func (c *chain) addresses(answer []dns.RR, v6 bool) ([]netip.Addr, error) {
	var addrs []netip.Addr
	for _, rr := range answer {
		h := rr.Header()
		if !isAddress(rr, v6) || !c.holds(h.Name) {
			continue
		}
		if !sameName(h.Name, c.end()) {
			return nil, fail(Malformed, "an address beside the CNAME at %q", h.Name)
		}
		a, ok := address(rr)
		if !ok {
			return nil, fail(Malformed, "empty address record at %q", h.Name)
		}
		addrs = append(addrs, a)
		c.ttl = min(c.ttl, seconds(h.Ttl))
	}
	slices.SortFunc(addrs, netip.Addr.Compare)
	return slices.Compact(addrs), nil
}

// isAddress reports whether rr is an address record of the family.
func isAddress(rr dns.RR, v6 bool) bool {
	want := dns.TypeA
	if v6 {
		want = dns.TypeAAAA
	}
	return rr.Header().Rrtype == want && isIN(rr)
}

// address returns the address of a record. One that is IPv4-mapped stays IPv6:
// no IPv4 address is confirmed by an AAAA record.
func address(rr dns.RR) (netip.Addr, bool) {
	switch rr := rr.(type) {
	case *dns.A:
		return netip.AddrFromSlice(rr.A.To4())
	case *dns.AAAA:
		return netip.AddrFromSlice(rr.AAAA)
	}
	return netip.Addr{}, false
}

func isIN(rr dns.RR) bool { return rr.Header().Class == dns.ClassINET }

// sameName compares names as the library prints them, which is in ASCII: no
// letters but its own fold (RFC 4343).
func sameName(a, b string) bool { return strings.EqualFold(a, b) }

// seconds returns a TTL. One with the highest bit set counts as 0 (RFC 2181, 8).
func seconds(ttl uint32) uint32 {
	if ttl > 1<<31-1 {
		return 0
	}
	return ttl
}
