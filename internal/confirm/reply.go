package confirm

import (
	"encoding/binary"
	"time"

	"github.com/miekg/dns"
)

// unpack reads a message. The counts of its header must be true: the library
// takes a message that ends too early for one with fewer records, and an RRset
// without its end would be evidence against a name that points back.
func unpack(packet []byte) (*dns.Msg, error) {
	m := new(dns.Msg)
	if err := m.Unpack(packet); err != nil {
		return nil, fail(Malformed, "unreadable message: %v", err)
	}
	for i, section := range [...]int{len(m.Question), len(m.Answer), len(m.Ns), len(m.Extra)} {
		if want := int(binary.BigEndian.Uint16(packet[4+2*i:])); want != section {
			return nil, fail(Malformed, "the message ends too early")
		}
	}
	return m, nil
}

// interpret tells what the message says about the question, which is known to
// be its own. It believes only what is on the chain of CNAMEs from the name of
// the question.
func interpret(m *dns.Msg, q Question) Reply {
	r, err := read(m, q)
	if err != nil {
		r = noEvidence(err)
	}
	r.AD = m.AuthenticatedData
	if extended := describe(m); extended != "" {
		r.Detail = join(r.Detail, extended)
	}
	return r
}

// read is interpret for a message that is evidence.
func read(m *dns.Msg, q Question) (Reply, error) {
	if err := notEvidence(m); err != nil {
		return Reply{}, err
	}
	c, err := follow(m.Answer, q.Name)
	if err != nil {
		return Reply{}, err
	}
	addrs, err := c.addresses(m.Answer, q.V6)
	if err != nil {
		return Reply{}, err
	}
	r := Reply{Addrs: addrs, Alias: len(c.names) > 1}
	switch {
	case m.Rcode == dns.RcodeNameError && len(addrs) > 0:
		return Reply{}, fail(Malformed, "NXDOMAIN with addresses")
	case m.Rcode == dns.RcodeNameError: // of the last name of the chain (RFC 6604, 3)
		r.Outcome = NXDomain
	case len(addrs) > 0:
		r.Outcome = Addresses
	default:
		r.Outcome = NoData
	}
	if r.Outcome != Addresses {
		if err := c.negative(m, &r); err != nil {
			return Reply{}, err
		}
	}
	r.TTL = time.Duration(min(max(c.ttl, minKept), maxKept)) * time.Second
	return r, nil
}

// negative bounds how long a negative answer may be kept by the SOA of the zone
// in which the chain ends (RFC 2308, 5).
func (c *chain) negative(m *dns.Msg, r *Reply) error {
	ttl, found := uint32(defaultNegative), false
	for _, rr := range m.Ns {
		soa, ok := rr.(*dns.SOA)
		if ok && isIN(rr) && dns.IsSubDomain(soa.Hdr.Name, c.end()) {
			ttl, found = min(seconds(soa.Hdr.Ttl), seconds(soa.Minttl)), true
			break
		}
	}
	c.ttl = min(c.ttl, ttl)
	switch {
	case found:
	case r.Outcome == NoData && isReferral(m):
		// Not "there is none" but "ask there" (RFC 2308, 2.2): lame.
		return fail(Refused, "a referral; check that the resolver does recursion")
	default:
		r.Detail = "no SOA"
	}
	return nil
}

// isReferral reports whether a message without answer and SOA names servers.
func isReferral(m *dns.Msg) bool {
	for _, rr := range m.Ns {
		if _, ok := rr.(*dns.NS); ok {
			return true
		}
	}
	return false
}
