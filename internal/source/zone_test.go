package source_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

const origin4 = "$ORIGIN 2.0.192.in-addr.arpa.\n"

func TestZone(t *testing.T) {
	one := []rdns.Mapping{m("192.0.2.1", "a.example.net.", 0)}
	hour := []rdns.Mapping{m("192.0.2.1", "a.example.net.", 3600)}
	v6 := "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.IP6.arpa."
	run(t, source.Options{Path: "map", Format: source.Zone}, []parseCase{
		{name: "empty", in: ""},
		{name: "blank and comment", in: "\n ; nothing\n;\n\t\n"},
		{name: "absolute owner without origin", in: "1.2.0.192.in-addr.arpa. PTR a.example.net.\n", lines: 1, mappings: one},
		{name: "ipv6", in: v6 + " PTR a.example.net.", lines: 1, mappings: []rdns.Mapping{m("2001:db8::1", "a.example.net.", 0)}},
		{name: "relative owner", in: origin4 + "1 IN PTR A.example.NET.\n", lines: 2, mappings: one},
		{name: "root as origin", in: "$ORIGIN .\n1.2.0.192.in-addr.arpa PTR a.example.net\n", lines: 2, mappings: one},
		{name: "relative origin", in: "$ORIGIN 192.in-addr.arpa.\n$ORIGIN 2.0\n$origin @\n1 PTR a.example.net.\n", lines: 4, mappings: one},
		{name: "relative target", in: "$ORIGIN example.net.\n1.2.0.192.in-addr.arpa. PTR a\n", lines: 2, mappings: one},
		{
			name: "origin as target and as owner", in: "$ORIGIN a.example.net.\n1.2.0.192.in-addr.arpa. PTR @\n$ORIGIN 2.2.0.192.in-addr.arpa.\n@ PTR b.example.net.\n",
			lines: 4, mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 0), m("192.0.2.2", "b.example.net.", 0)},
		},
		{name: "ttl and class", in: origin4 + "1 3600 IN PTR a.example.net.\n", lines: 2, mappings: hour},
		{name: "class and ttl", in: origin4 + "1 in 3600 ptr a.example.net.\n", lines: 2, mappings: hour},
		{name: "ttl only", in: origin4 + "1 1h PTR a.example.net.\n", lines: 2, mappings: hour},
		{name: "units", in: origin4 + "1 0w0d0H59m60S PTR a.example.net.\n", lines: 2, mappings: hour},
		{name: "default ttl", in: "$TTL 1h\n" + origin4 + "1 PTR a.example.net.\n", lines: 3, mappings: hour},
		{
			name: "stated ttl is inherited without a default one", lines: 3, in: origin4 + "1 60 PTR a.example.net.\n2 PTR b.example.net.\n",
			mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 60), m("192.0.2.2", "b.example.net.", 60)},
		},
		{
			name: "stated ttl is not inherited with a default one", lines: 4, in: "$TTL 3600\n" + origin4 + "1 60 PTR a.example.net.\n2 PTR b.example.net.\n",
			mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 60), m("192.0.2.2", "b.example.net.", 3600)},
		},
		{name: "a ttl that we do not serve is not inherited", in: origin4 + "@ 0 NS ns1.example.net.\n1 PTR a.example.net.\n", lines: 3, mappings: one},
		{
			name: "inherited owner", in: origin4 + "1 PTR a.example.net.\n  PTR b.example.net.\n\tIN PTR c.example.net.\n", lines: 4,
			mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 0), m("192.0.2.1", "b.example.net.", 0), m("192.0.2.1", "c.example.net.", 0)},
		},
		{name: "owner inherited from another type", in: origin4 + "1 TXT \"x\"\n  PTR a.example.net.\n", lines: 3, mappings: one},
		{name: "comment behind", in: origin4 + "1 PTR a.example.net.;why\n", lines: 2, mappings: one},
		{name: "parentheses", in: origin4 + "1 ( 3600 ; one\r\n\r\n IN\n PTR ) a.example.net. ; two\n", lines: 2, mappings: hour},
		{name: "parenthesis in front", in: origin4 + "(1 PTR\na.example.net.)\n", lines: 2, mappings: one},
		{name: "nested parentheses", in: origin4 + "1 ((PTR)\na.example.net.)\n", lines: 2, mappings: one},
		{name: "other spelling of the type", in: origin4 + "1 TYPE12 \\# 15 01610765 78616d706c65 036e6574 00\n", lines: 2, mappings: one},
		{name: "other spelling of the class", in: origin4 + "1 CLASS1 PTR a.example.net.\n", lines: 2, mappings: one},
		{
			name: "other records are skipped", lines: 8, in: origin4 +
				"@ 1d IN SOA ns1.example.net. hostmaster.example.net. (\n 1 ; serial\n 2h 1h 2w 1h )\n NS ns1\n" +
				"0/25 NS ns1.example.net.\n1 CNAME 1.0/25\nx TXT \"; ( not a comment\" \"a\\\"b\"\nx TYPE65280 \\# 1 00\n" +
				"1 PTR a.example.net.\n",
			mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 86400)},
		},
		{
			name: "generate", in: origin4 + "$GENERATE 1-3/2 $ 60 PTR h${10,4,d}.example.net.\n2 PTR b.example.net.\n", lines: 3,
			mappings: []rdns.Mapping{m("192.0.2.1", "h0011.example.net.", 60), m("192.0.2.3", "h0013.example.net.", 60), m("192.0.2.2", "b.example.net.", 0)},
		},
		{
			name: "generate with the default ttl", in: "$TTL 5m\n" + origin4 + "$generate 1-1 $ IN PTR a.example.net.\n", lines: 3,
			mappings: []rdns.Mapping{m("192.0.2.1", "a.example.net.", 300)},
		},
		{name: "generate of another type", in: origin4 + "$GENERATE 0-65535 x$ TXT a\n", lines: 2},
		{
			name: "after a bad owner the next line inherits nothing", in: origin4 + "1 PTR a.example.net.\n1..2 PTR b.example.net.\n PTR c.example.net.\n", lines: 4, bad: 2, mappings: one,
			faults: []string{
				`3: owner "1..2" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`,
				`4: the line begins with a blank, but no owner is known from the lines before it`,
			},
		},
		{
			name: "after a bad origin nothing is relative", in: origin4 + "$ORIGIN 2..198.in-addr.arpa.\n1 PTR a.example.net.\n", lines: 3, bad: 2,
			faults: []string{
				`2: $ORIGIN: name "2..198.in-addr.arpa." is no domain name: want labels of at most 63 octets, 255 together`,
				`3: owner "1" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`,
			},
		},
		{
			name: "after a misspelt origin nothing is relative", in: origin4 + "$ORIGN 2.198.in-addr.arpa.\n1 PTR a.example.net.\n", lines: 3, bad: 2,
			faults: []string{
				`2: directive "$ORIGN": want $ORIGIN, $TTL or $GENERATE`,
				`3: owner "1" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`,
			},
		},
		{
			name: "an open parenthesis costs its own line only", in: origin4 + "9 ( PTR x.example.net.\n1 PTR a.example.net.\n$ORIGIN (\n2 PTR b.example.net.\n", lines: 5, bad: 3, mappings: one,
			faults: []string{
				`2: line "9 ( PTR x.example.net.": a ( is not closed within 64 lines`,
				`4: line "$ORIGIN (": a ( is not closed within 64 lines`,
				`5: owner "2" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`,
			},
		},
		{
			name: "parentheses over too many lines", in: "x (" + strings.Repeat("\n", 64) + ")\n1.2.0.192.in-addr.arpa. PTR a.example.net.\n", lines: 3, bad: 2, mappings: one,
			faults: []string{`1: line "x (": a ( is not closed within 64 lines`, `65: line ")": a ) without a ( before it`},
		},
		{
			name: "a line too long", in: origin4 + "1 PTR a.example.net.\n$ORIGIN " + strings.Repeat("x", 65<<10) + "\n2 PTR b.example.net.\n", lines: 4, bad: 2, mappings: one,
			faults: []string{
				`3: line "$ORIGIN ` + strings.Repeat("x", 72) + `"... is longer than 65536 bytes: split it`,
				`4: owner "2" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`,
			},
		},
		{
			name: "duplicate", in: origin4 + "1 PTR a.example.net.\n1 60 PTR A.example.net.\n", lines: 3, dups: 1, mappings: one,
			faults: []string{`3: duplicate: 192.0.2.1 has the name "a.example.net." already since line 2; remove one of them`},
		},
	})
}

