package rdnsmgr_test

import (
	"testing"

	"github.com/miekg/dns"
)

// The SOA record of a negative answer lives as long as the shorter of its own
// TTL and its MINIMUM (RFC 2308, 3); asked for, it has its own.
func TestNegativeTTL(t *testing.T) {
	for _, c := range []struct {
		name         string
		ttl          string
		answers      int
		minimum      int
		wantPositive string
	}{
		{"defaults", "", 3600, 300, "3600"},
		{"minimum is shorter", "ttl 1000 10", 1000, 10, "1000"},
		{"minimum is longer", "ttl 10 1000", 10, 1000, "10"},
		{"equal", "ttl 77 77", 77, 77, "77"},
		{"one number", "ttl 60", 60, 300, "60"},
		{"longest", "ttl 604800 604800", 604800, 604800, "604800"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, small(c.ttl))
			negative := []string{negativeSOA(zone4, c.answers, c.minimum)}
			s.check(t, query("1."+zone4, dns.TypeTXT), want{authority: negative})
			s.check(t, query("x."+zone4, dns.TypeTXT), want{rcode: dns.RcodeNameError, authority: negative})
			s.check(t, query(zone4, dns.TypeTXT), want{authority: negative})
			s.check(t, query(zone4, dns.TypeSOA), data(soaRecord("@", c.answers, c.minimum)))
			s.check(t, query("1."+zone4, dns.TypePTR), data("@ "+c.wantPositive+" IN PTR ip-192-0-2-1.host.example."))
			s.check(t, query("ip-192-0-2-1."+zoneHost, dns.TypeA), data("@ "+c.wantPositive+" IN A 192.0.2.1"))
		})
	}
}

// TestTTLOfSets: the records of a set share the smallest TTL (RFC 2181, 5.2).
func TestTTLOfSets(t *testing.T) {
	s := start(t, small(`names 3
		ptr 192.0.2.1 a.example.net 500
		ptr 192.0.2.1 b.example.net 400
		ptr 192.0.2.1 c.example.net
		record www.host.example 50 A 192.0.2.80
		record www.host.example 40 A 192.0.2.81
		record www.host.example TXT "another set"`))
	s.check(t, query("1."+zone4, dns.TypePTR), data("@ 400 IN PTR a.example.net.", "@ 400 IN PTR b.example.net.", "@ 400 IN PTR c.example.net."))
	s.check(t, query("www."+zoneHost, dns.TypeA), data("@ 40 IN A 192.0.2.80", "@ 40 IN A 192.0.2.81"))
	s.check(t, query("www."+zoneHost, dns.TypeTXT), data(`@ 3600 IN TXT "another set"`))
}
