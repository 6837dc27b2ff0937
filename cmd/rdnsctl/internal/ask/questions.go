package ask

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// Names is what a server says of an address.
type Names struct {
	Names []string // in lower case, with the final dot, escaped as in zone files
	TTL   uint32   // seconds
	Alias string   // where a CNAME points that the server does not follow itself

	Referral []string // the servers that it says to ask instead, sorted
}

// PTR asks for the names of an address.
func (c *Client) PTR(ctx context.Context, a netip.Addr) (Names, error) {
	name := arpa.Name(netip.PrefixFrom(a, a.BitLen()))
	m, err := c.exchange(ctx, name, dns.TypePTR)
	if err != nil {
		return Names{}, err
	}
	var n Names
	for _, rr := range m.Answer {
		if n.TTL == 0 || rr.Header().Ttl < n.TTL {
			n.TTL = rr.Header().Ttl
		}
		switch rr := rr.(type) {
		case *dns.PTR:
			n.Names = append(n.Names, dns.CanonicalName(rr.Ptr))
		case *dns.CNAME:
			n.Alias = dns.CanonicalName(rr.Target)
		}
	}
	if len(n.Names) > 0 {
		n.Alias = ""
	}
	if len(m.Answer) == 0 && m.Rcode == dns.RcodeSuccess {
		for _, rr := range m.Ns {
			if ns, ok := rr.(*dns.NS); ok {
				n.Referral = append(n.Referral, dns.CanonicalName(ns.Ns))
			}
		}
	}
	slices.Sort(n.Referral)
	slices.Sort(n.Names)
	n.Names = slices.Compact(n.Names)
	return n, nil
}

// Servers is what a server says of the name servers of a zone.
type Servers struct {
	Names  []string // in lower case, with the final dot
	Exists bool     // the name exists, or something below it
}

// NS asks for the name servers of a zone. Those that a parent delegates to count
// as those of the zone itself.
func (c *Client) NS(ctx context.Context, zone string) (Servers, error) {
	m, err := c.exchange(ctx, zone, dns.TypeNS)
	if err != nil {
		return Servers{}, err
	}
	s := Servers{Exists: m.Rcode == dns.RcodeSuccess}
	for _, rr := range append(slices.Clone(m.Answer), m.Ns...) {
		if ns, ok := rr.(*dns.NS); ok && dns.CanonicalName(ns.Hdr.Name) == zone {
			s.Names = append(s.Names, dns.CanonicalName(ns.Ns))
		}
	}
	slices.Sort(s.Names)
	s.Names = slices.Compact(s.Names)
	return s, nil
}

// Ask makes the Client a confirm.Resolver that believes an authoritative server:
// whoever audits a server wants to know what this server says.
func (c *Client) Ask(ctx context.Context, q confirm.Question) confirm.Reply {
	r := confirm.Reply{Resolver: c.String(), TTL: time.Second}
	qtype := dns.TypeA
	if q.V6 {
		qtype = dns.TypeAAAA
	}
	m, err := c.exchange(ctx, q.Name, qtype)
	if err != nil {
		r.Outcome, r.Detail = confirm.Timeout, err.Error()
		return r
	}
	if !m.Authoritative && !m.RecursionAvailable {
		r.Outcome, r.Detail = confirm.Refused, "it is neither authoritative for the name nor a resolver"
		return r
	}
	for _, rr := range m.Answer {
		if a, ok := address(rr); ok && a.Is6() == q.V6 {
			r.Addrs = append(r.Addrs, a)
		}
		r.Alias = r.Alias || rr.Header().Rrtype == dns.TypeCNAME
	}
	slices.SortFunc(r.Addrs, netip.Addr.Compare)
	switch {
	case len(r.Addrs) > 0:
		r.Outcome = confirm.Addresses
	case m.Rcode == dns.RcodeNameError:
		r.Outcome = confirm.NXDomain
	default:
		r.Outcome = confirm.NoData
	}
	return r
}

func address(rr dns.RR) (a netip.Addr, ok bool) {
	switch rr := rr.(type) {
	case *dns.A:
		a, ok = netip.AddrFromSlice(rr.A.To4())
	case *dns.AAAA:
		a, ok = netip.AddrFromSlice(rr.AAAA.To16())
	}
	return a, ok
}
