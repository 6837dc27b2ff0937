package rdnsmgr_test

import (
	"testing"

	"github.com/miekg/dns"
)

// TestOneSpelling asks for generated names spelt in ways that the PTR records
// do not have. There is one spelling for an address; the others do not exist.
func TestOneSpelling(t *testing.T) {
	s := startWorld(t)
	for _, c := range []struct{ name, label string }{
		{"zero in front", "ip-192-0-2-01"},
		{"zeros in front", "ip-192-000-002-001"},
		{"sign", "ip-192-0-2-+1"},
		{"minus", "ip-192-0-2--1"},
		{"hyphen behind", "ip-192-0-2-1-"},
		{"hyphen in front", "-ip-192-0-2-1"},
		{"no prefix", "192-0-2-1"},
		{"other prefix", "ipx-192-0-2-1"},
		{"underscores", "ip_192_0_2_1"},
		{"octet too large", "ip-192-0-2-256"},
		{"octet that wraps to 8 bits", "ip-192-0-2-257"},
		{"octet that wraps to 32 bits", "ip-192-0-2-4294967297"},
		{"octet that wraps to 64 bits", "ip-192-0-2-18446744073709551617"},
		{"five octets", "ip-192-0-2-1-1"},
		{"three octets", "ip-192-0-2"},
		{"empty octet", "ip-192-0--1"},
		{"no octets", "ip-"},
		{"prefix length", `ip-192-0-2-1/32`},
		{"zone index", "ip-192-0-2-1%eth0"},
		{"hexadecimal octet", "ip-192-0-2-0x1"},
		{"exponent", "ip-192-0-2-1e0"},
		{"dots inside the label", `ip-192\.0\.2\.1`},
		{"NUL behind", `ip-192-0-2-1\000`},
		{"blank behind", `ip-192-0-2-1\032`},
		{"Arabic-Indic digit", `ip-192-0-2-\217\161`},
		{"full-width digit", `ip-192-0-2-\239\188\145`},
		{"out of the pool", "ip-192-0-3-1"},
		{"far out of the pool", "ip-10-0-0-1"},
		{"outside of our zones", "ip-8-8-8-8"},
		{"nested pool owns it", "ip-192-0-2-70"},
		{"nested name out of its pool", "sub-192-0-2-1"},
		{"excepted", "ip-192-0-2-17"},
		{"delegated", "ip-192-0-2-99"},
		{"forward off", "silent-192-0-2-129"},
		{"short IPv6", "ip-2001-db8-1--1"},
		{"IPv6 without zeros in front", "ip-2001-db8-1-0-0-0-0-1"},
		{"IPv6 with one zero missing", "ip-2001-0db8-0001-0000-0000-0000-0000-001"},
		{"IPv6 with one zero more", "ip-2001-0db8-0001-0000-0000-0000-0000-00001"},
		{"IPv6 with a group missing", "ip-2001-0db8-0001-0000-0000-0000-0001"},
		{"IPv6 with a group more", "ip-2001-0db8-0001-0000-0000-0000-0000-0000-0001"},
		{"IPv6 out of the pool", "ip-2001-0db8-0002-0000-0000-0000-0000-0001"},
		{"IPv6 with a letter that is none", "ip-2001-0db8-0001-0000-0000-0000-0000-000g"},
		{"IPv6 in one word", "ip-20010db8000100000000000000000001"},
		{"IPv6 dotted at the end", "ip-2001-0db8-0001-0000-0000-0000-192-0-2-1"},
		{"IPv4-mapped", "ip-0000-0000-0000-0000-0000-ffff-c000-0201"},
		{"hexadecimal too short", "lan-c0a8001"},
		{"hexadecimal too long", "lan-c0a800001"},
		{"hexadecimal out of the pool", "lan-c0a88001"},
		{"hexadecimal below a cut", "lan-c0a80701"},
		{"host bits with a digit missing", "h00000000000000001.v6"},
		{"host bits with a digit more", "h0000000000000000001.v6"},
		{"host bits too large", "hffffffffffffffffff.v6"},
		{"host bits without their label", "h000000000000000001"},
		{"dotted with zero in front", "025.113.dyn"},
		{"dotted out of the pool", "25.114.dyn"},
		{"dotted too large", "256.113.dyn"},
		{"dotted the wrong way round", "113.25.dyn"},
		{"dotted with a wildcard", "*.113.dyn"},
		{"partial with zero in front", "0113.dyn"},
		{"partial too large", "369.dyn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, qtype := range []uint16{dns.TypeA, dns.TypeAAAA, dns.TypeTXT, dns.TypeANY} {
				s.check(t, query(c.label+"."+zoneHost, qtype), nxdomain(zoneHost))
			}
		})
	}
}

// Letters fold in ASCII only (RFC 4343, 3): these names end like ours in Unicode.
func TestNoUnicodeFolding(t *testing.T) {
	s := startWorld(t)
	for _, c := range []struct {
		name   string
		labels []string
	}{
		{"long s in the zone", []string{"ho\u017ft", "example"}},
		{"Kelvin sign", []string{"\u212aost", "example"}},
		{"dotted I", []string{"1", "2", "0", "192", "\u0130n-addr", "arpa"}},
		{"accent", []string{"h\xc3\xb6st", "example"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.checkWire(t, wireQuery(c.labels, dns.TypeA), fault(dns.RcodeRefused, 0))
		})
	}
	t.Run("long s in the generated name", func(t *testing.T) {
		s.checkMissing(t, zoneHost, "\u017fub-192-0-2-64")
	})
}
