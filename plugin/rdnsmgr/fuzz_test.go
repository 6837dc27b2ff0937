package rdnsmgr_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/plugin/rdnsmgr"
)

// FuzzServeDNS hands arbitrary octets to the server as a query. Whatever they
// are, the reply is one message that fits its question, and a negative answer
// has exactly one SOA record, and a message would have said the same.
func FuzzServeDNS(f *testing.F) {
	for _, n := range nodes() {
		for _, qtype := range []uint16{dns.TypePTR, dns.TypeA, dns.TypeDS, dns.TypeANY, dns.TypeAXFR} {
			f.Add(pack(f, query(n.name, qtype)), false)
		}
	}
	for _, label := range append(malformed4, malformed6...) {
		if label != "" {
			f.Add(wireQuery([]string{label, "2", "0", "192", "in-addr", "arpa"}, dns.TypePTR), true)
			f.Add(wireQuery([]string{label, "113", "dyn", "host", "example"}, dns.TypeA), true)
		}
	}
	notify := query(zone4, dns.TypeSOA)
	notify.Opcode = dns.OpcodeNotify
	f.Add(pack(f, notify), false)
	for _, n := range blockAliases() {
		f.Add(pack(f, query(n.name, dns.TypePTR)), false)
		f.Add(pack(f, query(n.target, dns.TypeDS)), false)
	}
	worlds := []*server{startWorld(f), startOddWorld(f), start(f, blocks)}
	f.Fuzz(func(t *testing.T, octets []byte, tcp bool) {
		for _, s := range worlds {
			s.fuzz(t, octets, tcp)
		}
	})
}

func (s *server) fuzz(t *testing.T, octets []byte, tcp bool) {
	r := new(dns.Msg)
	if r.Unpack(octets) != nil || !accepted(octets) || len(r.Question) != 1 || r.Question[0].Qtype == typeGrab {
		return // the server does not hand it on, or the harness takes it
	}
	asked := r.Copy()
	w := s.serve(t, octets, tcp)
	if len(w.wire) != 1 {
		t.Fatalf("%d replies to\n%v", len(w.wire), asked)
	}
	m := new(dns.Msg)
	if err := m.Unpack(w.wire[0]); err != nil {
		t.Fatalf("reply %x: %v", w.wire[0], err)
	}
	if limit := limitOf(asked, tcp); len(w.wire[0]) > limit {
		t.Errorf("%d octets, want at most %d", len(w.wire[0]), limit)
	}
	if !m.Response || m.Id != asked.Id || m.Opcode != asked.Opcode || m.Question[0] != asked.Question[0] || len(m.Question) != 1 {
		t.Errorf("reply\n%v\nto\n%v", m, asked)
	}
	if !sound(m) {
		t.Errorf("%v", m)
	}
	asMessage := new(dns.Msg)
	if err := asMessage.Unpack(s.serveTo(t, octets, &writer{tcp: tcp, messages: true}).wire[0]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(show(asMessage), show(m)); diff != "" {
		t.Errorf("reply (-as a message +as octets):\n%s", diff)
	}
}

// FuzzWireName compares names in packets with those of the DNS library.
func FuzzWireName(f *testing.F) {
	long := strings.Repeat("x", 63) + "."
	for _, name := range []string{
		"", ".", "..", "a.", "a..", ".a.", "a", "a.b.", "a..b.", `a\.b.`, `a\000.`, "a b.", "\xff\x00.", long, "x" + long,
		strings.Repeat(long, 3), strings.Repeat(long, 3) + long[2:], strings.Repeat(long, 3) + long[3:], strings.Repeat("a.", 127), strings.Repeat("a.", 128),
		strings.Repeat(long, 3) + strings.Repeat(`\001`, 61) + ".", strings.Repeat(long, 3) + strings.Repeat(`\001`, 62) + ".",
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		octets, ok := rdnsmgr.WireName(name)
		buf := make([]byte, 2*len(name)+2)
		end, err := dns.PackDomainName(name, buf, 0, nil, false)
		fine := err == nil && end <= 255 && dns.IsFqdn(name) && name != "."
		if ok != fine {
			t.Fatalf("%q: a name %t, want %t (%v)", name, ok, fine, err)
		}
		if ok && !bytes.Equal(octets, buf[:end]) {
			t.Errorf("%q: octets %x, want %x", name, octets, buf[:end])
		}
	})
}

