package confirm_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

const host = "mail.customer-of-a-hoster-with-a-long-name.example.net."

var equalAddr = cmpopts.EquateComparable(netip.Addr{})

func addrs(list ...string) []netip.Addr {
	var out []netip.Addr
	for _, a := range list {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

// A message is what a resolver says, in text.
type message struct {
	rcode      int
	answer, ns []string
	ede        []uint16
	text       string // of the first extended error
	edit       func(m *dns.Msg)
}

func (m message) pack(q confirm.Question) []byte {
	qtype := dns.TypeA
	if q.V6 {
		qtype = dns.TypeAAAA
	}
	msg := new(dns.Msg).SetQuestion(q.Name, qtype)
	msg.Response, msg.RecursionAvailable, msg.Compress = true, true, true
	msg.Rcode = m.rcode
	msg.Answer, msg.Ns = rrs(q.Name, m.answer), rrs(q.Name, m.ns)
	if m.ede != nil {
		msg.SetEdns0(1232, false)
		for i, code := range m.ede {
			e := &dns.EDNS0_EDE{InfoCode: code}
			if i == 0 {
				e.ExtraText = m.text
			}
			opt := msg.IsEdns0()
			opt.Option = append(opt.Option, e)
		}
	}
	if m.edit != nil {
		m.edit(msg)
	}
	packet, err := msg.Pack()
	if err != nil {
		panic(err)
	}
	return packet
}

// cnames returns a chain of n CNAMEs that ends at end.
func cnames(n int, end string) []string {
	var list []string
	owner := "@"
	for i := range n {
		target := fmt.Sprintf("c%d.example.", i+1)
		if i == n-1 {
			target = end
		}
		list = append(list, owner+" 600 CNAME "+target)
		owner = target
	}
	return list
}

var (
	negative = []string{"example.net. 900 SOA ns.example.net. h.example.net. 1 2 3 4 700"}
	good     = []string{"@ 300 A 192.0.2.25"}
)

var replies = []struct {
	name string
	v6   bool
	message
	want   confirm.Reply
	detail string // is in it
}{
	{name: "address", message: message{answer: good},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 300 * time.Second}},
	{name: "addresses sorted, duplicates once, smallest TTL", message: message{answer: []string{"@ 300 A 192.0.2.9", "@ 60 A 192.0.2.25", "@ 300 A 192.0.2.9", "@ 300 A 10.0.0.1"}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("10.0.0.1", "192.0.2.9", "192.0.2.25"), TTL: time.Minute}},
	{name: "AD", message: message{answer: good, edit: func(m *dns.Msg) { m.AuthenticatedData = true }},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 300 * time.Second, AD: true}},
	{name: "names in upper case", message: message{answer: []string{strings.ToUpper(host) + " 300 CNAME A.EXAMPLE.", "a.example. 300 A 192.0.2.25"}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 300 * time.Second, Alias: true}},
	{name: "IPv6", v6: true, message: message{answer: []string{"@ 300 AAAA 2001:db8::25", "@ 300 A 192.0.2.25"}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("2001:db8::25"), TTL: 300 * time.Second}},
	{name: "an IPv4-mapped address stays IPv6", v6: true, message: message{edit: func(m *dns.Msg) {
		m.Answer = []dns.RR{&dns.AAAA{Hdr: dns.RR_Header{Name: host, Rrtype: dns.TypeAAAA, Class: dns.ClassINET, Ttl: 300}, AAAA: netip.MustParseAddr("::ffff:192.0.2.25").AsSlice()}}
	}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("::ffff:192.0.2.25"), TTL: 300 * time.Second}},
	{name: "the other family is none", message: message{answer: []string{"@ 300 AAAA 2001:db8::25"}, ns: negative},
		want: confirm.Reply{Outcome: confirm.NoData, TTL: 700 * time.Second}},

	{name: "alias, smallest TTL of the chain", message: message{answer: []string{"b.example. 300 A 192.0.2.25", "@ 400 CNAME a.example.", "a.example. 200 CNAME b.example."}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 200 * time.Second, Alias: true}},
	{name: "DNAME with the CNAME that follows", message: message{answer: []string{"example.net. 300 DNAME example.org.", "@ 300 CNAME a.example.org.", "a.example.org. 300 A 192.0.2.25"}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 300 * time.Second, Alias: true}},
	{name: "chain of 10", message: message{answer: append(cnames(10, "end.example."), "end.example. 60 A 192.0.2.25")},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: time.Minute, Alias: true}},
	{name: "chain of 11", message: message{answer: append(cnames(11, "end.example."), "end.example. 60 A 192.0.2.25")},
		want: confirm.Reply{Outcome: confirm.LongChain}, detail: "more than 10 CNAMEs"},
	{name: "chain of 20", message: message{answer: append(cnames(20, "end.example."), "end.example. 60 A 192.0.2.25")},
		want: confirm.Reply{Outcome: confirm.LongChain}},
	{name: "loop", message: message{answer: cnames(3, host)},
		want: confirm.Reply{Outcome: confirm.Loop}, detail: `"` + host + `"`},
	{name: "alias of itself", message: message{answer: []string{"@ 300 CNAME @", "@ 300 A 192.0.2.25"}},
		want: confirm.Reply{Outcome: confirm.Loop}},
	{name: "NXDOMAIN in a loop", message: message{rcode: dns.RcodeNameError, answer: cnames(3, "c1.example.")},
		want: confirm.Reply{Outcome: confirm.Loop}},
	{name: "two CNAMEs", message: message{answer: []string{"@ 300 CNAME a.example.", "@ 300 CNAME b.example.", "a.example. 300 A 192.0.2.25"}},
		want: confirm.Reply{Outcome: confirm.Malformed}},
	{name: "the same CNAME twice", message: message{answer: []string{"@ 300 CNAME a.example.", "@ 300 CNAME A.example.", "a.example. 300 A 192.0.2.25"}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 300 * time.Second, Alias: true}},
	{name: "an address beside a CNAME", message: message{answer: []string{"@ 300 CNAME a.example.", "@ 300 A 192.0.2.25", "a.example. 300 A 192.0.2.1"}},
		want: confirm.Reply{Outcome: confirm.Malformed}},

	{name: "off the chain", message: message{answer: []string{"other.example. 300 A 192.0.2.25", "@ 300 A 192.0.2.1", "other.example. 1 CNAME @"}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.1"), TTL: 300 * time.Second}},
	{name: "only off the chain", message: message{answer: []string{"other.example. 300 A 192.0.2.25"}, ns: negative},
		want: confirm.Reply{Outcome: confirm.NoData, TTL: 700 * time.Second}},
	{name: "in another section", message: message{ns: append([]string{"@ 300 A 192.0.2.25"}, negative...), edit: func(m *dns.Msg) { m.Extra = rrs(host, good) }},
		want: confirm.Reply{Outcome: confirm.NoData, TTL: 700 * time.Second}},
	{name: "class CH", message: message{answer: []string{"@ 300 A 192.0.2.25", "@ 300 CNAME a.example."}, ns: negative, edit: func(m *dns.Msg) {
		m.Answer[0].Header().Class, m.Answer[1].Header().Class = dns.ClassCHAOS, dns.ClassCHAOS
	}},
		want: confirm.Reply{Outcome: confirm.NoData, TTL: 700 * time.Second}},

	{name: "no data", message: message{ns: negative}, want: confirm.Reply{Outcome: confirm.NoData, TTL: 700 * time.Second}},
	{name: "no data, SOA TTL below MINIMUM", message: message{ns: []string{"net. 40 SOA a. b. 1 2 3 4 700"}}, want: confirm.Reply{Outcome: confirm.NoData, TTL: 40 * time.Second}},
	{name: "no data without SOA", message: message{}, want: confirm.Reply{Outcome: confirm.NoData, TTL: 300 * time.Second}, detail: "no SOA"},
	{name: "no data with another's SOA", message: message{ns: []string{"example.org. 9 SOA a. b. 1 2 3 4 9"}},
		want: confirm.Reply{Outcome: confirm.NoData, TTL: 300 * time.Second}, detail: "no SOA"},
	{name: "no data with SOA 0", message: message{ns: []string{"example.net. 0 SOA a. b. 1 2 3 4 0"}}, want: confirm.Reply{Outcome: confirm.NoData, TTL: time.Second}},
	{name: "no data behind an alias, its TTL", message: message{answer: []string{"@ 30 CNAME a.example.net."}, ns: negative},
		want: confirm.Reply{Outcome: confirm.NoData, TTL: 30 * time.Second, Alias: true}},
	{name: "NXDOMAIN", message: message{rcode: dns.RcodeNameError, ns: negative}, want: confirm.Reply{Outcome: confirm.NXDomain, TTL: 700 * time.Second}},
	{name: "NXDOMAIN of the root", message: message{rcode: dns.RcodeNameError, ns: []string{". 86400 SOA a. b. 1 2 3 4 86400"}}, want: confirm.Reply{Outcome: confirm.NXDomain, TTL: 24 * time.Hour}},
	{name: "NXDOMAIN without SOA", message: message{rcode: dns.RcodeNameError}, want: confirm.Reply{Outcome: confirm.NXDomain, TTL: 300 * time.Second}, detail: "no SOA"},
	{name: "NXDOMAIN behind an alias", message: message{rcode: dns.RcodeNameError, answer: []string{"@ 900 CNAME gone.example."}, ns: []string{"example. 200 SOA a. b. 1 2 3 4 100"}},
		want: confirm.Reply{Outcome: confirm.NXDomain, TTL: 100 * time.Second, Alias: true}},
	{name: "NXDOMAIN with an address", message: message{rcode: dns.RcodeNameError, answer: good}, want: confirm.Reply{Outcome: confirm.Malformed}},

	{name: "TTL 0", message: message{answer: []string{"@ 0 A 192.0.2.25"}}, want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: time.Second}},
	{name: "TTL 2^31-1", message: message{answer: []string{"@ 2147483647 A 192.0.2.25"}}, want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 7 * 24 * time.Hour}},
	{name: "TTL 2^31", message: message{answer: good, edit: func(m *dns.Msg) { m.Answer[0].Header().Ttl = 1 << 31 }},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: time.Second}},

	{name: "SERVFAIL", message: message{rcode: dns.RcodeServerFailure}, want: confirm.Reply{Outcome: confirm.ServFail}, detail: "SERVFAIL"},
	{name: "SERVFAIL with addresses", message: message{rcode: dns.RcodeServerFailure, answer: good}, want: confirm.Reply{Outcome: confirm.ServFail}},
	{name: "bogus", message: message{rcode: dns.RcodeServerFailure, ede: []uint16{6}}, want: confirm.Reply{Outcome: confirm.Bogus}, detail: "SERVFAIL; EDE 6: DNSSEC Bogus"},
	{name: "bogus, second", message: message{rcode: dns.RcodeServerFailure, ede: []uint16{22, 12}}, want: confirm.Reply{Outcome: confirm.Bogus}, detail: "EDE 22: No Reachable Authority"},
	{name: "lame", message: message{rcode: dns.RcodeServerFailure, ede: []uint16{22}, text: "at\ndelegation"}, want: confirm.Reply{Outcome: confirm.ServFail}, detail: `EDE 22: No Reachable Authority (at\ndelegation)`},
	{name: "unknown extended error", message: message{rcode: dns.RcodeServerFailure, ede: []uint16{65535}}, want: confirm.Reply{Outcome: confirm.ServFail}, detail: "EDE 65535"},
	{name: "referral", message: message{ns: []string{"net. 300 NS a.example."}}, want: confirm.Reply{Outcome: confirm.Refused}, detail: "referral"},
	{name: "refused", message: message{rcode: dns.RcodeRefused}, want: confirm.Reply{Outcome: confirm.Refused}, detail: "REFUSED"},
	{name: "not implemented", message: message{rcode: dns.RcodeNotImplemented}, want: confirm.Reply{Outcome: confirm.Refused}},
	{name: "format error", message: message{rcode: dns.RcodeFormatError}, want: confirm.Reply{Outcome: confirm.Malformed}, detail: "FORMERR"},
	{name: "unknown error", message: message{rcode: 12}, want: confirm.Reply{Outcome: confirm.ServFail}, detail: "RCODE 12"},
	{name: "no recursion", message: message{answer: good, edit: func(m *dns.Msg) { m.RecursionAvailable = false }}, want: confirm.Reply{Outcome: confirm.Refused}, detail: "RA=0"},
	{name: "stale answer", message: message{answer: good, ede: []uint16{3}}, want: confirm.Reply{Outcome: confirm.ServFail}, detail: "expired; EDE 3"},
	{name: "stale NXDOMAIN", message: message{rcode: dns.RcodeNameError, ns: negative, ede: []uint16{19}}, want: confirm.Reply{Outcome: confirm.ServFail}},
	{name: "forged", message: message{answer: good, ede: []uint16{4}}, want: confirm.Reply{Outcome: confirm.Refused}},
	{name: "blocked", message: message{rcode: dns.RcodeNameError, ede: []uint16{15}}, want: confirm.Reply{Outcome: confirm.Refused}, detail: "EDE 15: Blocked"},
	{name: "an extended error that does not matter", message: message{answer: good, ede: []uint16{29}},
		want: confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 300 * time.Second}, detail: "EDE 29"},
}

