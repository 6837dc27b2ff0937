package rdnsmgr_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// behind is a block with a hosts plugin behind ours, which knows some names.
func behind(properties string) string {
	return strings.TrimSuffix(small(properties), "}\n") + `	hosts {
		192.0.2.200 hosts.host.example
		192.0.2.80 www.host.example
		192.0.2.81 away.host.example
		192.0.2.82 static.host.example
		192.0.2.1 elsewhere.example.org
		ttl 77
	}
}
`
}

// TestFallthrough: what we have nothing for goes on to the next plugin. Names
// that exist stay with us, whatever type they are asked for.
func TestFallthrough(t *testing.T) {
	properties := `except 192.0.2.200/32
		record static.host.example TXT "ours"
		record far.away.host.example TXT "ours"
		fallthrough`
	s := start(t, behind(properties))
	for _, c := range []struct {
		name  string
		qname string
		qtype uint16
		want  want
	}{
		{"address without a name", "200." + zone4, dns.TypePTR, data("@ 77 IN PTR hosts.host.example.")},
		{"forward name", "www." + zoneHost, dns.TypeA, data("@ 77 IN A 192.0.2.80")},
		{"generated", "1." + zone4, dns.TypePTR, data("@ 3600 IN PTR ip-192-0-2-1.host.example.")},
		{"other type of a generated address", "1." + zone4, dns.TypeTXT, nodata(zone4)},
		{"wrong family", "ip-192-0-2-1." + zoneHost, dns.TypeAAAA, nodata(zoneHost)},
		{"other type of static data", "static." + zoneHost, dns.TypeA, nodata(zoneHost)},
		{"empty non-terminal", "away." + zoneHost, dns.TypeA, nodata(zoneHost)},
		{"apex", zoneHost, dns.TypeA, nodata(zoneHost)},
		{"transfer of a name that is not ours", "www." + zoneHost, dns.TypeAXFR, fault(dns.RcodeRefused, dns.ExtendedErrorCodeProhibited)},
	} {
		t.Run(c.name, func(t *testing.T) { s.check(t, query(c.qname, c.qtype), c.want) })
	}
}

// A zone behind fallthrough restricts it.
func TestFallthroughOfZones(t *testing.T) {
	s := start(t, behind("except 192.0.2.200/32\nfallthrough host.example"))
	s.check(t, query("200."+zone4, dns.TypePTR), nxdomain(zone4))
	s.check(t, query("www."+zoneHost, dns.TypeA), data("@ 77 IN A 192.0.2.80"))
	s.check(t, query("WWW.Host.Example.", dns.TypeA), data("www.host.example. 77 IN A 192.0.2.80"))
}

// Without fallthrough nothing of our zones goes on.
func TestNoFallthrough(t *testing.T) {
	s := start(t, behind("except 192.0.2.200/32"))
	s.check(t, query("200."+zone4, dns.TypePTR), nxdomain(zone4))
	s.check(t, query("www."+zoneHost, dns.TypeA), nxdomain(zoneHost))
}

// Names outside of our zones go on in any case.
func TestOutsideGoesOn(t *testing.T) {
	corefile := strings.Replace(behind(""), "2.0.192.in-addr.arpa:0 host.example:0 {", ".:0 {", 1)
	corefile = strings.Replace(corefile, "rdnsmgr {", "rdnsmgr 192.0.2.0/24 host.example {", 1)
	s := start(t, corefile)
	s.check(t, query("elsewhere.example.org.", dns.TypeA), data("@ 77 IN A 192.0.2.1"))
	s.check(t, query("www."+zoneHost, dns.TypeA), nxdomain(zoneHost))
}
