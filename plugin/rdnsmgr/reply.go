package rdnsmgr

import (
	"github.com/miekg/dns"
)

// A reply is a message with room for what nearly every answer holds, so that
// one allocation makes it. Nothing in it is shared with another reply: plugins
// in front of us may change what they are handed. Slices made of its arrays
// are capped, so that appending to them copies.
type reply struct {
	msg      dns.Msg
	question [1]dns.Question
	section  [1]dns.RR // the answer or the authority section
	extra    [1]dns.RR
	opt      dns.OPT
}

// udpSize is the size of the messages that we take (DNS Flag Day 2020).
const udpSize = 1232

// start fills in the header, the question, and the OPT record that answers the
// one of the query. Options are not echoed; the server copies the DO bit.
func (p *reply) start(r *dns.Msg, rcode int) *dns.Msg {
	m := &p.msg
	m.Id, m.Response, m.Opcode, m.Rcode = r.Id, true, r.Opcode, rcode
	m.RecursionDesired, m.CheckingDisabled = r.RecursionDesired, r.CheckingDisabled
	if len(r.Question) > 0 {
		p.question[0] = r.Question[0]
		m.Question = p.question[:1:1]
	}
	if o := r.IsEdns0(); o != nil {
		p.opt.Hdr = dns.RR_Header{Name: ".", Rrtype: dns.TypeOPT, Class: udpSize}
		if o.Do() {
			p.opt.SetDo()
		}
		p.extra[0] = &p.opt
		m.Extra = p.extra[:1:1]
	}
	return m
}

// fail writes an error without data. An extended error of 0 is "other error",
// which says nothing, and is left out.
func (h *Handler) fail(w dns.ResponseWriter, r *dns.Msg, rcode int, extended uint16) (int, error) {
	return h.failBecause(w, r, rcode, extended, "")
}

// failBecause is fail with a text for the person who asks.
func (h *Handler) failBecause(w dns.ResponseWriter, r *dns.Msg, rcode int, extended uint16, why string) (int, error) {
	p := new(reply)
	m := p.start(r, rcode)
	if extended != 0 && len(m.Extra) > 0 {
		p.opt.Option = []dns.EDNS0{&dns.EDNS0_EDE{InfoCode: extended, ExtraText: why}}
	}
	return dns.RcodeSuccess, w.WriteMsg(m)
}
