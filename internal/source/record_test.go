package source_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

var pos = rdns.Position{File: "Corefile", Line: 7}

func TestParseRecord(t *testing.T) {
	for _, c := range []struct {
		name   string
		fields []string
		want   rdns.Record
		data   string // in hex
	}{
		{"A", []string{"NS1.host.example", "A", "192.0.2.53"}, rdns.Record{Name: "ns1.host.example.", Type: dns.TypeA}, "c0000235"},
		{"final dot", []string{"ns1.host.example.", "A", "192.0.2.53"}, rdns.Record{Name: "ns1.host.example.", Type: dns.TypeA}, "c0000235"},
		{"ttl", []string{"a.example", "60", "a", "192.0.2.53"}, rdns.Record{Name: "a.example.", Type: dns.TypeA, TTL: 60}, "c0000235"},
		{"ttl and class", []string{"a.example", "1h", "IN", "A", "192.0.2.53"}, rdns.Record{Name: "a.example.", Type: dns.TypeA, TTL: 3600}, "c0000235"},
		{"AAAA", []string{"a.example", "AAAA", "2001:db8::1"}, rdns.Record{Name: "a.example.", Type: dns.TypeAAAA}, "20010db8000000000000000000000001"},
		{"NS keeps the case of its data", []string{"host.example", "NS", "Ns1.example"}, rdns.Record{Name: "host.example.", Type: dns.TypeNS}, "034e7331076578616d706c6500"},
		{"PTR", []string{"1.2.0.192.in-addr.arpa", "PTR", "ns1.example."}, rdns.Record{Name: "1.2.0.192.in-addr.arpa.", Type: dns.TypePTR}, "036e7331076578616d706c6500"},
		{"names of the data are not compressed", []string{"example", "MX", "10", "mx.example"}, rdns.Record{Name: "example.", Type: dns.TypeMX}, "000a026d78076578616d706c6500"},
		{"null MX", []string{"host.example", "MX", "0", "."}, rdns.Record{Name: "host.example.", Type: dns.TypeMX}, "000000"},
		{"TXT with blanks", []string{"a.example", "TXT", "v=spf1 -all"}, rdns.Record{Name: "a.example.", Type: dns.TypeTXT}, "0b" + hex.EncodeToString([]byte("v=spf1 -all"))},
		{"TXT of two strings", []string{"a.example", "TXT", "ab", "cd"}, rdns.Record{Name: "a.example.", Type: dns.TypeTXT}, "026162026364"},
		{
			"TXT with every special character", []string{"a.example", "TXT", "\"\\;()@$ \t\n\x00\xff\\065"}, rdns.Record{Name: "a.example.", Type: dns.TypeTXT},
			"10" + hex.EncodeToString([]byte("\"\\;()@$ \t\n\x00\xff\\065")),
		},
		{"TXT that is empty", []string{"a.example", "TXT", ""}, rdns.Record{Name: "a.example.", Type: dns.TypeTXT}, "00"},
		{"longest TXT string", []string{"a.example", "TXT", strings.Repeat(`\`, 255)}, rdns.Record{Name: "a.example.", Type: dns.TypeTXT}, "ff" + strings.Repeat("5c", 255)},
		{"CAA", []string{"a.example", "CAA", "0", "issue", ";"}, rdns.Record{Name: "a.example.", Type: dns.TypeCAA}, "00" + "05" + hex.EncodeToString([]byte("issue;"))},
		{
			"CAA with blanks", []string{"a.example", "CAA", "128", "issue", "ca.example; x=\"y\""}, rdns.Record{Name: "a.example.", Type: dns.TypeCAA},
			"80" + "05" + hex.EncodeToString([]byte("issueca.example; x=\"y\"")),
		},
		{"escape that is not needed", []string{`\097.example`, "A", "192.0.2.53"}, rdns.Record{Name: "a.example.", Type: dns.TypeA}, "c0000235"},
		{"underscore in the owner", []string{"_dmarc.example", "TXT", "v=DMARC1;p=reject"}, rdns.Record{Name: "_dmarc.example.", Type: dns.TypeTXT}, "11" + hex.EncodeToString([]byte("v=DMARC1;p=reject"))},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, err := hex.DecodeString(c.data)
			if err != nil {
				t.Fatal(err)
			}
			c.want.Data, c.want.Pos = data, pos
			got, err := source.ParseRecord(c.fields, pos)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseRecordFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		fields []string
		want   string
	}{
		{"nothing", nil, `want NAME [TTL] TYPE DATA, such as ns1.example.net A 192.0.2.53`},
		{"two words", []string{"a.example", "A"}, `want NAME [TTL] TYPE DATA, such as ns1.example.net A 192.0.2.53`},
		{"no data", []string{"a.example", "60", "A"}, `A data "": type "A" without data; want one IPv4 address`},
		{"no strings", []string{"a.example", "60", "TXT"}, `TXT data "": type "TXT" without data; want strings in quotes`},
		{"two names", []string{"a.example", "NS", "b.example", "c.example"}, `NS data "b.example c.example": garbage after rdata; want one name`},
		{"no owner", []string{"", "A", "192.0.2.1"}, `owner "": want a word without blanks, quotes, parentheses or semicolons`},
		{"blank in the owner", []string{"a b.example", "A", "192.0.2.1"}, `owner "a b.example": want a word without blanks, quotes, parentheses or semicolons`},
		{"at sign", []string{"@", "A", "192.0.2.1"}, `owner "@" is the root: write the name out`},
		{"root", []string{".", "A", "192.0.2.1"}, `owner "." is the root: write the name out`},
		{"bad owner", []string{"a..example", "A", "192.0.2.1"}, `owner "a..example" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`},
		{"long label", []string{strings.Repeat("a", 64) + ".example", "A", "192.0.2.1"}, `owner "` + strings.Repeat("a", 64) + `.example" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`},
		{"wildcard", []string{"*.example", "A", "192.0.2.1"}, `owner "*.example." is a wildcard, which would hide generated names: write each name out`},
		{"escaped wildcard", []string{`\042.example`, "A", "192.0.2.1"}, `owner "*.example." is a wildcard, which would hide generated names: write each name out`},
		{"ttl", []string{"a.example", "0", "A", "192.0.2.1"}, `ttl "0": want a time from 1 to 604800 seconds, such as 3600 or 1h`},
		{"ttl that is none", []string{"a.example", "1x", "A", "192.0.2.1"}, `ttl "1x": want a time from 1 to 604800 seconds, such as 3600 or 1h`},
		{"class", []string{"a.example", "CH", "A", "192.0.2.1"}, `class "CH": want IN`},
		{"SOA", []string{"a.example", "SOA", "a.", "b.", "1", "2", "3", "4", "5"}, `type "SOA": want A, AAAA, CAA, MX, NS, PTR, TXT`},
		{"CNAME", []string{"a.example", "CNAME", "b.example"}, `type "CNAME": want A, AAAA, CAA, MX, NS, PTR, TXT`},
		{"empty type", []string{"a.example", "", "b.example"}, `type "": want A, AAAA, CAA, MX, NS, PTR, TXT`},
		{"no type", []string{"a.example", "60", "IN"}, `the record has no type: want OWNER [TTL] [IN] TYPE DATA`},
		{"A", []string{"a.example", "A", "2001:db8::1"}, `A data "2001:db8::1": bad A A; want one IPv4 address`},
		{"two addresses", []string{"a.example", "A", "192.0.2.1", "192.0.2.2"}, `A data "192.0.2.1 192.0.2.2": garbage after rdata; want one IPv4 address`},
		{"AAAA", []string{"a.example", "AAAA", "192.0.2.1"}, `AAAA data "192.0.2.1": bad AAAA AAAA; want one IPv6 address`},
		{"mapped AAAA", []string{"a.example", "AAAA", "::ffff:192.0.2.1"}, `AAAA data 192.0.2.1 is IPv4-mapped: write an A record`},
		{"comment in the data", []string{"a.example", "A", "192.0.2.1;"}, `A data "192.0.2.1;": want a word without blanks, quotes, parentheses or semicolons`},
		{"NS", []string{"a.example", "NS", "192.0.2.1"}, `NS target: host name "192.0.2.1.": the last label "1" is a number; want a name, not an address`},
		{"MX without preference", []string{"a.example", "MX", "mx.example"}, `MX data "mx.example": bad MX Pref; want PREFERENCE NAME`},
		{"MX to a bad name", []string{"a.example", "MX", "10", "m_x.example"}, `MX target: host name "m_x.example.": label "m_x" has an underscore, which no host name has; write a hyphen (RFC 952)`},
		{"null MX with preference", []string{"a.example", "MX", "10", "."}, `MX "." with preference 10: a null MX has 0 (RFC 7505, 3)`},
		{"address as target", []string{"a.example", "NS", "1.2.0.192.in-addr.arpa"}, `NS target "1.2.0.192.in-addr.arpa" becomes "1.2.0.192.in-addr.arpa.", a forgotten final dot: write "1.2.0.192.in-addr.arpa."`},
		{"PTR", []string{"a.example", "PTR", "*.example"}, `PTR target: host name "*.example.": label "*" has a wildcard; write each name out`},
		{"long TXT", []string{"a.example", "TXT", strings.Repeat("x", 256)}, `TXT string "\"` + strings.Repeat("x", 79) + `"... has 256 bytes: want at most 255, and several strings for more`},
		{"SPF without quotes", []string{"a.example", "TXT", "v=spf1", "-all"}, `TXT strings "\"v=spf1\" \"-all\"" ... are joined without blanks by SPF (RFC 7208, 3.3): want one pair of quotes around the whole text`},
		{"CAA flags", []string{"a.example", "CAA", "256", "issue", ";"}, `CAA data "256 issue \";\"": bad CAA Flag; want FLAGS TAG "VALUE"`},
		{"CAA tag", []string{"a.example", "CAA", "0", "is_sue", ";"}, `CAA tag "is_sue": want letters and digits, such as issue or iodef`},
		{"CAA without value", []string{"a.example", "CAA", "0", "issue"}, `CAA data "0 issue": bad CAA Value; want FLAGS TAG "VALUE"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := source.ParseRecord(c.fields, pos)
			want := "Corefile:7: record: " + c.want
			if err == nil || err.Error() != want {
				t.Errorf("%v\n got %v\nwant %s", got, err, want)
			}
		})
	}
}

func TestParseRecords(t *testing.T) {
	in := "\xef\xbb\xbf; our own names\r\n" +
		"ns0.example A 192.0.2.1 ; absolute: there is no origin\n" +
		"$ORIGIN Host.example.\n" +
		"@ 2h IN NS ns1\n" +
		"  TXT ( \"v=spf1 -all\" ; none\n    \"x;y\" )\n" +
		"$TTL 1h\n" +
		"NS1 A 192.0.2.53\n" +
		"ns1 60 A 192.0.2.54\n" +
		"x.example. CAA 0 issue \";\"\n" +
		"$ORIGIN sub\nmx MX 0 .\n"
	want := []rdns.Record{
		{Name: "ns0.example.", Type: dns.TypeA, Data: []byte{192, 0, 2, 1}, Pos: line(2)},
		{Name: "host.example.", Type: dns.TypeNS, TTL: 7200, Data: []byte("\x03ns1\x04host\x07example\x00"), Pos: line(4)},
		{Name: "host.example.", Type: dns.TypeTXT, TTL: 7200, Data: []byte("\x0bv=spf1 -all\x03x;y"), Pos: line(5)},
		{Name: "ns1.host.example.", Type: dns.TypeA, TTL: 3600, Data: []byte{192, 0, 2, 53}, Pos: line(8)},
		{Name: "ns1.host.example.", Type: dns.TypeA, TTL: 60, Data: []byte{192, 0, 2, 54}, Pos: line(9)},
		{Name: "x.example.", Type: dns.TypeCAA, TTL: 3600, Data: []byte("\x00\x05issue;"), Pos: line(10)},
		{Name: "mx.sub.host.example.", Type: dns.TypeMX, TTL: 3600, Data: []byte{0, 0, 0}, Pos: line(12)},
	}
	got, faults := source.ParseRecords(in, "records")
	if diff := cmp.Diff(want, got); diff != "" || faults != nil {
		t.Errorf("faults %v, records (-want +got):\n%s", faults, diff)
	}
}

func line(n int) rdns.Position { return rdns.Position{File: "records", Line: n} }

func TestParseRecordsFaults(t *testing.T) {
	in := "a.example A 192.0.2.1\n" +
		"$INCLUDE /etc/shadow\n" +
		"$GENERATE 1-2 $.example. A 192.0.2.$\n" +
		"*.example A 192.0.2.1\n" +
		"a.example CNAME b.example\n" +
		"a.example A (\n" +
		" A 192.0.2.1\n" +
		"b.example\n" +
		"c.example. TXT x" + strings.Repeat("y", 255) + "\n" +
		"c.example. TXT \"\\120\\121\"\n" +
		"$ORIGIN a..b.\n" +
		"d A 192.0.2.1\n" +
		"e.example. A 192.0.2.1\n" +
		"$ORIGIN 2.0.192.in-addr.arpa.\n" +
		"@ NS ns1.example.net\n" +
		"@ MX 10 mx.example.net\n"
	want := []string{
		`2: $INCLUDE is not followed: name each file in the Corefile`,
		`3: $GENERATE makes mappings, not records: write the records out`,
		`4: owner "*.example." is a wildcard, which would hide generated names: write each name out`,
		`5: type "CNAME": want A, AAAA, CAA, MX, NS, PTR, TXT`,
		`6: line "a.example A (": a ( is not closed within 64 lines`,
		`7: the line begins with a blank, but no owner is known from the lines before it`,
		`8: record "b.example": the record has no type: want OWNER [TTL] [IN] TYPE DATA`,
		`9: TXT string "x` + strings.Repeat("y", 79) + `"... has 256 bytes: want at most 255, and several strings for more`,
		`11: $ORIGIN: name "a..b." is no domain name: want labels of at most 63 octets, 255 together`,
		`12: owner "d" is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it`,
		`15: NS target "ns1.example.net" becomes "ns1.example.net.2.0.192.in-addr.arpa.", a forgotten final dot: write "ns1.example.net."`,
		`16: MX target "mx.example.net" becomes "mx.example.net.2.0.192.in-addr.arpa.", a forgotten final dot: write "mx.example.net."`,
	}
	records, faults := source.ParseRecords(in, "records")
	if diff := cmp.Diff(want, texts(t, faults, "records")); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	var names []string
	for _, r := range records {
		names = append(names, r.Name)
	}
	if got := strings.Join(names, " "); got != "a.example. c.example. e.example." {
		t.Errorf("records of %s", got)
	}
}

func TestParseRecordsBoundsFaults(t *testing.T) {
	records, faults := source.ParseRecords(strings.Repeat("x\n", 1500), "records")
	if len(records) != 0 || len(faults) != 1001 {
		t.Fatalf("%d records, %d faults", len(records), len(faults))
	}
	if got := faults[1000].Error(); got != "records:1500: and 500 more bad lines in this file" {
		t.Errorf("last fault: %s", got)
	}
}
