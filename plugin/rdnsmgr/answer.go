package rdnsmgr

import (
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// Kinds of answers beside those that index.Kind names.
const (
	kindNoData   = "nodata"
	kindNXDomain = "nxdomain"
	kindRefused  = "refused"
)

// answer makes the reply to an ordinary question. kind is what metrics count
// it as.
func answer(s *index.Snapshot, a *index.Answer, r *dns.Msg) (m *dns.Msg, kind string) {
	if a.Kind == index.Apex && r.Question[0].Qtype == dns.TypeDS {
		return answerAbove(s, a, r)
	}
	return answerIn(s, a, r)
}

// answerAbove makes the reply to a question for DS at an apex, whose answer is
// the parent's if we serve it. It has an Answer on its stack, which others need
// not have.
func answerAbove(s *index.Snapshot, a *index.Answer, r *dns.Msg) (m *dns.Msg, kind string) {
	if above, ok := s.LookupParent(a.Zone); ok {
		return answerIn(s, &above, r)
	}
	return answerIn(s, a, r)
}

// answerIn makes the reply of the zone that a is about.
func answerIn(s *index.Snapshot, a *index.Answer, r *dns.Msg) (m *dns.Msg, kind string) {
	if a.Kind == index.Cut && !(a.AtCut && r.Question[0].Qtype == dns.TypeDS) {
		return referral(s, a, r), a.Kind.String()
	}
	if m, kind = positive(s, a, r); m != nil {
		m.Authoritative = true
		return m, kind
	}
	if a.Kind == index.Missing {
		return negative(s, a, r, dns.RcodeNameError), kindNXDomain
	}
	return negative(s, a, r, dns.RcodeSuccess), kindNoData
}

// positive makes the reply that holds the RRset asked for, or returns nil when
// there is none. For ANY it is one RRset of the owner (RFC 8482, 4.1).
func positive(s *index.Snapshot, a *index.Answer, r *dns.Msg) (m *dns.Msg, kind string) {
	q := &r.Question[0]
	is := func(t uint16) bool { return q.Qtype == t || q.Qtype == dns.TypeANY }
	switch {
	case a.Kind == index.Generated && is(dns.TypePTR):
		m = generatedPTR(a, r)
	case a.Kind == index.Explicit && is(dns.TypePTR):
		m = explicitPTR(a, r)
	case a.Kind == index.Aliased:
		m = alias(s, a, r)
	case a.Kind == index.Cut && a.Node.RRset(dns.TypeDS) != nil:
		m = delegationDS(a, r)
	case a.Kind == index.Forward && is(addressType(a)):
		m = address(a, r)
	case a.Kind == index.Apex && is(dns.TypeSOA):
		m = apexSOA(s, a, r)
	case a.Kind == index.Apex && q.Qtype == dns.TypeNS:
		m = apexNS(s, a, r)
	default:
		return static(a, r), index.Static.String()
	}
	return m, a.Kind.String()
}

// negative makes the reply without data: the zone's SOA alone, whose TTL is
// how long resolvers may keep it (RFC 2308, 3).
func negative(s *index.Snapshot, a *index.Answer, r *dns.Msg, rcode int) *dns.Msg {
	p := new(struct {
		reply
		soa dns.SOA
	})
	m := p.start(r, rcode)
	m.Authoritative = true
	fillSOA(&p.soa, s, a.Zone, r.Question[0].Name)
	p.soa.Hdr.Ttl = min(a.Zone.SOA.TTL, a.Zone.SOA.Minimum)
	if a.Young {
		p.soa.Hdr.Ttl = min(p.soa.Hdr.Ttl, youngTTL)
	}
	p.section[0] = &p.soa
	m.Ns = p.section[:1:1]
	return m
}

func lower(name string) string { return dns.CanonicalName(name) }
