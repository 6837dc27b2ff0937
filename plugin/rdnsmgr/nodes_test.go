package rdnsmgr_test

import (
	"slices"

	"github.com/miekg/dns"
)

// nodes are the names of the world, by the specification: what is an apex, an
// address, an empty non-terminal, a generated name, a delegation, or nothing.
func nodes() []node {
	return slices.Concat(apexNodes(), nodes4(), nodesWide(), nodes6(), forwardNodes(), staticNodes())
}

func apexNodes() []node {
	return []node{
		apex(zone4),
		apex(zoneDotted),
		apex(zoneWide),
		apex(zone6),
		apex(zoneMapped),
		below(zoneHost, apex(zoneChild)),
		apex(zoneHost,
			one(dns.TypeTXT, `@ 3600 IN TXT "v=spf1 -all"`),
			one(dns.TypeMX, "@ 3600 IN MX 0 ."),
			one(dns.TypeCAA, `@ 3600 IN CAA 0 issue ";"`)),
	}
}

func nodes4() []node {
	at := func(labels string) string { return labels + "." + zone4 }
	cut := referral([]string{at("99") + " 3600 IN NS ns1.customer.example."})
	return []node{
		exists("generated", at("1"), zone4, ptr("3600", "ip-192-0-2-1.host.example.")),
		exists("network address", at("0"), zone4, ptr("3600", "ip-192-0-2-0.host.example.")),
		exists("last of the pool", at("127"), zone4, ptr("3600", "ip-192-0-2-127.host.example.")),
		exists("explicit", at("25"), zone4, ptr("3600", "mail.example.net."), one(dns.TypeTXT, `@ 60 IN TXT "beside an explicit name"`)),
		exists("explicit with TTL", at("26"), zone4, ptr("900", "mail.host.example.")),
		exists("explicit in an exception", at("20"), zone4, ptr("3600", "excepted.example.net.")),
		exists("explicit outside of pools", at("200"), zone4, ptr("600", "outside.example.net.")),
		exists("three names", at("40"), zone4, ptr("3600", "one.example.net.", "two.example.net.", "three.example.net.")),
		exists("nested pool", at("64"), zone4, ptr("7200", "sub-192-0-2-64.host.example.")),
		exists("behind the nested pool", at("80"), zone4, ptr("3600", "ip-192-0-2-80.host.example.")),
		exists("pool without forward names", at("128"), zone4, ptr("3600", "silent-192-0-2-128.host.example.")),
		exists("generated with static data", at("30"), zone4, ptr("3600", "ip-192-0-2-30.host.example."), one(dns.TypeTXT, `@ 3600 IN TXT "beside a generated name"`)),
		exists("static", at("_srv"), zone4, one(dns.TypeTXT, `@ 3600 IN TXT "no address"`)),
		exists("first of a /24", "0."+zoneDotted, zoneDotted, ptr("3600", "0.113.dyn.host.example.")),
		exists("last of a /24", "255."+zoneDotted, zoneDotted, ptr("3600", "255.113.dyn.host.example.")),
		missing("excepted", at("16"), zone4),
		missing("excepted, the last", at("23"), zone4),
		missing("in no pool", at("136"), zone4),
		missing("in no pool, the last", at("255"), zone4),
		missing("below a generated address", at("foo.1"), zone4),
		missing("number below an address", at("1.25"), zone4),
		missing("service below an address", at("_tcp.25"), zone4),
		missing("far below an address", at("a.b.c.d.1"), zone4),
		missing("below static data", at("x._srv"), zone4),
		missing("wildcard", at("*"), zone4),
		missing("below a wildcard", at("1.*"), zone4),
		missing("word", at("mail"), zone4),
		delegates("address cut", at("99"), zone4, cut),
		delegated("below an address cut", at("1.99"), zone4, cut),
		delegated("far below an address cut", at("a.b.c.99"), zone4, cut),
	}
}

