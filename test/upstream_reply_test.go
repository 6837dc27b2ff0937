package test

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// maxAliases bounds the CNAMEs that lead from one line to another.
const maxAliases = 32

// reply makes the message that answers a query.
func (u *upstream) reply(query *dns.Msg, a *answer, network string) ([]byte, error) {
	m := new(dns.Msg).SetReply(query)
	q := m.Question[0]
	m.RecursionAvailable, m.AuthenticatedData, m.Compress, m.Rcode = !a.noRA, a.ad, true, a.rcode
	if a.garbage {
		return []byte("garbage"), nil
	}
	u.fill(m, a, q.Name, 0)
	if a.lower {
		m.Question[0].Name = strings.ToLower(q.Name)
	}
	addErrors(m, query, a)
	switch {
	case network != "udp":
	case a.truncated:
		m.Answer, m.Ns, m.Truncated = nil, nil, true
	default:
		m.Truncate(size(query))
	}
	return m.Pack()
}

// extraText is what somebody writes into an extended error who hopes that it
// comes out on a terminal as it is.
const extraText = "by the script\n[ERROR] forged\x1b[31m"

// addErrors adds the extended errors, if the query knows EDNS.
func addErrors(m, query *dns.Msg, a *answer) {
	if query.IsEdns0() == nil {
		return
	}
	m.SetEdns0(dns.DefaultMsgSize, false)
	for _, code := range a.errors {
		opt := m.IsEdns0()
		opt.Option = append(opt.Option, &dns.EDNS0_EDE{InfoCode: code, ExtraText: extraText})
	}
}

// size is how long a datagram may be.
func size(query *dns.Msg) int {
	if opt := query.IsEdns0(); opt != nil {
		return int(opt.UDPSize())
	}
	return dns.MinMsgSize
}

// fill adds the records of the answer about owner, which may be an alias of
// other names. aliases counts the lines that led here.
func (u *upstream) fill(m *dns.Msg, a *answer, owner string, aliases int) {
	for n := range a.chain {
		owner = alias(m, owner, fmt.Sprintf("c%d.chain.example.", n+1), a.ttl)
	}
	switch {
	case a.loop:
		alias(m, alias(m, owner, "loop.example.", a.ttl), owner, a.ttl)
		return
	case a.server:
		if err := u.refer(m, owner); err != nil {
			m.Rcode = dns.RcodeServerFailure
		}
		return
	case a.target != "" && aliases < maxAliases:
		target := alias(m, owner, a.target, a.ttl)
		next := u.next(target, m.Question[0].Qtype)
		m.Rcode = next.rcode
		u.fill(m, next, target, aliases+1)
		return
	}
	for _, address := range a.addresses {
		if rr := record(owner, m.Question[0].Qtype, address, a.ttl); rr != nil {
			m.Answer = append(m.Answer, rr)
		}
	}
	deny(m, a, owner)
}

func (u *upstream) next(name string, qtype uint16) *answer {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.find(name).take(qtype)
}

// alias adds a CNAME and returns its target.
func alias(m *dns.Msg, owner, target string, ttl uint32) string {
	header := dns.RR_Header{Name: owner, Rrtype: dns.TypeCNAME, Class: dns.ClassINET, Ttl: ttl}
	m.Answer = append(m.Answer, &dns.CNAME{Hdr: header, Target: target})
	return target
}

// record returns an address record, or nil when the address is of the other
// family. An IPv4-mapped address is an IPv6 one.
func record(owner string, qtype uint16, address netip.Addr, ttl uint32) dns.RR {
	header := dns.RR_Header{Name: owner, Rrtype: qtype, Class: dns.ClassINET, Ttl: ttl}
	switch {
	case qtype == dns.TypeA && address.Is4():
		return &dns.A{Hdr: header, A: address.AsSlice()}
	case qtype == dns.TypeAAAA && !address.Is4():
		return &dns.AAAA{Hdr: header, AAAA: address.AsSlice()}
	}
	return nil
}

// deny adds what a negative answer has.
func deny(m *dns.Msg, a *answer, owner string) {
	if len(m.Answer) > 0 && m.Answer[len(m.Answer)-1].Header().Rrtype != dns.TypeCNAME {
		return
	}
	if m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		return
	}
	zone := "."
	if labels := dns.SplitDomainName(owner); len(labels) > 2 {
		zone = strings.Join(labels[len(labels)-2:], ".") + "."
	}
	header := dns.RR_Header{Name: zone, Class: dns.ClassINET, Ttl: a.ttl}
	switch {
	case a.referral:
		header.Rrtype = dns.TypeNS
		m.Ns = append(m.Ns, &dns.NS{Hdr: header, Ns: "ns.lame.example."})
	case !a.noSOA:
		header.Rrtype = dns.TypeSOA
		m.Ns = append(m.Ns, &dns.SOA{Hdr: header, Ns: "ns.example.", Mbox: "hostmaster.example.", Serial: 1, Minttl: a.ttl})
	}
}

// refer asks the server under test, as a resolver asks a zone's name server:
// again when no answer comes, because a question is lost when it reaches the
// socket of an instance that is about to end.
func (u *upstream) refer(m *dns.Msg, owner string) (err error) {
	client := &dns.Client{Timeout: time.Second / 2}
	ask := new(dns.Msg).SetQuestion(owner, m.Question[0].Qtype)
	ask.RecursionDesired = false
	for range 3 {
		var got *dns.Msg
		if got, _, err = client.Exchange(ask, u.ours()); err == nil {
			m.Rcode, m.Answer, m.Ns = got.Rcode, append(m.Answer, got.Answer...), got.Ns
			return nil
		}
	}
	return err
}

// stray sends what somebody sends who would like to be believed: NXDOMAIN with
// another ID, to another question, and from another port.
func stray(w dns.ResponseWriter, query *dns.Msg) error {
	forged := new(dns.Msg).SetRcode(query, dns.RcodeNameError)
	forged.RecursionAvailable = true
	other := forged.Copy()
	other.Id ^= 1
	if err := w.WriteMsg(other); err != nil {
		return err
	}
	other = forged.Copy()
	other.Question[0].Name = "other.example."
	if err := w.WriteMsg(other); err != nil {
		return err
	}
	packet, err := forged.Pack()
	if err != nil {
		return err
	}
	conn, err := net.Dial("udp", w.RemoteAddr().String())
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Write(packet)
	return err
}
