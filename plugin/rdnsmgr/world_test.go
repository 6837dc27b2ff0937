package rdnsmgr_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// The zones of the world, each with something of every kind.
const (
	zone4      = "2.0.192.in-addr.arpa."
	zoneDotted = "113.0.203.in-addr.arpa."
	zoneWide   = "168.192.in-addr.arpa."
	zone6      = "8.b.d.0.1.0.0.2.ip6.arpa."
	zoneMapped = "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa."
	zoneHost   = "host.example."
	zoneChild  = "child.of.host.example."
	zoneOdd    = "0/25.100.51.198.in-addr.arpa."
)

// world is the Corefile that most tests ask. ODD stands for one zone more,
// below in-addr.arpa and yet without addresses (RFC 2317).
const world = `2.0.192.in-addr.arpa:0 113.0.203.in-addr.arpa:0 168.192.in-addr.arpa:0 8.b.d.0.1.0.0.2.ip6.arpa:0,
0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa:0 host.example:0 child.of.host.example:0 ODD {
	bind 127.0.0.1
	grab
	rdnsmgr {
		pool 192.0.2.0/25 ip-{ip}.host.example
		pool 192.0.2.64/28 sub-{ip}.host.example {
			ttl 7200
			name sub
		}
		pool 192.0.2.128/29 silent-{ip}.host.example { forward off }
		pool 203.0.113.0/24 {d}.{c}.dyn.host.example
		pool 192.168.0.0/17 lan-{hex}.host.example
		pool 2001:db8:1::/48 ip-{ip}.host.example
		pool 2001:db8:2:300::/57 h{host}.v6.host.example
		pool ::/64 mapped-{hex}.host.example
		except 192.0.2.16/29
		ptr 192.0.2.25 mail.example.net
		ptr 192.0.2.26 Mail.Host.Example 900
		ptr 192.0.2.20 excepted.example.net
		ptr 192.0.2.200 outside.example.net 600
		ptr 192.0.2.40 one.example.net two.example.net three.example.net
		ptr 2001:db8:1::25 mail.example.net
		ptr 2001:db8:ffff::25 outside.example.net
		record 30.2.0.192.in-addr.arpa TXT "beside a generated name"
		record 25.2.0.192.in-addr.arpa 60 TXT "beside an explicit name"
		record _srv.2.0.192.in-addr.arpa TXT "no address"
		record 99.2.0.192.in-addr.arpa NS ns1.customer.example
		record 7.168.192.in-addr.arpa NS ns.7.168.192.in-addr.arpa.
		record 7.168.192.in-addr.arpa NS ns2.customer.example
		record ns.7.168.192.in-addr.arpa A 192.168.7.53
		record ns.7.168.192.in-addr.arpa AAAA 2001:db8:7::53
		record f.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa NS ns1.customer.example
		record cust.host.example 1800 NS ns.cust.host.example
		record ns.cust.host.example A 192.0.2.54
		record host.example TXT "v=spf1 -all"
		record host.example MX 0 .
		record host.example CAA 0 issue ;
		record www.host.example A 192.0.2.80
		record www.host.example A 192.0.2.81
		record www.host.example AAAA 2001:db8::80
		record far.away.host.example 120 TXT "below an empty non-terminal"
		record ns1.host.example A 192.0.2.53
		record ns1.host.example AAAA 2001:db8::53
		ODDRECORD
		soa ns1.host.example hostmaster.host.example
		ns ns1.host.example ns2.example.net
		ttl 3600 300
		names 3
	}
}
`

// startWorld starts the world without the odd zone.
func startWorld(t testing.TB) *server {
	t.Helper()
	return start(t, strings.NewReplacer("ODDRECORD", "", "ODD", "").Replace(world))
}

// startOddWorld starts the world with the odd zone.
func startOddWorld(t testing.TB) *server {
	t.Helper()
	record := "ptr 198.51.100.1 one.customer.example"
	return start(t, strings.NewReplacer("ODDRECORD", record, "ODD", "0/25.100.51.198.in-addr.arpa:0").Replace(world))
}

// A rrset is data of one type, in the order in which an answer has them. RRs
// that are not its own follow in the additional section.
type rrset struct {
	qtype   uint16
	records []string
	glue    []string
}

// A node is a name of the world and what the specification says it is.
type node struct {
	what   string
	name   string
	zone   string // its apex; "" when the name is not ours
	parent string // of an apex: the zone of ours above it, which answers for DS
	exists bool
	cut    *want // the referral, at and below a delegation
	sets   []rrset
}

// want returns what a question for the type must be answered with.
func (n node) want(qtype uint16) want {
	if w, ok := meta(qtype); ok {
		return w
	}
	if n.cut != nil && (qtype != dns.TypeDS || !n.exists) {
		return *n.cut
	}
	if n.parent != "" && qtype == dns.TypeDS {
		return nodata(n.parent)
	}
	for _, set := range n.sets {
		if set.qtype == qtype || qtype == dns.TypeANY {
			return want{answer: set.records, additional: set.glue}
		}
	}
	if n.exists {
		return nodata(n.zone)
	}
	return nxdomain(n.zone)
}

// meta returns what types that are no data are answered with, at every name.
func meta(qtype uint16) (want, bool) {
	switch qtype {
	case dns.TypeAXFR, dns.TypeIXFR:
		return fault(dns.RcodeRefused, dns.ExtendedErrorCodeProhibited), true
	case dns.TypeMAILA, dns.TypeMAILB:
		return fault(dns.RcodeNotImplemented, dns.ExtendedErrorCodeNotSupported), true
	case dns.TypeNone, dns.TypeOPT, dns.TypeTSIG, dns.TypeTKEY:
		return fault(dns.RcodeFormatError, 0), true
	case 128: // NXNAME, RFC 9824
		return fault(dns.RcodeFormatError, dns.ExtendedErrorCodeInvalidQueryType), true
	}
	return want{}, false
}

// referral is the answer at and below a delegation.
func referral(servers []string, glue ...string) *want {
	return &want{refers: true, authority: servers, additional: glue}
}

func ptr(ttl string, names ...string) rrset {
	s := rrset{qtype: dns.TypePTR}
	for _, n := range names {
		s.records = append(s.records, "@ "+ttl+" IN PTR "+n)
	}
	return s
}

func one(qtype uint16, records ...string) rrset { return rrset{qtype: qtype, records: records} }

// apex is the node of an origin. More sets may follow.
func apex(zone string, more ...rrset) node {
	return node{what: "apex " + zone, name: zone, zone: zone, exists: true, sets: append([]rrset{
		one(dns.TypeSOA, soaRecord("@", 3600, 300)),
		{
			qtype:   dns.TypeNS,
			records: []string{"@ 3600 IN NS ns1.host.example.", "@ 3600 IN NS ns2.example.net."},
			glue:    []string{"ns1.host.example. 3600 IN A 192.0.2.53", "ns1.host.example. 3600 IN AAAA 2001:db8::53"},
		},
	}, more...)}
}

// below marks an apex as lying in another zone of ours.
func below(parent string, n node) node {
	n.parent = parent
	return n
}

func exists(what, name, zone string, sets ...rrset) node {
	return node{what: what, name: name, zone: zone, exists: true, sets: sets}
}

func missing(what, name, zone string) node { return node{what: what, name: name, zone: zone} }

// delegated is a name below a cut, delegates the cut itself.
func delegated(what, name, zone string, to *want) node {
	return node{what: what, name: name, zone: zone, cut: to}
}

func delegates(what, name, zone string, to *want) node {
	return node{what: what, name: name, zone: zone, cut: to, exists: true}
}
