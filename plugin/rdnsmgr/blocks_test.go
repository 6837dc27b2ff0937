package rdnsmgr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// blocks has delegated blocks of every length, and classless zones of ours.
const blocks = `2.0.192.in-addr.arpa:0 168.192.in-addr.arpa:0 0/25.100.51.198.in-addr.arpa:0,
128-255.100.51.198.in-addr.arpa:0 8.b.d.0.1.0.0.2.ip6.arpa:0 host.example:0 {
	bind 127.0.0.1
	grab
	rdnsmgr {
		pool 192.0.2.0/24 192.168.0.0/16 198.51.100.0/26 2001:db8::/32 ip-{ip}.host.example
		delegate 192.0.2.64/26 ns1.64-26.2.0.192.in-addr.arpa ns2.customer.example
		glue ns1.64-26.2.0.192.in-addr.arpa 192.0.2.65 2001:db8::65
		delegate 192.0.2.0/28 cname {d}.rev.customer.example
		delegate 192.0.2.128/31 ns2.customer.example {
			label 128/31
			ttl 600
			ds 257 13 2 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
		}
		delegate 192.0.2.160/27 ns1.host.example { label own }
		delegate 192.0.2.200/32 ns2.customer.example ds 257 8 1 000102030405060708090a0b0c0d0e0f10111213
		delegate 192.168.2.0/23 ns2.customer.example
		delegate 192.168.8.0/24 ns1.8.168.192.in-addr.arpa
		glue ns1.8.168.192.in-addr.arpa 192.168.8.53
		delegate 192.168.9.128/25 ns2.customer.example
		delegate 198.51.100.16/28 ns2.customer.example
		delegate 198.51.100.32/32 ns2.customer.example
		delegate 2001:db8:100::/40 ns2.customer.example ds 257 13 2 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
		delegate 2001:db8:40::/42 ns2.customer.example
		delegate 2001:db8:8000:1::/64 cname {host:64}.rev.customer.example
		ptr 192.0.2.63 mail.example.net
		ptr 198.51.100.5 mail.example.net
		ptr 198.51.100.200 other.example.net 60
		record _x.5.0/25.100.51.198.in-addr.arpa TXT "below an address"
		record ns1.host.example A 192.0.2.53
		record ns1.host.example AAAA 2001:db8::53
		soa ns1.host.example hostmaster.host.example
		ns ns1.host.example ns2.example.net
		ttl 3600 300
	}
}
`

const dsData = "257 13 2 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"

// An aliasNode is an address that is an alias.
type aliasNode struct {
	name   string
	target string
	ttl    string
	cut    *want // the delegation of the target, when it is one of ours
}

// want returns what a question for the type must be answered with.
func (n aliasNode) want(qtype uint16) want {
	if w, ok := meta(qtype); ok {
		return w
	}
	w := data("@ " + n.ttl + " IN CNAME " + n.target)
	if n.cut != nil && qtype != dns.TypeCNAME && qtype != dns.TypeANY {
		w.authority, w.additional = n.cut.authority, n.cut.additional
	}
	return w
}

// cutAt returns the referral of a cut with the usual name server.
func cutAt(name, ttl string) *want {
	return referral([]string{name + " " + ttl + " IN NS ns2.customer.example."})
}

func blockAliases() []aliasNode {
	child := "64-26." + zone4
	parted := referral([]string{child + " 3600 IN NS ns1." + child, child + " 3600 IN NS ns2.customer.example."},
		"ns1."+child+" 3600 IN A 192.0.2.65", "ns1."+child+" 3600 IN AAAA 2001:db8::65")
	ours := referral([]string{"own." + zone4 + " 3600 IN NS ns1.host.example."},
		"ns1.host.example. 3600 IN A 192.0.2.53", "ns1.host.example. 3600 IN AAAA 2001:db8::53")
	const odd = "0/25.100.51.198.in-addr.arpa."
	return []aliasNode{
		{"64." + zone4, "64." + child, "3600", parted},
		{"127." + zone4, "127." + child, "3600", parted},
		{"0." + zone4, "0.rev.customer.example.", "3600", nil},
		{"15." + zone4, "15.rev.customer.example.", "3600", nil},
		{"129." + zone4, "129.128/31." + zone4, "600", cutAt("128/31."+zone4, "600")},
		{"160." + zone4, "160.own." + zone4, "3600", ours},
		{"128.9.168.192.in-addr.arpa.", "128.128-25.9.168.192.in-addr.arpa.", "3600", cutAt("128-25.9.168.192.in-addr.arpa.", "3600")},
		{"31." + odd, "31.16-28." + odd, "3600", cutAt("16-28."+odd, "3600")},
		{"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.0.0.8." + zone6, "0000000000000001.rev.customer.example.", "3600", nil},
	}
}

