package rdnsmgr_test

import (
	"fmt"
	"testing"

	"github.com/miekg/dns"
)

// Without an OPT record in the query there is none in the reply (RFC 6891, 7).
func TestNoOPT(t *testing.T) {
	s := startWorld(t)
	for what, n := range shapes() {
		t.Run(what, func(t *testing.T) {
			for _, qtype := range allTypes() {
				s.check(t, new(dns.Msg).SetQuestion(n.name, qtype), n.want(qtype))
			}
		})
	}
}

// The server tells the client's own size back. What the size is for is tested
// where answers are cut.
func TestOPTSize(t *testing.T) {
	s := startWorld(t)
	for _, size := range []uint16{0, 1, 511, 512, 513, 1220, 1232, 4096, 65535} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			for _, n := range shapes() {
				r := new(dns.Msg).SetQuestion(n.name, dns.TypePTR).SetEdns0(size, false)
				s.check(t, r, n.want(dns.TypePTR))
			}
		})
	}
}

// DO is copied (RFC 3225, 3), every other flag is ignored (RFC 6891, 6.1.4).
// CO of RFC 9824 is one of those.
func TestOPTFlags(t *testing.T) {
	s := startWorld(t)
	for what, n := range shapes() {
		t.Run(what, func(t *testing.T) {
			for bit := range 16 {
				r := query(n.name, dns.TypePTR)
				r.IsEdns0().Hdr.Ttl = 1 << bit
				s.check(t, r, n.want(dns.TypePTR))
				r.IsEdns0().Hdr.Ttl = 0xffff
				s.check(t, r, n.want(dns.TypePTR))
			}
		})
	}
}

// TestOPTOptions sends options. None is echoed: not a cookie of eight octets
// (RFC 7873, 5.2.3), not the client's subnet (RFC 7871, 7.2.1), not padding in
// the clear (RFC 7830, 6).
func TestOPTOptions(t *testing.T) {
	s := startWorld(t)
	for _, c := range []struct {
		name    string
		options []dns.EDNS0
	}{
		{"client cookie", []dns.EDNS0{&dns.EDNS0_COOKIE{Code: dns.EDNS0COOKIE, Cookie: "0123456789abcdef"}}},
		{"both cookies", []dns.EDNS0{&dns.EDNS0_COOKIE{Code: dns.EDNS0COOKIE, Cookie: "0123456789abcdef0123456789abcdef"}}},
		{"short cookie", []dns.EDNS0{&dns.EDNS0_COOKIE{Code: dns.EDNS0COOKIE, Cookie: "01"}}},
		{"NSID", []dns.EDNS0{&dns.EDNS0_NSID{Code: dns.EDNS0NSID}}},
		{"subnet", []dns.EDNS0{&dns.EDNS0_SUBNET{Code: dns.EDNS0SUBNET, Family: 1, SourceNetmask: 24, Address: []byte{192, 0, 2, 0}}}},
		{"keepalive", []dns.EDNS0{&dns.EDNS0_TCP_KEEPALIVE{Code: dns.EDNS0TCPKEEPALIVE}}},
		{"padding", []dns.EDNS0{&dns.EDNS0_PADDING{Padding: make([]byte, 64)}}},
		{"expire", []dns.EDNS0{&dns.EDNS0_EXPIRE{Code: dns.EDNS0EXPIRE, Empty: true}}},
		{"extended error", []dns.EDNS0{&dns.EDNS0_EDE{InfoCode: 24}}},
		{"unknown", []dns.EDNS0{&dns.EDNS0_LOCAL{Code: 65001, Data: []byte("echo")}}},
		{"unassigned", []dns.EDNS0{&dns.EDNS0_LOCAL{Code: 4000}}},
		{"twice", []dns.EDNS0{&dns.EDNS0_NSID{Code: dns.EDNS0NSID}, &dns.EDNS0_NSID{Code: dns.EDNS0NSID}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range shapes() {
				r := query(n.name, dns.TypePTR)
				r.IsEdns0().Option = c.options
				s.check(t, r, n.want(dns.TypePTR))
			}
		})
	}
}

// Another version than 0 is answered with BADVERS (RFC 6891, 6.1.3).
func TestOPTVersion(t *testing.T) {
	s := startWorld(t)
	for _, version := range []uint8{1, 2, 127, 255} {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			r := query("1."+zone4, dns.TypePTR)
			r.IsEdns0().SetVersion(version)
			m := s.ask(t, r)
			if m.Rcode != dns.RcodeBadVers || len(m.Answer)+len(m.Ns) != 0 || m.IsEdns0() == nil || m.IsEdns0().Version() != 0 {
				t.Errorf("reply\n%v", m)
			}
		})
	}
}

// Two OPT records, and one that the root does not own, are format errors
// (RFC 6891, 6.1.1 and 6.1.2), wherever they stand.
func TestWrongOPT(t *testing.T) {
	s := startWorld(t)
	opt := func(owner string) *dns.OPT {
		return &dns.OPT{Hdr: dns.RR_Header{Name: owner, Rrtype: dns.TypeOPT, Class: 1232}}
	}
	other, err := dns.NewRR("x.example. 0 IN A 192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		extra []dns.RR
	}{
		{"two", []dns.RR{opt("."), opt(".")}},
		{"three", []dns.RR{opt("."), opt("."), opt(".")}},
		{"two around another record", []dns.RR{opt("."), other, opt(".")}},
		{"owner", []dns.RR{opt("example.")}},
		{"owner that is the question", []dns.RR{opt("1." + zone4)}},
		{"a good one and one with an owner", []dns.RR{opt("."), opt("example.")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range shapes() {
				r := new(dns.Msg).SetQuestion(n.name, dns.TypePTR)
				r.Extra = c.extra
				s.check(t, r, fault(dns.RcodeFormatError, 0))
			}
		})
	}
}