// accepted reports whether the server hands the octets on to plugins.
func accepted(octets []byte) bool {
	return len(octets) >= 12 && dns.DefaultMsgAcceptFunc(dns.Header{
		Bits:    uint16(octets[2])<<8 | uint16(octets[3]),
		Qdcount: uint16(octets[4])<<8 | uint16(octets[5]), Ancount: uint16(octets[6])<<8 | uint16(octets[7]),
		Nscount: uint16(octets[8])<<8 | uint16(octets[9]), Arcount: uint16(octets[10])<<8 | uint16(octets[11]),
	}) == dns.MsgAccept
}

func limitOf(r *dns.Msg, tcp bool) int {
	o := r.IsEdns0()
	switch {
	case tcp:
		return dns.MaxMsgSize
	case o == nil:
		return dns.MinMsgSize
	}
	return max(dns.MinMsgSize, int(o.UDPSize()))
}

// sound reports whether the sections fit the code (RFC 2308, 2).
func sound(m *dns.Msg) bool {
	soas, servers := 0, 0
	for _, rr := range m.Ns {
		switch rr.(type) {
		case *dns.SOA:
			soas++
		case *dns.NS:
			servers++
		}
	}
	switch {
	case m.Rcode == dns.RcodeNameError, m.Rcode == dns.RcodeSuccess && m.Authoritative && len(m.Answer) == 0 && !m.Truncated:
		return m.Authoritative && soas == 1 && len(m.Ns) == 1 && len(m.Answer) == 0
	case m.Rcode == dns.RcodeSuccess && m.Authoritative:
		return len(m.Ns) == 0 || isAlias(m) && servers == len(m.Ns)
	case m.Rcode == dns.RcodeSuccess:
		return len(m.Answer) == 0 && servers == len(m.Ns) && servers > 0
	case m.Rcode == dns.RcodeServerFailure: // a panic that the server caught
		return false
	}
	return !m.Authoritative && len(m.Answer)+len(m.Ns) == 0
}

// isAlias reports whether the answer is one CNAME, which the delegation of its
// target may follow.
func isAlias(m *dns.Msg) bool {
	return len(m.Answer) == 1 && m.Answer[0].Header().Rrtype == dns.TypeCNAME
}

// The check of the fuzzer itself finds what it is meant to find.
func TestSound(t *testing.T) {
	soa, ns, ptr := new(dns.SOA), new(dns.NS), new(dns.PTR)
	cname := &dns.CNAME{Hdr: dns.RR_Header{Rrtype: dns.TypeCNAME}}
	for _, c := range []struct {
		name          string
		rcode         int
		authoritative bool
		answer, ns    []dns.RR
		want          bool
	}{
		{"data", 0, true, []dns.RR{ptr}, nil, true},
		{"data with SOA", 0, true, []dns.RR{ptr}, []dns.RR{soa}, false},
		{"data with a referral", 0, true, []dns.RR{ptr}, []dns.RR{ns}, false},
		{"alias", 0, true, []dns.RR{cname}, nil, true},
		{"alias with a referral", 0, true, []dns.RR{cname}, []dns.RR{ns}, true},
		{"alias with SOA", 0, true, []dns.RR{cname}, []dns.RR{soa}, false},
		{"no data", 0, true, nil, []dns.RR{soa}, true},
		{"no data without SOA", 0, true, nil, nil, false},
		{"no data with two", 0, true, nil, []dns.RR{soa, soa}, false},
		{"NXDOMAIN", dns.RcodeNameError, true, nil, []dns.RR{soa}, true},
		{"NXDOMAIN without AA", dns.RcodeNameError, false, nil, []dns.RR{soa}, false},
		{"NXDOMAIN with data", dns.RcodeNameError, true, []dns.RR{ptr}, []dns.RR{soa}, false},
		{"referral", 0, false, nil, []dns.RR{ns}, true},
		{"referral with SOA", 0, false, nil, []dns.RR{ns, soa}, false},
		{"nothing at all", 0, false, nil, nil, false},
		{"refused", dns.RcodeRefused, false, nil, nil, true},
		{"refused with AA", dns.RcodeRefused, true, nil, nil, false},
		{"panic", dns.RcodeServerFailure, false, nil, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &dns.Msg{MsgHdr: dns.MsgHdr{Rcode: c.rcode, Authoritative: c.authoritative}, Answer: c.answer, Ns: c.ns}
			if got := sound(m); got != c.want {
				t.Errorf("sound: %t, want %t", got, c.want)
			}
		})
	}
	if accepted(bytes.Repeat([]byte{0xff}, 12)) {
		t.Error("a reply counts as a query")
	}
}