func blockNodes() []node {
	const odd, upper = "0/25.100.51.198.in-addr.arpa.", "128-255.100.51.198.in-addr.arpa."
	child := "64-26." + zone4
	parted := blockAliases()[0].cut
	wide := referral([]string{"8." + zoneWide + " 3600 IN NS ns1.8." + zoneWide}, "ns1.8."+zoneWide+" 3600 IN A 192.168.8.53")
	ds := func(ttl, data string) rrset { return one(dns.TypeDS, "@ "+ttl+" IN DS "+data) }
	with := func(n node, sets ...rrset) node {
		n.sets = sets
		return n
	}
	nodes := []node{
		apex(zone4), apex(odd), apex(upper),
		exists("before the block", "63."+zone4, zone4, ptr("3600", "mail.example.net.")),
		exists("behind the aliases", "16."+zone4, zone4, ptr("3600", "ip-192-0-2-16.host.example.")),
		missing("below an alias", "x.64."+zone4, zone4),
		missing("octet below an alias", "1.64."+zone4, zone4),
		missing("below an alias elsewhere", "x.0."+zone4, zone4),
		missing("another label of the block", "64/26."+zone4, zone4),
		delegates("cut of the block", child, zone4, parted),
		delegated("alias's target", "64."+child, zone4, parted),
		delegated("octet outside of the block", "1."+child, zone4, parted),
		delegated("name server below the cut", "ns1."+child, zone4, parted),
		with(delegates("cut with DS", "128/31."+zone4, zone4, cutAt("128/31."+zone4, "600")), ds("600", dsData)),
		with(delegates("address", "200."+zone4, zone4, cutAt("200."+zone4, "3600")), ds("3600", "257 8 1 000102030405060708090A0B0C0D0E0F10111213")),
		delegated("below an address", "x.200."+zone4, zone4, cutAt("200."+zone4, "3600")),
		delegates("first /24 of a /23", "2."+zoneWide, zoneWide, cutAt("2."+zoneWide, "3600")),
		delegates("second /24 of a /23", "3."+zoneWide, zoneWide, cutAt("3."+zoneWide, "3600")),
		delegated("address of the /23", "1.3."+zoneWide, zoneWide, cutAt("3."+zoneWide, "3600")),
		exists("behind the /23", "1.4."+zoneWide, zoneWide, ptr("3600", "ip-192-168-4-1.host.example.")),
		exists("octet behind the /23", "4."+zoneWide, zoneWide),
		delegates("/24 with glue", "8."+zoneWide, zoneWide, wide),
		delegated("address of it", "1.8."+zoneWide, zoneWide, wide),
		exists("above a classless block", "9."+zoneWide, zoneWide),
		exists("beside a classless block", "127.9."+zoneWide, zoneWide, ptr("3600", "ip-192-168-9-127.host.example.")),
		with(delegates("/40", "1.0."+zone6, zone6, cutAt("1.0."+zone6, "3600")), ds("3600", dsData)),
		delegated("below the /40", "f.1.0."+zone6, zone6, cutAt("1.0."+zone6, "3600")),
		exists("above the /42", "0.0."+zone6, zone6),
		exists("beside the /42", "8.0.0."+zone6, zone6),
		exists("above aliases", "0.0.8."+zone6, zone6),
		exists("right above aliases", "1.0.0.0.0.0.0.8."+zone6, zone6),
		exists("nibble of aliases", "f.1.0.0.0.0.0.0.8."+zone6, zone6),
		missing("forward name of a delegated address", "ip-192-0-2-64."+zoneHost, zoneHost),
		missing("forward name of an alias", "ip-192-0-2-0."+zoneHost, zoneHost),
		missing("forward name of the /42", "ip-2001-0db8-0070-0000-0000-0000-0000-0001."+zoneHost, zoneHost),
		exists("forward name behind the /42", "ip-2001-0db8-0080-0000-0000-0000-0000-0001."+zoneHost, zoneHost, one(dns.TypeAAAA, "@ 3600 IN AAAA 2001:db8:80::1")),
		exists("generated in a classless zone", "1."+odd, odd, ptr("3600", "ip-198-51-100-1.host.example.")),
		exists("mapping in a classless zone", "5."+odd, odd, ptr("3600", "mail.example.net.")),
		exists("record below it", "_x.5."+odd, odd, one(dns.TypeTXT, `@ 3600 IN TXT "below an address"`)),
		missing("address without name", "64."+odd, odd),
		missing("octet of the other half", "200."+odd, odd),
		missing("octet in another spelling", "05."+odd, odd),
		missing("no octet", "256."+odd, odd),
		missing("below an address of a classless zone", "1.5."+odd, odd),
		missing("word in a classless zone", "mail."+odd, odd),
		delegates("block of a classless zone", "16-28."+odd, odd, cutAt("16-28."+odd, "3600")),
		delegates("address of a classless zone", "32."+odd, odd, cutAt("32."+odd, "3600")),
		exists("mapping in a zone of another spelling", "200."+upper, upper, ptr("60", "other.example.net.")),
		missing("its other half", "1."+upper, upper),
	}
	for _, nibble := range []string{"4", "5", "6", "7"} {
		at := nibble + ".0.0." + zone6
		nodes = append(nodes, delegates("quarter "+nibble+" of a /42", at, zone6, cutAt(at, "3600")))
	}
	return nodes
}

