package rdnsmgr_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// A reply is a whole message as text, but for its ID, which ask compares.
type reply struct {
	Rcode      string
	Flags      string // those that are set, in the order of the header
	Question   []string
	Answer     []string
	Authority  []string
	Additional []string // without the OPT record
	EDNS       string   // the OPT record, "" when there is none
}

// show returns the message as text. A serial is shown as SERIAL: it is the time
// of the start.
func show(m *dns.Msg) reply {
	r := reply{Rcode: dns.RcodeToString[m.Rcode], Flags: flags(m)}
	for _, q := range m.Question {
		r.Question = append(r.Question, showQuestion(q))
	}
	r.Answer, r.Authority = showRecords(m.Answer), showRecords(m.Ns)
	for _, rr := range m.Extra {
		if opt, ok := rr.(*dns.OPT); ok {
			r.EDNS += showOPT(opt)
			continue
		}
		r.Additional = append(r.Additional, showRecord(rr))
	}
	return r
}

func flags(m *dns.Msg) string {
	var set []string
	for _, f := range []struct {
		on   bool
		name string
	}{
		{m.Response, "qr"},
		{m.Opcode != dns.OpcodeQuery, fmt.Sprint("opcode=", m.Opcode)},
		{m.Authoritative, "aa"},
		{m.Truncated, "tc"},
		{m.RecursionDesired, "rd"},
		{m.RecursionAvailable, "ra"},
		{m.Zero, "z"},
		{m.AuthenticatedData, "ad"},
		{m.CheckingDisabled, "cd"},
	} {
		if f.on {
			set = append(set, f.name)
		}
	}
	return strings.Join(set, " ")
}

func showQuestion(q dns.Question) string {
	return fmt.Sprintf("%s CLASS%d TYPE%d", q.Name, q.Qclass, q.Qtype)
}

func showRecords(rrs []dns.RR) []string {
	var out []string
	for _, rr := range rrs {
		out = append(out, showRecord(rr))
	}
	return out
}

func showRecord(rr dns.RR) string {
	if soa, ok := rr.(*dns.SOA); ok {
		text := dns.Copy(soa).String()
		return strings.Join(strings.Fields(strings.Replace(text, fmt.Sprint(" ", soa.Serial, " "), " SERIAL ", 1)), " ")
	}
	return strings.Join(strings.Fields(rr.String()), " ")
}

// showOPT shows size, version, flags and options, and the owner when it is not
// the root.
func showOPT(o *dns.OPT) string {
	text := fmt.Sprintf("%d v%d flags %04x", o.UDPSize(), o.Version(), o.Hdr.Ttl&0xffff)
	if o.Hdr.Name != "." {
		text += " owner " + o.Hdr.Name
	}
	for _, option := range o.Option {
		text += fmt.Sprintf(" %d=%s", option.Option(), option)
	}
	return text
}

// A want is what a reply must be beside what it copies from the query. In
// records, an owner "@" stands for the name that was asked.
type want struct {
	rcode      int
	refers     bool // AA is clear though the code is NOERROR
	answer     []string
	authority  []string
	additional []string
	ede        uint16 // extended error, when the query has an OPT record
}

// reply returns the whole reply to the query.
func (w want) reply(r *dns.Msg) reply {
	aa := !w.refers && (w.rcode == dns.RcodeSuccess || w.rcode == dns.RcodeNameError)
	head := &dns.Msg{MsgHdr: dns.MsgHdr{
		Response: true, Opcode: r.Opcode, Authoritative: aa, RecursionDesired: r.RecursionDesired, CheckingDisabled: r.CheckingDisabled,
	}}
	out := reply{Rcode: dns.RcodeToString[w.rcode], Flags: flags(head)}
	qname := r.Question[0].Name
	out.Question = []string{showQuestion(r.Question[0])}
	out.Answer, out.Authority, out.Additional = own(w.answer, qname), own(w.authority, qname), own(w.additional, qname)
	if o := r.IsEdns0(); o != nil {
		answer := &dns.OPT{Hdr: dns.RR_Header{Name: ".", Class: o.Hdr.Class, Ttl: o.Hdr.Ttl & 0x8000}}
		if w.ede != 0 {
			answer.Option = []dns.EDNS0{&dns.EDNS0_EDE{InfoCode: w.ede}}
		}
		out.EDNS = showOPT(answer)
	}
	return out
}

func own(records []string, owner string) []string {
	var out []string
	for _, r := range records {
		if data, ok := strings.CutPrefix(r, "@ "); ok {
			r = owner + " " + data
		}
		out = append(out, r)
	}
	return out
}

// check asks and compares the whole reply.
func (s *server) check(t testing.TB, r *dns.Msg, w want) {
	t.Helper()
	s.checkWire(t, pack(t, r), w)
}

// checkWire is check for a query in wire format. It asks twice: for a reply in wire
// format, and as if a plugin wanted to see a message.
func (s *server) checkWire(t testing.TB, query []byte, w want) {
	t.Helper()
	r := new(dns.Msg)
	if err := r.Unpack(query); err != nil {
		t.Fatalf("query: %v", err)
	}
	for _, messages := range []bool{false, true} {
		m := s.askThrough(t, query, &writer{messages: messages})
		if m.Id != r.Id {
			t.Errorf("ID %d, want %d", m.Id, r.Id)
		}
		if diff := cmp.Diff(w.reply(r), show(m)); diff != "" {
			t.Errorf("%s: reply (-want +got), a message: %t\n%s", showQuestion(r.Question[0]), messages, diff)
		}
	}
}

// query returns an ordinary question with an OPT record.
func query(name string, qtype uint16) *dns.Msg {
	return new(dns.Msg).SetQuestion(name, qtype).SetEdns0(1232, false)
}

// wireQuery returns a question without OPT record whose name consists of the
// given labels, whatever octets they have.
func wireQuery(labels []string, qtype uint16) []byte {
	wire := []byte{0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0} // RD
	for _, l := range labels {
		wire = append(append(wire, byte(len(l))), l...)
	}
	return append(wire, 0, byte(qtype>>8), byte(qtype), 0, dns.ClassINET)
}

// data is a positive answer.
func data(records ...string) want { return want{answer: records} }

// nodata and nxdomain are the negative answers of a zone, spelt as in the query.
func nodata(zone string) want { return want{authority: []string{negativeSOA(zone, 3600, 300)}} }

func nxdomain(zone string) want {
	return want{rcode: dns.RcodeNameError, authority: []string{negativeSOA(zone, 3600, 300)}}
}

// negativeSOA is the SOA record of a negative answer (RFC 2308, 3).
func negativeSOA(zone string, ttl, minimum int) string {
	return soaRecord(zone, min(ttl, minimum), minimum)
}

func soaRecord(zone string, ttl, minimum int) string {
	return fmt.Sprintf("%s %d IN SOA ns1.host.example. hostmaster.host.example. SERIAL 3600 600 1209600 %d", zone, ttl, minimum)
}

// fault is an answer without data.
func fault(rcode int, ede uint16) want { return want{rcode: rcode, ede: ede} }