func nodesWide() []node {
	at := func(labels string) string { return labels + "." + zoneWide }
	cut := referral(
		[]string{at("7") + " 3600 IN NS ns.7.168.192.in-addr.arpa.", at("7") + " 3600 IN NS ns2.customer.example."},
		at("ns.7")+" 3600 IN A 192.168.7.53", at("ns.7")+" 3600 IN AAAA 2001:db8:7::53")
	return []node{
		exists("generated /17", at("1.0"), zoneWide, ptr("3600", "lan-c0a80001.host.example.")),
		exists("last of the /17", at("255.127"), zoneWide, ptr("3600", "lan-c0a87fff.host.example.")),
		exists("octet that is empty", at("0"), zoneWide),
		exists("last octet that is empty", at("127"), zoneWide),
		missing("octet behind the pool", at("128"), zoneWide),
		missing("address behind the pool", at("0.128"), zoneWide),
		missing("below two octets", at("x.1.0"), zoneWide),
		missing("word below an octet", at("x.1"), zoneWide),
		delegates("octet cut", at("7"), zoneWide, cut),
		delegated("address below the cut", at("1.7"), zoneWide, cut),
		delegated("name server below the cut", at("ns.7"), zoneWide, cut),
		delegated("malformed below the cut", at("256.7"), zoneWide, cut),
		delegated("wildcard below the cut", at("*.7"), zoneWide, cut),
	}
}

func nodes6() []node {
	at := func(labels string) string { return labels + "." + zone6 }
	const zeros = "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0" // 19 of them
	cut := referral([]string{at("f.0.0.0") + " 3600 IN NS ns1.customer.example."})
	return []node{
		exists("generated", at("1."+zeros+".1.0.0.0"), zone6, ptr("3600", "ip-2001-0db8-0001-0000-0000-0000-0000-0001.host.example.")),
		exists("explicit", at("5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0"), zone6, ptr("3600", "mail.example.net.")),
		exists("explicit outside of pools", at("5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.f.f.f.f"), zone6, ptr("3600", "outside.example.net.")),
		exists("first of a /57", at("0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.3.0.2.0.0.0"), zone6, ptr("3600", "h000000000000000000.v6.host.example.")),
		exists("last of a /57", at("f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.7.3.0.2.0.0.0"), zone6, ptr("3600", "h7fffffffffffffffff.v6.host.example.")),
		exists("nibble inside the /57", at("7.3.0.2.0.0.0"), zone6),
		exists("nibble above the explicit name", at("f"), zone6),
		exists("nibbles above the explicit name", at("f.f.f"), zone6),
		exists("v4-mapped", "1.0.2.0.0.0.0.c.f.f.f.f.0.0.0.0."+zoneMapped, zoneMapped, ptr("3600", "mapped-00000000000000000000ffffc0000201.host.example.")),
		missing("nibble behind the /57", at("8.3.0.2.0.0.0"), zone6),
		missing("address behind the /57", at("0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.3.0.2.0.0.0"), zone6),
		missing("nibble outside of pools", at("a"), zone6),
		missing("nibbles outside of pools", at("1.f"), zone6),
		missing("33rd nibble", at("0.1."+zeros+".1.0.0.0"), zone6),
		missing("word below an address", at("foo.1."+zeros+".1.0.0.0"), zone6),
		missing("wildcard", at("*"), zone6),
		delegates("nibble cut", at("f.0.0.0"), zone6, cut),
		delegated("below the cut", at("0.f.0.0.0"), zone6, cut),
		delegated("address below the cut", at("1."+zeros+".f.0.0.0"), zone6, cut),
	}
}

