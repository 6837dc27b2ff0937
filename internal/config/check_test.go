package config_test

import (
	"strings"
	"testing"
)

// TestAccepted reads blocks that are near to a fault, and right.
func TestAccepted(t *testing.T) {
	keys := []string{"192.0.2.0/24", "10.0.0.0/8", "2001:db8::/32", "host.example"}
	for _, test := range []struct {
		name   string
		keys   []string
		text   string
		server string
	}{
		{"a pool over several zones", []string{"203.0.112.0/23", "203.0.114.0/23", "host.example"}, "pool 203.0.112.0/22 {ip}.host.example", ""},
		{"a pool larger than a zone inside another", []string{"192.0.2.0/24", "192.0.0.0/16", "host.example"}, "pool 192.0.0.0/16 {ip}.host.example", ""},
		{"a pool up to the last address", []string{"255.0.0.0/8", "host.example"}, "pool 255.0.0.0/8 {ip}.host.example", ""},
		{"everything", []string{"in-addr.arpa", "ip6.arpa", "example"}, "pool 0.0.0.0/0 ::/0 {ip}.example { everything }", ""},
		{"everything of one family", []string{"in-addr.arpa", "host.example"}, "pool 0.0.0.0/0 {ip}.host.example { everything }", ""},
		{"pools that nest", nil, "pool 10.1.0.0/16 ip-{ip}.host.example\n pool 10.0.0.0/8 ip-{ip}.host.example\n pool 10.1.2.0/24 static-{ip}.host.example", ""},
		{"both families with one template", nil, "pool 192.0.2.0/24 2001:db8::/32 {ip}.host.example\n pool 10.0.0.0/8 2001:db8:1::/48 {hex}.host.example", ""},
		{"no name in common by octets", nil, "pool 10.0.0.0/16 10.1.0.0/16 {b}-{c}-{d}.host.example", ""},
		{"the same names elsewhere", nil, "pool 10.0.0.0/24 {d}.a.host.example\n pool 10.0.1.0/24 {d}.b.host.example", ""},
		{"few bits with forward off", nil, "pool 2001:db8::/32 customer-{net:56}.host.example { forward off }", ""},
		{"other people's names with forward off", nil, "pool 10.0.0.0/8 {ip}.elsewhere.example { forward off }", ""},
		{"record at the name of an excepted address", nil, "pool 192.0.2.0/24 {ip}.host.example\n except 192.0.2.1/32\n record 192-0-2-1.host.example A 192.0.2.1", ""},
		{"record at the name of an address that another pool owns", nil, "pool 10.0.0.0/8 {ip}.host.example\n pool 10.1.0.0/16 x-{ip}.host.example\n record 10-1-0-1.host.example A 10.1.0.1", ""},
		{"record at the name of an address outside", nil, "pool 10.0.0.0/16 {ip}.host.example\n record 10-1-0-1.host.example A 10.1.0.1", ""},
		{"record below and between generated names", nil, "pool 10.0.0.0/16 {d}.{c}.host.example\n record 5.host.example TXT x\n record a.1.5.host.example TXT x", ""},
		{"zone in place of excepted names", []string{"10.0.0.0/8", "host.example", "5.host.example"}, "pool 10.0.0.0/16 {d}.{c}.host.example\n except 10.0.5.0/24", ""},
		{"zone in place of the names of an inner pool", []string{"10.0.0.0/8", "host.example", "5.host.example"}, "pool 10.0.0.0/16 {d}.{c}.host.example\n pool 10.0.5.0/24 x{d}.host.example", ""},
		{"zone below generated names", []string{"10.0.0.0/8", "host.example", "sub.10-0-0-1.host.example"}, "pool 10.0.0.0/8 {ip}.host.example", ""},
		{"zone that holds all names", []string{"10.0.0.0/8", "host.example", "dyn.host.example"}, "pool 10.0.0.0/8 {ip}.dyn.host.example", ""},
		{"name server with IPv6 only", nil, "record ns1.host.example 300 aaaa 2001:db8::53", "ns1.host.example"},
		{"name server in a file of records", nil, "records static.records\n record host.example TXT x", "ns1.host.example"},
		{"ten names on two lines", nil, "names 10\n ptr 192.0.2.1 a.example.net b.example.net c.example.net d.example.net e.example.net f.example.net\n ptr 192.0.2.1 g.example.net h.example.net i.example.net j.example.net 60", ""},
		{"a name for two addresses", nil, "ptr 192.0.2.1 a.example.net\n ptr 192.0.2.2 a.example.net", ""},
		{"mapping in no pool", nil, "ptr 10.0.0.1 a.example.net", ""},
		{"PTR records at other names", nil, "record b._dns-sd._udp.2.0.192.in-addr.arpa PTR host.example", ""},
		{"delegation", nil, "record sub.host.example NS ns1.example.net", ""},
		{"fallthrough around our zones", nil, "fallthrough example www.host.example 10.1.0.0/16", ""},
		{"resolvers in every form", nil, "state memory\n confirm observe 192.0.2.53 192.0.2.53:5353 dns://192.0.2.54 tls://192.0.2.55%dns.example.net:853 2001:db8::53 [2001:db8::54]:53 tls://[fe80::1%eth0]:853 fe80::53%eth0", ""},
		{"the resolvers of the system", nil, "state memory\n confirm observe resolv.conf", ""},
		{"what every, grace and rate can be at least", nil, "state memory\n confirm 192.0.2.53 {\n every 60m\n grace 15m\n rate 1\n }", ""},
		{"what every, grace and rate can be at most", nil, "state memory\n confirm 192.0.2.53 {\n every 1w\n grace 30d\n rate 1e5\n }", ""},
		{"owners that nest", nil, "owner acme 10.0.0.0/8\n owner beta 10.1.0.0/16 2001:db8::/32\n owner acme 10.1.2.0/24 10.1.2.3", ""},
		{"the same path for two lists", nil, "policy {\n known_list names.txt\n protect_list names.txt\n }\n mappings names.txt\n records names.txt", ""},
		{"the same domain for two properties", nil, "policy {\n protect example.org\n wildcard_dns example.org\n }", ""},
		{"an empty policy", nil, "policy off { }", ""},
		{"a socket in the working directory", nil, "control rdnsmgr.sock", ""},
		{"a socket beside a colon", nil, "control /run/rdnsmgr:1/socket@1", ""},
		{"a socket with the longest path", nil, "control /run/" + strings.Repeat("x", 102), ""},
		{"ttl at the bounds", nil, "ttl 1 604800", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.keys == nil {
				test.keys = keys
			}
			if test.server == "" {
				test.server = "ns1.example.net"
			}
			ns := "soa " + test.server + " hostmaster.example.net\n ns " + test.server + "\n"
			if _, err := parse(test.keys, "rdnsmgr {\n"+ns+test.text+"\n}"); err != nil {
				t.Error(err)
			}
		})
	}
}
