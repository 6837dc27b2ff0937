package rdnsmgr

import (
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// referral makes the reply that sends the resolver to the name servers of a
// delegation, with every address of theirs that we hold (RFC 9471). The zones
// are not signed, so DS records stay out of it (RFC 4035, 3.1.4).
func referral(s *index.Snapshot, a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(reply)
	m := p.start(r, dns.RcodeSuccess)
	refer(m, s, a, r.Question[0].Name)
	return m
}

// refer adds the delegation at or above a name to the message.
func refer(m *dns.Msg, s *index.Snapshot, a *index.Answer, name string) {
	m.Ns = records(a.Node.RRset(dns.TypeNS), name[len(name)-a.CutLen:])
	m.Extra = append(glue(s, m.Ns), m.Extra...)
}

// delegationDS answers with the DS records of a cut, which belong to the zone
// above it.
func delegationDS(a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(reply)
	m := p.start(r, dns.RcodeSuccess)
	m.Answer = records(a.Node.RRset(dns.TypeDS), r.Question[0].Name)
	return m
}

// alias answers with what the address is an alias of, for every type (RFC 2317).
// When that name is delegated from a zone of ours, the delegation follows, so
// that the resolver need not ask for it.
func alias(s *index.Snapshot, a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(struct {
		reply
		cname dns.CNAME
	})
	m := p.start(r, dns.RcodeSuccess)
	q := &r.Question[0]
	var buf [maxName]byte
	p.cname.Hdr = header(q.Name, dns.TypeCNAME, a.Alias.TTL)
	p.cname.Target = string(a.Alias.Append(buf[:0], a.Addr))
	p.section[0] = &p.cname
	m.Answer = p.section[:1:1]
	if q.Qtype == dns.TypeCNAME || q.Qtype == dns.TypeANY {
		return m
	}
	if target := s.Lookup(p.cname.Target); target.Kind == index.Cut {
		refer(m, s, &target, p.cname.Target)
	}
	return m
}