func TestZoneFaults(t *testing.T) {
	owner := "1.2.0.192.in-addr.arpa. "
	for _, c := range []struct{ name, in, want string }{
		{"relative target without origin", owner + "PTR a.example.net", `name "a.example.net" has no final dot and no good $ORIGIN stands before it: add one of the two`},
		{"relative owner without origin", "1 PTR a.example.net.", `owner "1" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`},
		{"at sign without origin", owner + "PTR @", `name "@" has no final dot and no good $ORIGIN stands before it: add one of the two`},
		{"inherited owner without one", " PTR a.example.net.", `the line begins with a blank, but no owner is known from the lines before it`},
		{"owner elsewhere", "a.example.net. PTR b.example.net.", `owner "a.example.net." is no reverse name: want one such as "1.2.0.192.in-addr.arpa."`},
		{"owner of a prefix", "2.0.192.in-addr.arpa. PTR a.example.net.", `owner "2.0.192.in-addr.arpa." is the reverse name of a prefix, 192.0.2.0/24: want one of a full address`},
		{"malformed owner", "01.2.0.192.in-addr.arpa. PTR a.example.net.", `owner "01.2.0.192.in-addr.arpa." is no reverse name of an address: the labels left of 2.0.192.in-addr.arpa. are wrong`},
		{"escape in the owner", `\049.2.0.192.in-addr.arpa. PTR a.example.net.`, `owner "\\049.2.0.192.in-addr.arpa." is no reverse name of an address: the labels left of 2.0.192.in-addr.arpa. are wrong`},
		{"owner below an address", "x." + owner + "PTR a.example.net.", `owner "x.1.2.0.192.in-addr.arpa." is no reverse name of an address: the labels left of 1.2.0.192.in-addr.arpa. are wrong`},
		{"mapped owner", "1.0.2.0.0.0.0.c.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa. PTR a.example.net.", `address ::ffff:192.0.2.1 is IPv4-mapped: write 192.0.2.1`},
		{"underscore", owner + "PTR a_b.example.net.", `host name "a_b.example.net.": label "a_b" has an underscore, which no host name has; write a hyphen (RFC 952)`},
		{"escape in the target", owner + `PTR a\.b.example.net.`, `host name "a\\.b.example.net.": label "a\\" has an escape; a host name has letters, digits and hyphens only (RFC 952)`},
		{"no target", owner + "PTR", `record "1.2.0.192.in-addr.arpa. PTR": type "PTR" without data`},
		{"two targets", owner + "PTR a.example.net. b.example.net.", `record "1.2.0.192.in-addr.arpa. PTR a.example.net. b.example.net.": garbage after rdata`},
		{"quoted target", owner + `PTR "a.example.net."`, `target "\"a.example.net.\"" is quoted: write the name without quotes`},
		{"no type", owner + "3600 IN", `record "1.2.0.192.in-addr.arpa. 3600 IN": the record has no type: want OWNER [TTL] [IN] TYPE DATA`},
		{"owner only", owner, `record "1.2.0.192.in-addr.arpa. ": the record has no type: want OWNER [TTL] [IN] TYPE DATA`},
		{"unknown type", owner + "PTRR a.example.net.", `record "1.2.0.192.in-addr.arpa. PTRR a.example.net.": type "PTRR" is no record type`},
		{"wrong data of another type", owner + "A 2001:db8::1", `record "1.2.0.192.in-addr.arpa. A 2001:db8::1": bad A A`},
		{"class", owner + "CH PTR a.example.net.", `record "1.2.0.192.in-addr.arpa. CH PTR a.example.net.": class CH: want IN`},
		{"ttl zero", owner + "0 PTR a.example.net.", `ttl "0": want a time from 1 to 604800 seconds, such as 3600 or 1h`},
		{"ttl of more than a week", owner + "1w1s PTR a.example.net.", `ttl "604801": want a time from 1 to 604800 seconds, such as 3600 or 1h`},
		{"ttl of another unit", owner + "1y PTR a.example.net.", `record "1.2.0.192.in-addr.arpa. 1y PTR a.example.net.": ttl "1y": want a time from 1 to 604800 seconds, such as 3600 or 1h`},
		{"ttl that wraps", owner + "99999999999999999999999 PTR a.example.net.", `record "1.2.0.192.in-addr.arpa. 99999999999999999999999 PTR a.example.net.": ttl "99999999999999999999999": want a time from 1 to 604800 seconds, such as 3600 or 1h`},
		{"default ttl", "$TTL 30d", `$TTL "30d": want a time from 1 to 604800 seconds, such as 3600 or 1h`},
		{"default ttl without one", "$TTL", `$TTL with 0 words: want one time such as 3600 or 1h`},
		{"origin without a name", "$ORIGIN", `$ORIGIN with 0 words: want one name such as "2.0.192.in-addr.arpa."`},
		{"relative origin", "$ORIGIN 2.0.192.in-addr.arpa", `$ORIGIN: name "2.0.192.in-addr.arpa" has no final dot and no good $ORIGIN stands before it: add one of the two`},
		{"include", "$INCLUDE /etc/shadow", `$INCLUDE is not followed: name each file in the Corefile`},
		{"other directive", "$DATE 1", `directive "$DATE": want $ORIGIN, $TTL or $GENERATE`},
		{"closing parenthesis", owner + "PTR a.example.net. )", `line "1.2.0.192.in-addr.arpa. PTR a.example.net. )": a ) without a ( before it`},
		{"open quote", owner + `TXT "a`, `line "1.2.0.192.in-addr.arpa. TXT \"a": a quote is not closed on its line`},
		{"backslash at the end", owner + `TXT a\`, `line "1.2.0.192.in-addr.arpa. TXT a\\": a backslash at its end: want the character that it escapes`},
		{"generate without data", "$GENERATE 1-2 $ PTR", `directive "$GENERATE 1-2 $ PTR": want $GENERATE FROM-TO[/STEP] OWNER [TTL] [IN] PTR NAME`},
		{"generate without type", "$GENERATE 1-2 $ 60 IN", `directive "$GENERATE 1-2 $ 60 IN": the record has no type: want OWNER [TTL] [IN] TYPE DATA`},
		{"generate of no type", "$GENERATE 1-2 $ 60 x y", `directive "$GENERATE 1-2 $ 60 x y": want a type and data behind the owner`},
		{"generate too many", "$GENERATE 0-65536 $ PTR a.example.net.", `directive "$GENERATE 0-65536 $ PTR a.example.net.": bad range in $GENERATE range`},
		{"generate relative without origin", "$GENERATE 1-2 $ PTR a.example.net.", `directive "$GENERATE 1-2 $ PTR a.example.net.": bad owner name`},
		{
			"generate is taken whole or not at all", "$GENERATE 250-300 $.2.0.192.in-addr.arpa. PTR h$.example.net.",
			`$GENERATE gives "256.2.0.192.in-addr.arpa." PTR "h256.example.net.": owner "256.2.0.192.in-addr.arpa." is no reverse name of an address: the labels left of 2.0.192.in-addr.arpa. are wrong`,
		},
		{
			"generate class", "$GENERATE 1-2 $.2.0.192.in-addr.arpa. CH PTR h$.example.net.",
			`$GENERATE gives "1.2.0.192.in-addr.arpa." PTR "h1.example.net.": class CH: want IN`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			onlyFault(t, source.Zone, c.in+"\n", "1: "+c.want)
		})
	}
}

func TestForgottenFinalDot(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"PTR", "1 PTR a.example.net", `target "a.example.net" is below "2.0.192.in-addr.arpa.", a forgotten final dot: write "a.example.net."`},
		{"generate", "$GENERATE 1-2 $ PTR h$.example.net", `$GENERATE gives "1.2.0.192.in-addr.arpa." PTR "h1.example.net.2.0.192.in-addr.arpa.": the target is below the origin, a forgotten final dot: add it`},
	} {
		t.Run(c.name, func(t *testing.T) {
			onlyFault(t, source.Zone, origin4+c.in+"\n", "2: "+c.want)
		})
	}
}

// All directives together make at most 1<<18 records. The one that exceeds this
// is left out. Records that are no mappings do not count.
func TestGenerateIsBounded(t *testing.T) {
	in := strings.Repeat("$GENERATE 0-65535 x$.2.0.192.in-addr.arpa. TXT x\n", 20) +
		strings.Repeat("$GENERATE 0-65535 1.2.0.192.in-addr.arpa. PTR a.example.net.\n", 5)
	s := source.Parse(source.NewContent(in), source.Options{Path: "map", Format: source.Zone}, source.Hooks{})
	if s.Lines != 25 || s.Bad != 1 || s.Len() != 1 || s.Duplicates != 1<<18-1 {
		t.Errorf("%d lines, %d bad, %d mappings, %d duplicates", s.Lines, s.Bad, s.Len(), s.Duplicates)
	}
}

// TestOrigin: a name server takes the origin of a file from its configuration.
func TestOrigin(t *testing.T) {
	in := "1 PTR a.example.net.\n$ORIGIN 113.0.203.in-addr.arpa.\n1 PTR b.example.net.\n"
	s := source.Parse(source.NewContent(in), source.Options{Format: source.Zone, Origin: "2.0.192.in-addr.arpa."}, source.Hooks{})
	want := []rdns.Mapping{m("192.0.2.1", "a.example.net.", 0), m("203.0.113.1", "b.example.net.", 0)}
	if diff := cmp.Diff(want, mappings(s), equal...); diff != "" || s.Bad != 0 {
		t.Error(diff, s.Faults)
	}
}

// TestSkipped: what a zone holds beside PTR is counted, for the report.
func TestSkipped(t *testing.T) {
	in := origin4 + "@ SOA a. b. 1 2 3 4 5\n@ NS a.\n1 CNAME 1.x.\n2 CNAME 2.x.\n1 TXT x\n3 PTR a.example.net.\n"
	s := source.Parse(source.NewContent(in), source.Options{Format: source.Zone}, source.Hooks{})
	if got, want := s.Skipped(), "2 CNAME, 1 TXT"; got != want || s.Bad != 0 {
		t.Errorf("got %q, want %q; %v", got, want, s.Faults)
	}
}