// TestBlocks asks every kind of name at and around delegated blocks for every
// kind of type.
func TestBlocks(t *testing.T) {
	s := start(t, blocks)
	for _, n := range blockNodes() {
		t.Run(n.what, func(t *testing.T) {
			for _, qtype := range allTypes() {
				s.check(t, query(n.name, qtype), n.want(qtype))
			}
		})
	}
	for _, n := range blockAliases() {
		t.Run("alias "+n.name, func(t *testing.T) {
			for _, qtype := range allTypes() {
				s.check(t, query(n.name, qtype), n.want(qtype))
			}
		})
	}
	s.check(t, query("1.100.51.198.in-addr.arpa.", dns.TypePTR), fault(dns.RcodeRefused, 0))
}

// Owners keep the letters of the query; what is configured keeps its own.
func TestBlocksCase(t *testing.T) {
	s := start(t, blocks)
	s.check(t, query("64.2.0.192.IN-ADDR.arpa.", dns.TypePTR), blockAliases()[0].want(dns.TypePTR))
	s.check(t, query("X.128/31.2.0.192.In-Addr.ARPA.", dns.TypePTR), *cutAt("128/31.2.0.192.In-Addr.ARPA.", "600"))
	s.check(t, query("OWN.2.0.192.in-addr.arpa.", dns.TypeDS), nodata(zone4))
}

// Glue that does not fit behind an alias is not left out in silence.
func TestBlockGlueThatDoesNotFit(t *testing.T) {
	var servers, glue strings.Builder
	for _, c := range "abcdefghijklmnopqrst" {
		name := strings.Repeat(string(c), 30) + ".64-26.2.0.192.in-addr.arpa"
		servers.WriteString(" " + name)
		glue.WriteString("glue " + name + " 192.0.2.65 2001:db8::65\n")
	}
	s := start(t, small("delegate 192.0.2.64/26"+servers.String()+"\n"+glue.String()))
	question := new(dns.Msg).SetQuestion("65."+zone4, dns.TypePTR)
	if diff := cmp.Diff("qr aa tc rd", show(s.ask(t, question)).Flags); diff != "" {
		t.Errorf("flags (-want +got):\n%s", diff)
	}
	whole := show(s.askWire(t, pack(t, question), true))
	if whole.Flags != "qr aa rd" || len(whole.Answer) != 1 || len(whole.Authority) != 20 || len(whole.Additional) != 40 {
		t.Errorf("over TCP:\n%+v", whole)
	}
}

// A mapping inside a delegated block is not served, and the log says why; the
// rest of its file is.
func TestMappingInBlock(t *testing.T) {
	path := t.TempDir() + "/customers.map"
	write(t, path, "192.0.2.63 before.example.net\n192.0.2.64 inside.example.net\n192.0.2.128 behind.example.net\n")
	s := start(t, small("mappings "+path+"\ndelegate 192.0.2.64/26 ns2.customer.example"))
	s.check(t, query("63."+zone4, dns.TypePTR), data("@ 3600 IN PTR before.example.net."))
	s.check(t, query("128."+zone4, dns.TypePTR), data("@ 3600 IN PTR behind.example.net."))
	alias := aliasNode{target: "64.64-26." + zone4, ttl: "3600", cut: cutAt("64-26."+zone4, "3600")}
	s.check(t, query("64."+zone4, dns.TypePTR), alias.want(dns.TypePTR))
	if fault := startFault(t, small("ptr 192.0.2.64 inside.example.net\ndelegate 192.0.2.64/26 ns2.customer.example")); !strings.Contains(fault, "so that nobody would ask here") {
		t.Errorf("fault: %s", fault)
	}
}

// TestBlocksAreMinimised: resolvers that ask label by label get through to
// every name (RFC 9156).
func TestBlocksAreMinimised(t *testing.T) {
	s := start(t, blocks)
	all := blockNodes()
	for _, a := range blockAliases() {
		all = append(all, node{name: a.name, zone: strings.Join(dns.SplitDomainName(a.name)[1:], ".") + ".", exists: true})
	}
	for _, n := range all {
		if !n.exists {
			continue
		}
		labels := dns.SplitDomainName(n.name)
		for i := range labels {
			name := dns.Fqdn(strings.Join(labels[i:], "."))
			m := s.ask(t, query(name, dns.TypeA))
			if m.Rcode == dns.RcodeNameError {
				t.Errorf("%s, above %s: %s", name, n.name, dns.RcodeToString[m.Rcode])
			}
			if m.Rcode == dns.RcodeRefused && slices.ContainsFunc(all, func(a node) bool { return a.zone == name }) {
				t.Errorf("%s is refused", name)
			}
		}
	}
}
