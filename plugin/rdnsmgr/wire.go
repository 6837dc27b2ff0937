package rdnsmgr

import (
	"encoding/binary"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// answer puts the reply to a question together, like the function of that name,
// if it is one of the usual replies. It reports whether it did; else a message
// has to be made.
func (p *packet) answer(s *index.Snapshot, a *index.Answer, r *dns.Msg) (kind answerKind, ok bool) {
	c := choose(a, r.Question[0].Qtype)
	if !p.start(r) || !p.data(c, s, a, &r.Question[0]) {
		return 0, false
	}
	p.opt(r)
	return c.kind(a), len(p.octets) <= dns.MinMsgSize // which everybody takes
}

// data adds the records that were chosen.
func (p *packet) data(c choice, s *index.Snapshot, a *index.Answer, q *dns.Question) bool {
	switch {
	case a.Kind == index.Apex: // perhaps the zone above has the answer
		return false
	case c == chooseGenerated:
		return p.generated(a)
	case c == chooseExplicit:
		return p.explicit(a.Names)
	case c == chooseAddress:
		return p.address(a)
	case c == chooseStatic:
		return p.statics(static(a, q.Qtype))
	case c == chooseNothing:
		return p.negative(s, a)
	}
	return false
}

func (p *packet) generated(a *index.Answer) bool {
	data := p.record(answers, headerSize, dns.TypePTR, whileYoung(a, a.Pool.TTL))
	start := p.open()
	p.octets = a.Pool.Pattern.Append(p.octets, a.Addr)
	ok := p.close(start)
	p.end(data)
	return ok
}

func (p *packet) explicit(names index.Names) bool {
	ttl := setTTL(names)
	for {
		target, _, rest, ok := names.Next()
		if !ok {
			return true
		}
		data := p.record(answers, headerSize, dns.TypePTR, ttl)
		if len(p.octets) > dns.MinMsgSize || !p.name(target) {
			return false
		}
		p.end(data)
		names = rest
	}
}

func (p *packet) address(a *index.Answer) bool {
	data := p.record(answers, headerSize, addressType(a), a.Pool.TTL)
	if a.Addr.Is4() {
		ip := a.Addr.As4()
		p.octets = append(p.octets, ip[:]...)
	} else {
		ip := a.Addr.As16()
		p.octets = append(p.octets, ip[:]...)
	}
	p.end(data)
	return true
}

func (p *packet) statics(set *index.RRset) bool {
	for _, octets := range set.Data {
		data := p.record(answers, headerSize, set.Type, set.TTL)
		if len(p.octets)+len(octets) > dns.MinMsgSize {
			return false
		}
		p.octets = append(p.octets, octets...)
		p.end(data)
	}
	return true
}

// negative adds the zone's SOA, whose owner is the end of the question's name.
func (p *packet) negative(s *index.Snapshot, a *index.Answer) bool {
	z := a.Zone
	p.octets[3] |= byte(negativeCode(a)) //nolint:gosec // four bits
	origin := len(z.Origin) + 1          // octets: no zone is the root or has escapes
	data := p.record(authority, headerSize+p.qname-origin, dns.TypeSOA, negativeTTL(a))
	if !p.name(z.SOA.MName) || !p.name(z.SOA.RName) {
		return false
	}
	for _, number := range [...]uint32{s.Serial, z.SOA.Refresh, z.SOA.Retry, z.SOA.Expire, z.SOA.Minimum} {
		p.octets = binary.BigEndian.AppendUint32(p.octets, number)
	}
	p.end(data)
	return true
}
