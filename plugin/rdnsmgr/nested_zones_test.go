package rdnsmgr_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// Zones of ours below each other, with names between them.
const nested = `192.in-addr.arpa:0 2.0.192.in-addr.arpa:0 ip6.example:0 a.b.host.example:0 host.example:0,
8.b.d.0.1.0.0.2.ip6.arpa:0 5.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa:0 {
	bind 127.0.0.1
	grab
	rdnsmgr {
		pool 192.0.2.0/24 ip-{ip}.host.example
		pool 192.0.0.0/24 ip-{ip}.host.example
		record ns1.host.example A 192.0.2.53
		record a.b.host.example TXT "the apex below"
		soa ns1.host.example hostmaster.host.example
		ns ns1.host.example
	}
}
`

// TestNestedZones: the longest zone answers, but DS records stand in the zone
// above (RFC 4035, 3.1.4.1). What lies between is an empty non-terminal of the
// zone above, even where that has nothing of its own.
func TestNestedZones(t *testing.T) {
	s := start(t, nested)
	for _, c := range []struct {
		name  string
		qname string
		qtype uint16
		want  want
	}{
		{"address of the zone below", "1.2.0.192.in-addr.arpa.", dns.TypePTR, data("@ 3600 IN PTR ip-192-0-2-1.host.example.")},
		{"address of the zone above", "1.0.0.192.in-addr.arpa.", dns.TypePTR, data("@ 3600 IN PTR ip-192-0-0-1.host.example.")},
		{"nothing below", "x.2.0.192.in-addr.arpa.", dns.TypePTR, nxdomain("2.0.192.in-addr.arpa.")},
		{"nothing above", "3.0.192.in-addr.arpa.", dns.TypePTR, nxdomain("192.in-addr.arpa.")},
		{"between, with a pool", "0.192.in-addr.arpa.", dns.TypePTR, nodata("192.in-addr.arpa.")},
		{"DS of the zone below", "2.0.192.in-addr.arpa.", dns.TypeDS, nodata("192.in-addr.arpa.")},
		{"DS of the zone above", "192.in-addr.arpa.", dns.TypeDS, nodata("192.in-addr.arpa.")},
		{"DS inside the zone below", "1.2.0.192.in-addr.arpa.", dns.TypeDS, nodata("2.0.192.in-addr.arpa.")},
		{"SOA of the zone below", "2.0.192.in-addr.arpa.", dns.TypeSOA, data(soaRecord("@", 3600, 300))},
		{"TXT of the zone below", "2.0.192.in-addr.arpa.", dns.TypeTXT, nodata("2.0.192.in-addr.arpa.")},
		{"between, in IPv6", "0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.", dns.TypeNS, nodata(zone6)},
		{"between, one nibble", "0.8.b.d.0.1.0.0.2.ip6.arpa.", dns.TypeNS, nodata(zone6)},
		{"beside, in IPv6", "4.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.", dns.TypeNS, nxdomain(zone6)},
		{"DS of the zone below, in IPv6", "5.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.", dns.TypeDS, nodata(zone6)},
		{"nothing in the empty zone", "1.5.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.", dns.TypeNS, nxdomain("5.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.")},
		{"between, forward", "b.host.example.", dns.TypeA, nodata(zoneHost)},
		{"beside, forward", "c.host.example.", dns.TypeA, nxdomain(zoneHost)},
		{"DS of the zone below, forward", "a.b.host.example.", dns.TypeDS, nodata(zoneHost)},
		{"data at the apex below", "a.b.host.example.", dns.TypeTXT, data(`@ 3600 IN TXT "the apex below"`)},
		{"zone without anything", "x.ip6.example.", dns.TypeA, nxdomain("ip6.example.")},
		{"DS of a zone whose parent is not ours", "ip6.example.", dns.TypeDS, nodata("ip6.example.")},
		{"mixed letters, DS", "2.0.192.IN-Addr.arpa.", dns.TypeDS, nodata("192.IN-Addr.arpa.")},
	} {
		t.Run(c.name, func(t *testing.T) { s.check(t, query(c.qname, c.qtype), c.want) })
	}
}

// Names that are not ours are refused, parents and siblings included. There is
// no referral to the root, and label boundaries count.
func TestNotOurs(t *testing.T) {
	s := startWorld(t)
	names := []string{
		".", "arpa.", "in-addr.arpa.", "192.in-addr.arpa.", "0.192.in-addr.arpa.", "3.0.192.in-addr.arpa.", "12.0.192.in-addr.arpa.",
		"ip6.arpa.", "2.ip6.arpa.", "9.b.d.0.1.0.0.2.ip6.arpa.", "example.", "xhost.example.", "host.example.org.", "ost.example.",
		"1.113.0.203.in-addr.arpa.example.", "in-addr.arpa.example.", "version.bind.", "localhost.", "com.",
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			for _, qtype := range []uint16{dns.TypePTR, dns.TypeNS, dns.TypeSOA, dns.TypeANY, dns.TypeDS, dns.TypeAXFR} {
				s.check(t, query(name, qtype), fault(dns.RcodeRefused, 0))
			}
		})
	}
}

// A server block for more than our zones has the rest refused, by us.
func TestNotOursInOurBlock(t *testing.T) {
	corefile := strings.Replace(small(""), "2.0.192.in-addr.arpa:0 host.example:0 {", ".:0 {", 1)
	corefile = strings.Replace(corefile, "rdnsmgr {", "rdnsmgr 192.0.2.0/24 host.example {", 1)
	s := start(t, corefile)
	s.check(t, query("1."+zone4, dns.TypePTR), data("@ 3600 IN PTR ip-192-0-2-1.host.example."))
	for _, name := range []string{".", "arpa.", "0.192.in-addr.arpa.", "3.0.192.in-addr.arpa.", "example.", "xhost.example.", "org."} {
		t.Run(name, func(t *testing.T) {
			for _, qtype := range []uint16{dns.TypePTR, dns.TypeNS, dns.TypeANY, dns.TypeDS, dns.TypeAXFR} {
				s.check(t, query(name, qtype), fault(dns.RcodeRefused, dns.ExtendedErrorCodeNotAuthoritative))
			}
		})
	}
}

// The server hands every question for DS to the block of the shortest zone, so
// zones above each other in two blocks would deny names that exist. Either such
// blocks are refused, or the question finds the zone below.
func TestNestedZonesInTwoBlocks(t *testing.T) {
	s, fault := tryStart(t, block("192.in-addr.arpa:0", "", soaNS)+
		block("2.0.192.in-addr.arpa:0", "", "pool 192.0.2.0/24 ip-{ip}.host.example { forward off }\n\t\t"+soaNS))
	if s == nil {
		for _, part := range []string{"Corefile:", "192.in-addr.arpa.", zone4} {
			if !strings.Contains(fault, part) {
				t.Errorf("no %q in %q", part, fault)
			}
		}
		return
	}
	for _, name := range []string{zone4, "1." + zone4} {
		if m := s.ask(t, query(name, dns.TypeDS)); m.Rcode != dns.RcodeSuccess {
			t.Errorf("DS of %s, which exists: %s", name, dns.RcodeToString[m.Rcode])
		}
	}
}
