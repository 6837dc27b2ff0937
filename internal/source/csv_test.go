package source_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

func TestCSV(t *testing.T) {
	one := []rdns.Mapping{m("192.0.2.1", "a.example.net.", 0)}
	owned := m("192.0.2.1", "a.example.net.", 60)
	owned.Owner = "Ålice & Söhne"
	run(t, source.Options{Path: "map", Format: source.CSV}, []parseCase{
		{name: "empty", in: ""},
		{name: "header only", in: "address,name\n", lines: 1},
		{name: "two columns", in: "address,name\n192.0.2.1,a.example.net\n", lines: 2, mappings: one},
		{name: "no newline at the end", in: "address,name\r\n192.0.2.1,A.example.net.", lines: 2, mappings: one},
		{name: "byte order mark", in: "\xef\xbb\xbfaddress,name\n192.0.2.1,a.example.net\n", lines: 2, mappings: one},
		{
			name: "all columns in any order and case", lines: 2, mappings: []rdns.Mapping{owned},
			in: "Comment,OWNER,Ttl,name,Address\n\"by hand, mostly\",Ålice & Söhne,60,a.example.net,192.0.2.1\n",
		},
		{name: "other people's columns", in: "rack,address,power,name\nr1,192.0.2.1,2,a.example.net\n", lines: 2, mappings: one},
		{name: "quotes and blanks", in: "\"address\", \"name\"\n", lines: 1, bad: 1, faults: []string{
			`1: line "\"address\", \"name\"": bare " in non-quoted-field in column 12: close a quote on its own line, and write one inside quotes twice`,
		}},
		{name: "quoted header", in: "\"address\",\" name \"\n\" 192.0.2.1 \",\"a.example.net\"\n", lines: 2, mappings: one},
		{name: "semicolons", in: "address;name;comment\n192.0.2.1;a.example.net;one, two\n", lines: 2, mappings: one},
		{name: "comments and empty rows", in: "# from the CRM\n\naddress,name,ttl\n,,\n# here\n192.0.2.1,a.example.net,\n \n", lines: 2, mappings: one},
		{name: "last columns left out", in: "address,name,ttl,owner\n192.0.2.1,a.example.net\n", lines: 2, mappings: one},
		{
			name: "duplicate", in: "address,name,ttl\n192.0.2.1,a.example.net,\n192.0.2.1,a.example.net.,60\n", lines: 3, dups: 1, mappings: one,
			faults: []string{`3: duplicate: 192.0.2.1 has the name "a.example.net." already since line 2; remove one of them`},
		},
		{
			name: "an open quote costs its own line only", lines: 4, bad: 2, mappings: one,
			in: "address,name,comment\n192.0.2.2,b.example.net,\"open\n192.0.2.3,c.example.net,a \" b\n192.0.2.1,a.example.net,\"a \"\" b\"\n",
			faults: []string{
				`2: line "192.0.2.2,b.example.net,\"open": extraneous or missing " in quoted-field in column 31: close a quote on its own line, and write one inside quotes twice`,
				`3: line "192.0.2.3,c.example.net,a \" b": bare " in non-quoted-field in column 27: close a quote on its own line, and write one inside quotes twice`,
			},
		},
		{
			name: "without a good header nothing is read", in: "ip,name\n192.0.2.1,a.example.net\n192.0.2.2,b.example.net\n", lines: 3, bad: 3,
			faults: []string{`1: header "ip,name": want the columns address and name, and perhaps ttl, owner and comment`},
		},
		{
			name: "a line too long", in: "address,name\n192.0.2.2," + strings.Repeat("x", 65<<10) + "\n192.0.2.1,a.example.net\n", lines: 3, bad: 1, mappings: one,
			faults: []string{`2: line "192.0.2.2,` + strings.Repeat("x", 70) + `"... is longer than 65536 bytes: split it`},
		},
	})
}

func TestCSVFaults(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"no name", "192.0.2.1", `host name "": it is empty; want a name such as mail.example.net`},
		{"no address", ",a.example.net", `address "": want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first`},
		{"two names", "192.0.2.1,a.example.net b.example.net", `host name "a.example.net b.example.net": label "net b" has the character ' '; a host name has letters, digits and hyphens only (RFC 952)`},
		{"ttl", "192.0.2.1,a.example.net,1h", `ttl "1h": want seconds from 1 to 604800`},
		{"ttl zero", "192.0.2.1,a.example.net,0", `ttl "0": want seconds from 1 to 604800`},
		{"control character in the owner", "192.0.2.1,a.example.net,,a\x1b[0m", `owner "a\x1b[0m": want at most 255 bytes of printable UTF-8`},
		{"right to left owner", "192.0.2.1,a.example.net,,a\u202eb", `owner "a\u202eb": want at most 255 bytes of printable UTF-8`},
		{"other encoding", "192.0.2.1,a.example.net,,\xe5", `owner "\xe5": want at most 255 bytes of printable UTF-8`},
		{"long owner", "192.0.2.1,a.example.net,," + strings.Repeat("o", 256), `owner "` + strings.Repeat("o", 80) + `"...: want at most 255 bytes of printable UTF-8`},
		{"too many columns", "192.0.2.1,a.example.net,60,me,you", `5 columns where the header has 4: quote a field that holds a ','`},
	} {
		t.Run(c.name, func(t *testing.T) {
			onlyFault(t, source.CSV, "address,name,ttl,owner\n"+c.in+"\n", "2: "+c.want)
		})
	}
}

func TestCSVHeaderFaults(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"one column", "address", `header "address": want the columns address and name, and perhaps ttl, owner and comment`},
		{"data", "192.0.2.1,a.example.net", `header "192.0.2.1,a.example.net": want the columns address and name, and perhaps ttl, owner and comment`},
		{"twice", "address,name,Name", `header "address,name,Name" has the column "Name" twice`},
	} {
		t.Run(c.name, func(t *testing.T) {
			onlyFault(t, source.CSV, c.in+"\n", "1: "+c.want)
		})
	}
}

// Many lines share an owner; it must not become the owner of others.
func TestCSVOwners(t *testing.T) {
	in := "address,name,owner\n192.0.2.1,a.example.net,x\n192.0.2.2,b.example.net,y\n192.0.2.3,c.example.net,x\n192.0.2.4,d.example.net,\n"
	s := source.Parse(source.NewContent(in), source.Options{Owner: "ops"}, source.Hooks{})
	var owners []string
	for i, m := range mappings(s) {
		if want := netip.AddrFrom4([4]byte{192, 0, 2, byte(i + 1)}); m.Addr != want {
			t.Errorf("mapping %d is of %s", i, m.Addr)
		}
		owners = append(owners, m.Owner)
	}
	if got := strings.Join(owners, " "); got != "x y x ops" {
		t.Errorf("owners %s", got)
	}
}
