package config_test

import (
	"strings"
	"testing"
)

// TestFingerprint changes one thing at a time.
func TestFingerprint(t *testing.T) {
	const text = `192.0.2.0/24 10.0.0.0/8 host.example {
    rdnsmgr {
        pool 192.0.2.0/24 10.0.0.0/8 ip-{ip}.host.example {
            ttl 60
            name customers
        }
        except 192.0.2.128/28
        ptr 192.0.2.25 mail.example.net 60
        mappings customers.map {
            format csv
            ttl 60
            owner somebody
            class operator
            accept 0123456789
        }
        record host.example TXT "one two"
        records static.records
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net ns2.example.net
        ttl 3600 300
        names 1
        fallthrough host.example
        state memory
        confirm 192.0.2.53
        unconfirmed serve
        policy strict
        owner acme 192.0.2.8/29
        control /run/rdnsmgr.sock
    }
}`
	for _, test := range []struct {
		name     string
		old, new string
		visible  bool
	}{
		{"nothing", "", "", false},
		{"comment", "rdnsmgr {", "rdnsmgr { # the block", false},
		{"place", "    rdnsmgr {", "\n\n    rdnsmgr {", false},
		{"spelling", "mail.example.net", "MAIL.example.net.", false},
		{"default written out", "hostmaster.host.example\n", "hostmaster.host.example 3600 600 1209600\n", false},
		{"name of a pool", "name customers", "name clients", false},
		{"state", "state memory", "state /var/lib/rdnsmgr", false},
		{"accepted hash", "accept 0123456789", "accept 9876543210", false},
		{"owner", "owner somebody", "owner nobody", false},
		{"confirm", "confirm 192.0.2.53", "confirm observe 192.0.2.54", false},
		{"no confirm", "confirm 192.0.2.53", "", false},
		{"unconfirmed", "unconfirmed serve", "unconfirmed template", false},
		{"policy", "policy strict", "policy off", false},
		{"prefix of an owner", "192.0.2.8/29", "192.0.2.8/30", false},
		{"control", "/run/rdnsmgr.sock", "/run/other.sock", false},
		{"key", "10.0.0.0/8 host", "10.0.0.0/8 example.org host", true},
		{"prefix", "192.0.2.0/24 10.0.0.0/8 ip", "192.0.2.0/25 192.0.2.128/25 ip", true},
		{"template", "ip-{ip}", "ip{ip}", true},
		{"ttl of a pool", "ttl 60\n            name", "ttl 61\n            name", true},
		{"forward", "name customers", "forward off", true},
		{"exception", "192.0.2.128/28", "192.0.2.128/29", true},
		{"address of a mapping", "192.0.2.25", "192.0.2.26", true},
		{"name of a mapping", "mail.example.net", "mail2.example.net", true},
		{"ttl of a mapping", "mail.example.net 60", "mail.example.net 61", true},
		{"file", "customers.map", "others.map", true},
		{"format", "format csv", "format hosts", true},
		{"ttl of a file", "format csv\n            ttl 60", "format csv\n            ttl 61", true},
		{"class", "class operator", "class tenant", true},
		{"record", "one two", "one  two", true},
		{"words of a record", `"one two"`, `"one" "two"`, true},
		{"file of records", "static.records", "other.records", true},
		{"primary", "soa ns1", "soa ns2", true},
		{"mailbox", "hostmaster", "postmaster", true},
		{"refresh", "hostmaster.host.example\n", "hostmaster.host.example 3601 600 1209600\n", true},
		{"order of name servers", "ns1.example.net ns2.example.net", "ns2.example.net ns1.example.net", true},
		{"ttl of answers", "ttl 3600 300", "ttl 3601 300", true},
		{"ttl of negative answers", "ttl 3600 300", "ttl 3600 301", true},
		{"number of names", "names 1", "names 2", true},
		{"fallthrough", "fallthrough host.example", "fallthrough", true},
		{"no fallthrough", "fallthrough host.example", "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(text, test.old) {
				t.Fatalf("%q does not stand in the Corefile", test.old)
			}
			before := readOne(t, "Corefile", text).Fingerprint
			after := readOne(t, "Corefile", strings.Replace(text, test.old, test.new, 1)).Fingerprint
			if visible := before != after; visible != test.visible {
				t.Errorf("the fingerprint changes: %t, want %t", visible, test.visible)
			}
		})
	}
}
