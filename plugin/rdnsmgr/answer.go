package rdnsmgr

import (
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// answer makes the reply to an ordinary question. kind is what metrics count
// it as.
func answer(s *index.Snapshot, a *index.Answer, r *dns.Msg) (m *dns.Msg, kind answerKind) {
	if a.Kind == index.Apex && r.Question[0].Qtype == dns.TypeDS {
		return answerAbove(s, a, r)
	}
	return answerIn(s, a, r)
}

// answerAbove makes the reply to a question for DS at an apex, whose answer is
// the parent's if we serve it. It has an Answer on its stack, which others need
// not have.
func answerAbove(s *index.Snapshot, a *index.Answer, r *dns.Msg) (m *dns.Msg, kind answerKind) {
	if above, ok := s.LookupParent(a.Zone); ok {
		return answerIn(s, &above, r)
	}
	return answerIn(s, a, r)
}

// answerIn makes the reply of the zone that a is about.
func answerIn(s *index.Snapshot, a *index.Answer, r *dns.Msg) (m *dns.Msg, kind answerKind) {
	c := choose(a, r.Question[0].Qtype)
	m = c.message(s, a, r)
	m.Authoritative = c != chooseReferral
	return m, c.kind(a)
}

// message makes the reply with what was chosen.
func (c choice) message(s *index.Snapshot, a *index.Answer, r *dns.Msg) *dns.Msg {
	switch c {
	case chooseReferral:
		return referral(s, a, r)
	case chooseGenerated:
		return generatedPTR(a, r)
	case chooseExplicit:
		return explicitPTR(a, r)
	case chooseAlias:
		return alias(s, a, r)
	case chooseDelegation:
		return delegationDS(a, r)
	case chooseAddress:
		return address(a, r)
	case chooseSOA:
		return apexSOA(s, a, r)
	case chooseServers:
		return apexNS(s, a, r)
	case chooseStatic:
		return statics(a, r)
	default:
		return negative(s, a, r)
	}
}

// negative makes the reply without data: the zone's SOA alone.
func negative(s *index.Snapshot, a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(struct {
		reply
		soa dns.SOA
	})
	m := p.start(r, negativeCode(a))
	fillSOA(&p.soa, s, a.Zone, r.Question[0].Name)
	p.soa.Hdr.Ttl = negativeTTL(a)
	p.section[0] = &p.soa
	m.Ns = p.section[:1:1]
	return m
}

func negativeCode(a *index.Answer) int {
	if a.Kind == index.Missing {
		return dns.RcodeNameError
	}
	return dns.RcodeSuccess
}

// negativeTTL is how long resolvers may keep a reply without data (RFC 2308, 3).
func negativeTTL(a *index.Answer) uint32 {
	return whileYoung(a, min(a.Zone.SOA.TTL, a.Zone.SOA.Minimum))
}

// whileYoung returns the TTL of what is answered as long as the address has no
// explicit name.
func whileYoung(a *index.Answer, ttl uint32) uint32 {
	if a.Young {
		return min(ttl, youngTTL)
	}
	return ttl
}

func lower(name string) string { return dns.CanonicalName(name) }
