package rdnsmgr_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// TestDelegation has cuts where other data is as well. The cut wins (RFC 1034,
// 4.3.2, step 3b).
func TestDelegation(t *testing.T) {
	s := start(t, small(`ptr 192.0.2.98 explicit.example.net
		record 99.2.0.192.in-addr.arpa NS ns1.customer.example
		record one.host.example NS NS.One.Host.Example
		record ns.one.host.example A 192.0.2.61
		record two.host.example NS ns.one.host.example
		record three.host.example NS ns.two.host.example
		record ns.two.host.example AAAA 2001:db8::62
		record four.host.example 60 NS ns1.host.example
		record four.host.example 30 NS ns1.customer.example
		record x.y.five.host.example NS ns1.customer.example`))
	for _, c := range []struct {
		name  string
		qname string
		qtype uint16
		want  want
	}{
		{"address at the cut", "99." + zone4, dns.TypePTR, *referral([]string{"@ 3600 IN NS ns1.customer.example."})},
		{"beside the cut", "98." + zone4, dns.TypePTR, data("@ 3600 IN PTR explicit.example.net.")},
		{"generated name of the delegated address", "ip-192-0-2-99." + zoneHost, dns.TypeA, nxdomain(zoneHost)},
		{"generated name beside", "ip-192-0-2-98." + zoneHost, dns.TypeA, data("@ 3600 IN A 192.0.2.98")},
		{"name server in capitals", "x.one." + zoneHost, dns.TypeA,
			*referral([]string{"one." + zoneHost + " 3600 IN NS NS.One.Host.Example."}, "NS.One.Host.Example. 3600 IN A 192.0.2.61")},
		{"name server below another cut", "x.two." + zoneHost, dns.TypeA,
			*referral([]string{"two." + zoneHost + " 3600 IN NS ns.one.host.example."}, "ns.one.host.example. 3600 IN A 192.0.2.61")},
		{"name server with AAAA only", "x.three." + zoneHost, dns.TypeA,
			*referral([]string{"three." + zoneHost + " 3600 IN NS ns.two.host.example."}, "ns.two.host.example. 3600 IN AAAA 2001:db8::62")},
		{"our own name server", "four." + zoneHost, dns.TypeNS,
			*referral([]string{"@ 30 IN NS ns1.host.example.", "@ 30 IN NS ns1.customer.example."}, "ns1.host.example. 3600 IN A 192.0.2.53")},
		{"DS at the cut", "four." + zoneHost, dns.TypeDS, nodata(zoneHost)},
		{"DS below the cut", "x.four." + zoneHost, dns.TypeDS,
			*referral([]string{"four." + zoneHost + " 30 IN NS ns1.host.example.", "four." + zoneHost + " 30 IN NS ns1.customer.example."}, "ns1.host.example. 3600 IN A 192.0.2.53")},
		{"above a cut", "y.five." + zoneHost, dns.TypeA, nodata(zoneHost)},
		{"far above a cut", "five." + zoneHost, dns.TypeDS, nodata(zoneHost)},
		{"beside a cut far below", "z.y.five." + zoneHost, dns.TypeA, nxdomain(zoneHost)},
	} {
		t.Run(c.name, func(t *testing.T) { s.check(t, query(c.qname, c.qtype), c.want) })
	}
}

// Glue that does not fit is not left out in silence (RFC 9471, 3.1).
func TestGlueThatDoesNotFit(t *testing.T) {
	var properties strings.Builder
	for i := range 20 {
		fmt.Fprintf(&properties, "record cust.host.example NS ns%d.cust.host.example\nrecord ns%d.cust.host.example AAAA 2001:db8::%d\n", i, i, i)
	}
	s := start(t, small(properties.String()))
	m := s.ask(t, new(dns.Msg).SetQuestion("x.cust."+zoneHost, dns.TypeA))
	if diff := cmp.Diff("qr tc rd", show(m).Flags); diff != "" {
		t.Errorf("flags (-want +got):\n%s", diff)
	}
	whole := s.askWire(t, pack(t, new(dns.Msg).SetQuestion("x.cust."+zoneHost, dns.TypeA)), true)
	if got := show(whole); got.Flags != "qr rd" || len(got.Authority) != 20 || len(got.Additional) != 20 {
		t.Errorf("over TCP:\n%v", whole)
	}
}

// Static data may stand below an address. Then the address exists, even without
// a name.
func TestStaticBelowAddress(t *testing.T) {
	s := start(t, small(`except 192.0.2.200/32
		record _x.200.2.0.192.in-addr.arpa TXT "below an address without name"
		record _x.1.2.0.192.in-addr.arpa TXT "below a generated one"`))
	s.check(t, query("200."+zone4, dns.TypePTR), nodata(zone4))
	s.check(t, query("_x.200."+zone4, dns.TypeTXT), data(`@ 3600 IN TXT "below an address without name"`))
	s.check(t, query("1."+zone4, dns.TypePTR), data("@ 3600 IN PTR ip-192-0-2-1.host.example."))
	s.check(t, query("_x.1."+zone4, dns.TypeTXT), data(`@ 3600 IN TXT "below a generated one"`))
	s.check(t, query("_y.1."+zone4, dns.TypeTXT), nxdomain(zone4))
}

// A record whose owner needs escapes is answered, or else refused when it is
// read. It is not accepted and then denied.
func TestOwnersThatNeedEscapes(t *testing.T) {
	for _, owner := range []string{`first\.last`, `two\032words`, `at\064sign`, `brackets\(x\)`, `\000`} {
		t.Run(owner, func(t *testing.T) {
			path := t.TempDir() + "/static.records"
			write(t, path, owner+`.host.example. TXT "data"`+"\n")
			s, fault := tryStart(t, small("records "+path))
			if s == nil {
				if !strings.Contains(fault, "static.records:1: ") {
					t.Errorf("fault without its place: %s", fault)
				}
				return
			}
			s.check(t, query(owner+"."+zoneHost, dns.TypeTXT), data(`@ 3600 IN TXT "data"`))
		})
	}
}

// What exists follows the data: with the last name below it an empty
// non-terminal goes.
func TestExistenceFollowsData(t *testing.T) {
	corefile := func(properties string) string {
		return block(zone6+":0", "", soaNS+"\n\t\t"+properties)
	}
	nothing := want{rcode: dns.RcodeNameError, authority: []string{strings.ReplaceAll(negativeSOA(zone6, 3600, 300), "host.example", "example.net")}}
	empty := nothing
	empty.rcode = dns.RcodeSuccess
	s := start(t, corefile("ptr 2001:db8:ffff::25 mail.example.net"))
	waitIdle(t)
	s.check(t, query("f.f."+zone6, dns.TypeA), empty)
	s.restart(t, corefile("ptr 2001:db8:eeee::25 mail.example.net"))
	waitIdle(t)
	s.check(t, query("f.f."+zone6, dns.TypeA), nothing)
	s.check(t, query("e.e."+zone6, dns.TypeA), empty)
}