func forwardNodes() []node {
	a := func(ttl, addr string) rrset { return one(dns.TypeA, "@ "+ttl+" IN A "+addr) }
	aaaa := func(addr string) rrset { return one(dns.TypeAAAA, "@ 3600 IN AAAA "+addr) }
	at := func(labels string) string { return labels + "." + zoneHost }
	return []node{
		exists("generated name", at("ip-192-0-2-1"), zoneHost, a("3600", "192.0.2.1")),
		exists("generated name of an explicit address", at("ip-192-0-2-25"), zoneHost, a("3600", "192.0.2.25")),
		exists("name of the nested pool", at("sub-192-0-2-64"), zoneHost, a("7200", "192.0.2.64")),
		exists("dotted", at("25.113.dyn"), zoneHost, a("3600", "203.0.113.25")),
		exists("above dotted names", at("113.dyn"), zoneHost),
		exists("far above dotted names", at("dyn"), zoneHost),
		exists("hexadecimal", at("lan-c0a80001"), zoneHost, a("3600", "192.168.0.1")),
		exists("IPv6", at("ip-2001-0db8-0001-0000-0000-0000-0000-0001"), zoneHost, aaaa("2001:db8:1::1")),
		exists("IPv6 of an explicit address", at("ip-2001-0db8-0001-0000-0000-0000-0000-0025"), zoneHost, aaaa("2001:db8:1::25")),
		exists("IPv6 of host bits", at("h7fffffffffffffffff.v6"), zoneHost, aaaa("2001:db8:2:37f:ffff:ffff:ffff:ffff")),
		exists("above IPv6 of host bits", at("v6"), zoneHost),
		exists("v4-mapped name", at("mapped-00000000000000000000ffffc0000201"), zoneHost, aaaa("::ffff:192.0.2.1")),
		missing("name of the outer pool for the nested", at("ip-192-0-2-64"), zoneHost),
		missing("name of the nested pool for the outer", at("sub-192-0-2-80"), zoneHost),
		missing("name of an excepted address", at("ip-192-0-2-16"), zoneHost),
		missing("name of an excepted explicit address", at("ip-192-0-2-20"), zoneHost),
		missing("name of a delegated address", at("ip-192-0-2-99"), zoneHost),
		missing("name of an address below a cut", at("lan-c0a80701"), zoneHost),
		missing("name of the address behind the pool", at("ip-192-0-2-128"), zoneHost),
		missing("name of a pool without forward names", at("silent-192-0-2-128"), zoneHost),
		missing("name of a delegated IPv6 address", at("ip-2001-0db8-000f-0000-0000-0000-0000-0001"), zoneHost),
		missing("label in front", at("x.ip-192-0-2-1"), zoneHost),
		missing("label inside", at("ip-192-0-2-1.sub"), zoneHost),
		missing("octet of no pool", at("112.dyn"), zoneHost),
		missing("dotted of no pool", at("25.112.dyn"), zoneHost),
		missing("below dotted", at("x.25.113.dyn"), zoneHost),
		missing("host bits outside of the /57", at("h800000000000000000.v6"), zoneHost),
		missing("wildcard", at("*"), zoneHost),
		missing("word", at("mail"), zoneHost),
		missing("service", at("_tcp.ip-192-0-2-1"), zoneHost),
		missing("DNS-SD browsing", "b._dns-sd._udp."+zone4, zone4),
	}
}

func staticNodes() []node {
	at := func(labels string) string { return labels + "." + zoneHost }
	cut := referral([]string{at("cust") + " 1800 IN NS ns.cust.host.example."}, at("ns.cust")+" 3600 IN A 192.0.2.54")
	return []node{
		exists("two addresses", at("www"), zoneHost,
			one(dns.TypeA, "@ 3600 IN A 192.0.2.80", "@ 3600 IN A 192.0.2.81"), one(dns.TypeAAAA, "@ 3600 IN AAAA 2001:db8::80")),
		exists("name server", at("ns1"), zoneHost,
			one(dns.TypeA, "@ 3600 IN A 192.0.2.53"), one(dns.TypeAAAA, "@ 3600 IN AAAA 2001:db8::53")),
		exists("static far below", at("far.away"), zoneHost, one(dns.TypeTXT, `@ 120 IN TXT "below an empty non-terminal"`)),
		exists("above static data", at("away"), zoneHost),
		exists("above the zone of ours below", at("of"), zoneHost),
		missing("beside static data", at("near.away"), zoneHost),
		missing("below static", at("x.www"), zoneHost),
		missing("in the zone below", "x."+zoneChild, zoneChild),
		delegates("forward cut", at("cust"), zoneHost, cut),
		delegated("below the forward cut", at("a.cust"), zoneHost, cut),
		delegated("name server below the forward cut", at("ns.cust"), zoneHost, cut),
		delegated("generated name below the forward cut", at("ip-192-0-2-1.cust"), zoneHost, cut),
	}
}
