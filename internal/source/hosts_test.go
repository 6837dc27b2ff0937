package source_test

import (
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

func TestHosts(t *testing.T) {
	one := []rdns.Mapping{m("192.0.2.1", "a.example.net.", 0)}
	tooLong := strings.Repeat("x", 65<<10)
	run(t, source.Options{Path: "map", Format: source.Hosts}, []parseCase{
		{name: "empty", in: ""},
		{name: "blank and comment", in: "\n \t\n# nothing\n  # nothing\n\r\n"},
		{name: "one", in: "192.0.2.1 a.example.net\n", mappings: one, lines: 1},
		{name: "no newline at the end", in: "192.0.2.1 a.example.net", mappings: one, lines: 1},
		{name: "carriage returns", in: "\r\n192.0.2.1 a.example.net\r\n", mappings: one, lines: 1},
		{name: "byte order mark", in: "\xef\xbb\xbf192.0.2.1 a.example.net\n", mappings: one, lines: 1},
		{name: "tabs and blanks", in: "\t192.0.2.1 \t a.example.net \t\n", mappings: one, lines: 1},
		{name: "comment behind", in: "192.0.2.1 a.example.net# why\n", mappings: one, lines: 1},
		{name: "final dot and case", in: "192.0.2.1 A.Example.NET.\n", mappings: one, lines: 1},
		{
			name: "ttl", in: "192.0.2.1 a.example.net 1\n192.0.2.2 b.example.net 604800\n", lines: 2,
			mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 1), m("192.0.2.2", "b.example.net.", 604800)},
		},
		{
			name: "further names", in: "192.0.2.1 a.example.net b.example.net 60\n", lines: 1,
			mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 60), m("192.0.2.1", "b.example.net.", 60)},
		},
		{
			name: "ten names", in: "192.0.2.1 0.a.b 1.a.b 2.a.b 3.a.b 4.a.b 5.a.b 6.a.b 7.a.b 8.a.b 9.a.b 60\n", lines: 1,
			mappings: []rdns.Mapping{
				m("192.0.2.1", "0.a.b.", 60), m("192.0.2.1", "1.a.b.", 60), m("192.0.2.1", "2.a.b.", 60), m("192.0.2.1", "3.a.b.", 60),
				m("192.0.2.1", "4.a.b.", 60), m("192.0.2.1", "5.a.b.", 60), m("192.0.2.1", "6.a.b.", 60), m("192.0.2.1", "7.a.b.", 60),
				m("192.0.2.1", "8.a.b.", 60), m("192.0.2.1", "9.a.b.", 60),
			},
		},
		{
			name: "ipv6 spellings", in: "2001:DB8::1 a.example.net\n2001:db8:0:0:0:0:0:2 b.example.net\n2001:db8::192.0.2.3 c.example.net\n", lines: 3,
			mappings: []rdns.Mapping{
				m("2001:db8::1", "a.example.net.", 0), m("2001:db8::2", "b.example.net.", 0), m("2001:db8::c000:203", "c.example.net.", 0),
			},
		},
		{
			name: "names of one address on several lines keep their order", lines: 3,
			in:       "192.0.2.1 b.example.net\n192.0.2.2 c.example.net\n192.0.2.1 a.example.net\n",
			mappings: []rdns.Mapping{m("192.0.2.1", "b.example.net.", 0), m("192.0.2.2", "c.example.net.", 0), m("192.0.2.1", "a.example.net.", 0)},
		},
		{
			name: "duplicates", in: "192.0.2.1 a.example.net\n192.0.2.1 A.example.net. 60\n192.0.2.1 b.example.net a.example.net\n", lines: 3, dups: 2,
			mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 0), m("192.0.2.1", "b.example.net.", 0)},
			faults: []string{
				`2: duplicate: 192.0.2.1 has the name "a.example.net." already since line 1; remove one of them`,
				`3: duplicate: 192.0.2.1 has the name "a.example.net." already since line 1; remove one of them`,
			},
		},
		{
			name: "duplicate on its own line", in: "192.0.2.1 a.example.net a.example.net.\n", lines: 1, dups: 1, mappings: one,
			faults: []string{`1: duplicate: 192.0.2.1 has the name "a.example.net." already since line 1; remove one of them`},
		},
		{
			name: "bad lines do not stop good ones", in: "# start\n\nnonsense\n192.0.2.1 a.example.net\n192.0.2.2 b_c.example.net\n", lines: 3, bad: 2, mappings: one,
			faults: []string{
				`3: address "nonsense": want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first`,
				`5: host name "b_c.example.net": label "b_c" has an underscore, which no host name has; write a hyphen (RFC 952)`,
			},
		},
		{
			name: "a line is taken whole or not at all", in: "192.0.2.1 a.example.net b_c.example.net\n", lines: 1, bad: 1,
			faults: []string{`1: host name "b_c.example.net": label "b_c" has an underscore, which no host name has; write a hyphen (RFC 952)`},
		},
		{
			name: "too long", in: "192.0.2.2 " + tooLong + "\n192.0.2.1 a.example.net\n192.0.2.2 " + tooLong, lines: 3, bad: 2, mappings: one,
			faults: []string{
				`1: line "192.0.2.2 ` + tooLong[:70] + `"... is longer than 65536 bytes: split it`,
				`3: line "192.0.2.2 ` + tooLong[:70] + `"... is longer than 65536 bytes: split it`,
			},
		},
		{
			name: "longest", in: "192.0.2.1 a.example.net #" + tooLong[:65536-25] + "\r\n" + "192.0.2.1 a.example.net #" + tooLong[:65536-24] + "\r\n",
			lines: 2, bad: 1, mappings: one,
			faults: []string{`2: line "192.0.2.1 a.example.net #` + tooLong[:55] + `"... is longer than 65536 bytes: split it`},
		},
	})
}

