package rdnsmgr

import (
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// maxName is the longest name in presentation form without escapes.
const maxName = 255

// youngTTL is the longest time in seconds for which an answer may be kept in
// whose place an explicit name is going to be, as soon as it points back.
const youngTTL = 300

// header returns the header of a record that answers the question. The owner
// keeps the letters of the query (RFC 4343).
func header(owner string, rrtype uint16, ttl uint32) dns.RR_Header {
	return dns.RR_Header{Name: owner, Rrtype: rrtype, Class: dns.ClassINET, Ttl: ttl}
}

// generatedPTR answers with the name that the address's pool generates.
func generatedPTR(a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(struct {
		reply
		ptr dns.PTR
	})
	m := p.start(r, dns.RcodeSuccess)
	var buf [maxName]byte
	p.ptr.Hdr = header(r.Question[0].Name, dns.TypePTR, whileYoung(a, a.Pool.TTL))
	p.ptr.Ptr = string(a.Pool.Pattern.Append(buf[:0], a.Addr))
	p.section[0] = &p.ptr
	m.Answer = p.section[:1:1]
	return m
}

// explicitPTR answers with the names that were given to the address.
func explicitPTR(a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(struct {
		reply
		ptr dns.PTR
	})
	m := p.start(r, dns.RcodeSuccess)
	target, _, rest, _ := a.Names.Next()
	p.ptr.Hdr = header(r.Question[0].Name, dns.TypePTR, setTTL(a.Names))
	p.ptr.Ptr = target
	p.section[0] = &p.ptr
	m.Answer = p.section[:1:1]
	if !rest.Empty() {
		appendPTRs(m, &p.ptr, rest)
	}
	return m
}

// appendPTRs adds the further names.
func appendPTRs(m *dns.Msg, first *dns.PTR, rest index.Names) {
	for {
		target, _, more, ok := rest.Next()
		if !ok {
			return
		}
		m.Answer = append(m.Answer, &dns.PTR{Hdr: first.Hdr, Ptr: target})
		rest = more
	}
}

// setTTL returns the TTL of a set of names, which is the smallest of its members'
// (RFC 2181, 5.2).
func setTTL(names index.Names) uint32 {
	_, attr, rest, _ := names.Next()
	ttl := attr.TTL
	for !rest.Empty() {
		_, attr, rest, _ = rest.Next()
		ttl = min(ttl, attr.TTL)
	}
	return ttl
}

func addressType(a *index.Answer) uint16 {
	if a.Addr.Is4() {
		return dns.TypeA
	}
	return dns.TypeAAAA
}

// address answers with the address that a generated name stands for.
func address(a *index.Answer, r *dns.Msg) *dns.Msg {
	if a.Addr.Is4() {
		return addressA(a, r)
	}
	p := new(struct {
		reply
		aaaa dns.AAAA
		ip   [16]byte
	})
	m := p.start(r, dns.RcodeSuccess)
	p.ip = a.Addr.As16()
	p.aaaa = dns.AAAA{Hdr: header(r.Question[0].Name, dns.TypeAAAA, a.Pool.TTL), AAAA: p.ip[:]}
	p.section[0] = &p.aaaa
	m.Answer = p.section[:1:1]
	return m
}

func addressA(a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(struct {
		reply
		a  dns.A
		ip [4]byte
	})
	m := p.start(r, dns.RcodeSuccess)
	p.ip = a.Addr.As4()
	p.a = dns.A{Hdr: header(r.Question[0].Name, dns.TypeA, a.Pool.TTL), A: p.ip[:]}
	p.section[0] = &p.a
	m.Answer = p.section[:1:1]
	return m
}

// statics answers from the records written for the name.
func statics(a *index.Answer, r *dns.Msg) *dns.Msg {
	p := new(reply)
	m := p.start(r, dns.RcodeSuccess)
	m.Answer = records(static(a, r.Question[0].Qtype), r.Question[0].Name)
	return m
}

// records makes fresh records of a static set.
func records(set *index.RRset, owner string) []dns.RR {
	if set == nil {
		return nil
	}
	rrs := make([]dns.RR, 0, len(set.Data))
	for _, data := range set.Data {
		h := header(owner, set.Type, set.TTL)
		h.Rdlength = uint16(len(data)) //nolint:gosec // RDATA of a record that was packed
		rr, _, err := dns.UnpackRRWithHeader(h, data, 0)
		if err == nil { // the data was packed by the same library
			rrs = append(rrs, rr)
		}
	}
	return rrs
}