func TestReply(t *testing.T) {
	for _, test := range replies {
		t.Run(test.name, func(t *testing.T) {
			q := confirm.Question{Name: host, V6: test.v6}
			got := confirm.ReadReply(test.pack(q), q)
			if !strings.Contains(got.Detail, test.detail) || test.detail == "" && got.Outcome.Definite() && got.Detail != "" {
				t.Errorf("detail %q; want %q", got.Detail, test.detail)
			}
			got.Detail = ""
			if diff := cmp.Diff(test.want, got, equalAddr); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.name, diff)
			}
		})
	}
}

// What is cut short at any place is no answer, even between two records.
func TestReplyCutShort(t *testing.T) {
	q := confirm.Question{Name: host}
	for _, m := range []message{
		{answer: []string{"@ 300 CNAME a.example.", "a.example. 300 A 192.0.2.1", "a.example. 300 A 192.0.2.25"}},
		{rcode: dns.RcodeNameError, ns: negative, ede: []uint16{29}},
	} {
		whole := m.pack(q)
		for n := range whole {
			if got := confirm.ReadReply(whole[:n], q); got.Outcome != confirm.Malformed {
				t.Errorf("%d of %d octets: %+v", n, len(whole), got)
			}
		}
	}
}

// Records without RDATA, which are for updates only, pass the library.
func TestReplyWithoutData(t *testing.T) {
	q := confirm.Question{Name: host}
	for _, rrtype := range []uint16{dns.TypeA, dns.TypeCNAME} {
		packet := message{edit: func(m *dns.Msg) {
			m.Answer = []dns.RR{&dns.ANY{Hdr: dns.RR_Header{Name: host, Rrtype: rrtype, Class: dns.ClassINET}}}
		}}.pack(q)
		if got := confirm.ReadReply(packet, q); got.Outcome != confirm.Malformed {
			t.Errorf("type %d: %+v", rrtype, got)
		}
	}
}

// An extended error may hold 64 KB of anything.
func TestReplyLongText(t *testing.T) {
	q := confirm.Question{Name: host}
	got := confirm.ReadReply(message{rcode: dns.RcodeServerFailure, ede: []uint16{0}, text: "aa" + strings.Repeat("\x00ä\n", 10000)}.pack(q), q)
	if len(got.Detail) > 2000 || !isPrintable(got.Detail) || !strings.HasSuffix(got.Detail, `\x00...)`) {
		t.Errorf("%d octets: %s", len(got.Detail), got.Detail)
	}
}

func isPrintable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}