func TestHostsFaults(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"no name", "192.0.2.1", `address 192.0.2.1 has no name: want ADDRESS NAME [NAME...] [TTL]`},
		{"ttl but no name", "192.0.2.1 300", `address 192.0.2.1 has no name: want ADDRESS NAME [NAME...] [TTL]`},
		{"ttl zero", "192.0.2.1 a.example.net 0", `ttl "0": want seconds from 1 to 604800`},
		{"ttl of more than a week", "192.0.2.1 a.example.net 604801", `ttl "604801": want seconds from 1 to 604800`},
		{"ttl that wraps", "192.0.2.1 a.example.net 4294967297", `ttl "4294967297": want seconds from 1 to 604800`},
		{"eleven names", "192.0.2.1 0.a.b 1.a.b 2.a.b 3.a.b 4.a.b 5.a.b 6.a.b 7.a.b 8.a.b 9.a.b 10.a.b", `address 192.0.2.1 has 11 names on one line: want 10 at most`},
		{"octet", "192.0.2.256 a.example.net", `address "192.0.2.256": IPv4 field has value >255; want such as 192.0.2.1 or 2001:db8::1`},
		{"zero in front", "192.0.2.01 a.example.net", `address "192.0.2.01": IPv4 field has octet with leading zero; want such as 192.0.2.1 or 2001:db8::1`},
		{"too short", "192.0.2 a.example.net", `address "192.0.2": IPv4 address too short; want such as 192.0.2.1 or 2001:db8::1`},
		{"ipv6 rest", "2001:db8:::1 a.example.net", `address "2001:db8:::1": each colon-separated field must have at least one digit; want such as 192.0.2.1 or 2001:db8::1`},
		{"scope", "fe80::1%eth0 a.example.net", `address "fe80::1%eth0" has a zone, which the DNS does not know: write fe80::1`},
		{"mapped", "::ffff:192.0.2.1 a.example.net", `address ::ffff:192.0.2.1 is IPv4-mapped: write 192.0.2.1`},
		{"prefix", "192.0.2.0/24 a.example.net", `address "192.0.2.0/24" is a prefix: write one address a line; whole prefixes are pools, which the Corefile names`},
		{"csv without header", "192.0.2.1,a.example.net,300", `address "192.0.2.1,a.example.net,300": want ADDRESS NAME [NAME...] [TTL] with blanks between; CSV needs a header such as address,name,ttl`},
		{"name first", "a.example.net 192.0.2.1", `address "a.example.net": want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first`},
		{"arpa name", "1.2.0.192.in-addr.arpa. a.example.net", `address "1.2.0.192.in-addr.arpa.": want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first`},
		{"one label", "192.0.2.1 localhost", `host name "localhost": it has only one label; write the whole name, such as mail.example.net`},
		{"wildcard", "192.0.2.1 *.example.net", `host name "*.example.net": label "*" has a wildcard; write each name out`},
		{"escaped control character", "192.0.2.1\x1b[31m a.example.net", `address "192.0.2.1\x1b[31m": want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first`},
		{"long text", strings.Repeat("é", 100), `address "` + strings.Repeat("é", 40) + `"...: want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first`},
		{"long text cut inside a character", "x" + strings.Repeat("é", 100), `address "x` + strings.Repeat("é", 39) + `"...: want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first`},
	} {
		t.Run(c.name, func(t *testing.T) {
			onlyFault(t, source.Hosts, c.in+"\n", "1: "+c.want)
		})
	}
}

// onlyFault checks that a file has one bad line, no mapping, and that message.
func onlyFault(t *testing.T, format source.Format, in, want string) {
	t.Helper()
	s := source.Parse(source.NewContent(in), source.Options{Path: "map", Format: format}, source.Hooks{})
	got := strings.Join(texts(t, s.Faults, "map"), "\n")
	if got != want || s.Bad != 1 || s.Len() != 0 {
		t.Errorf("%d bad, %d mappings\n got %s\nwant %s", s.Bad, s.Len(), got, want)
	}
}
