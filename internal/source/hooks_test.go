package source_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// hooks stand in for those of the manager. An international letter becomes its
// number, and addresses that end in 119 are somebody else's.
var hooks = source.Hooks{
	ToASCII: func(name string) (string, error) {
		if strings.Contains(name, "☠") {
			return "", errors.New(`label "☠": no letter`)
		}
		var b strings.Builder
		for _, r := range name {
			if r < 0x80 {
				b.WriteRune(r)
			} else {
				fmt.Fprintf(&b, "X%x", r)
			}
		}
		return b.String(), nil
	},
	Check: func(m rdns.Mapping) error {
		if a := m.Addr.AsSlice(); a[len(a)-1] == 119 {
			return fmt.Errorf("%s belongs to %q, not to %q", m.Addr, "beta", m.Owner)
		}
		return nil
	},
}

func TestInternationalNames(t *testing.T) {
	for _, c := range []struct {
		name, in string
		format   source.Format
		want     string
	}{
		{"hosts", "192.0.2.1 mañana.example.net\n", source.Hosts, "maxf1ana.example.net."},
		{"upper case", "192.0.2.1 MAÑANA.Example.net\n", source.Hosts, "maxd1ana.example.net."},
		{"a letter of four bytes", "192.0.2.1 𐌰.example.net\n", source.Hosts, "x10330.example.net."},
		{"csv", "address,name\n192.0.2.1,mañana.example.net\n", source.CSV, "maxf1ana.example.net."},
		{"quoted csv", "address,name\n192.0.2.1,\"mañana.example.net\"\n", source.CSV, "maxf1ana.example.net."},
		{"zone", "1.2.0.192.in-addr.arpa. PTR mañana.example.net.\n", source.Zone, "maxf1ana.example.net."},
		{"escapes", `1.2.0.192.in-addr.arpa. PTR ma\195\177ana.example.net.` + "\n", source.Zone, "maxf1ana.example.net."},
		{"a letter half escaped", "1.2.0.192.in-addr.arpa. PTR ma\\195\xb1ana.example.net.\n", source.Zone, "maxf1ana.example.net."},
		{"relative", "$ORIGIN example.net.\n1.2.0.192.in-addr.arpa. PTR mañana\n", source.Zone, "maxf1ana.example.net."},
		{"origin", "$ORIGIN mañana.example.\n1.2.0.192.in-addr.arpa. PTR a\n", source.Zone, "a.maxf1ana.example."},
		{"escaped origin", `$ORIGIN ma\195\177ana.example.` + "\n1.2.0.192.in-addr.arpa. PTR a\n", source.Zone, "a.maxf1ana.example."},
		{"longer than its A-label", "$ORIGIN example.net.\n1.2.0.192.in-addr.arpa. PTR " + strings.Repeat("𐌰", 10) + "\n", source.Zone, strings.Repeat("x10330", 10) + ".example.net."},
		{"generate", "$GENERATE 1-1 $.2.0.192.in-addr.arpa. PTR mañana-$.example.net.\n", source.Zone, "maxf1ana-1.example.net."},
		{"type by number", `1.2.0.192.in-addr.arpa. TYPE12 \# 14 0462c3bc63076578616d706c6500` + "\n", source.Zone, "bxfcc.example."},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := source.Parse(source.NewContent(c.in), source.Options{Format: c.format}, hooks)
			if s.Len() != 1 || s.Bad != 0 || mappings(s)[0].Name != c.want {
				t.Errorf("%v, %v; want %q", mappings(s), s.Faults, c.want)
			}
		})
	}
}

func TestInternationalFaults(t *testing.T) {
	zone := "1.2.0.192.in-addr.arpa. PTR "
	long := strings.Repeat("ñ", 513)
	for _, c := range []struct {
		name, in string
		format   source.Format
		want     string
	}{
		{"refused", "192.0.2.1 ☠.example.net\n", source.Hosts, `1: name "☠.example.net": label "☠": no letter`},
		{"the line is taken whole or not at all", "192.0.2.1 a.example.net ☠.example.net\n", source.Hosts, `1: name "☠.example.net": label "☠": no letter`},
		{"other encoding", "192.0.2.1 ma\xf1ana.example.net\n", source.Hosts, `1: name "ma\xf1ana.example.net": it is not UTF-8: save the file in UTF-8, or write A-labels, which begin with xn--`},
		{"no host name", "192.0.2.1 a_b.mañana.example.net\n", source.Hosts, `1: name "a_b.mañana.example.net": host name "a_b.maXf1ana.example.net": label "a_b" has an underscore, which no host name has; write a hyphen (RFC 952)`},
		{"too long", "192.0.2.1 " + long + ".example\n", source.Hosts, `1: name "` + strings.Repeat("ñ", 40) + `"...: it has 1034 bytes: no host name needs more than 1024`},
		{"csv", "address,name\n192.0.2.1,☠.example.net\n", source.CSV, `2: name "☠.example.net": label "☠": no letter`},
		{"zone", zone + "☠.example.net.\n", source.Zone, `1: name "☠.example.net.": label "☠": no letter`},
		{"escapes", zone + `\226\152\160.example.net.` + "\n", source.Zone, `1: target "\\226\\152\\160.example.net.": name "☠.example.net.": label "☠": no letter`},
		{"escapes that are no UTF-8", zone + `ma\241ana.example.net.` + "\n", source.Zone, `1: target "ma\\241ana.example.net.": name "ma\xf1ana.example.net.": it is not UTF-8: save the file in UTF-8, or write A-labels, which begin with xn--`},
		{"an escaped dot ends no label", zone + `a\046ñ.example.net.` + "\n", source.Zone, `1: name "a\\046ñ.example.net.": host name "a\\046Xf1.example.net.": label "a\\046Xf1" has an escape; a host name has letters, digits and hyphens only (RFC 952)`},
		{"a backslash before digits", zone + `a\\195\\177.example.net.` + "\n", source.Zone, `1: host name "a\\\\195\\\\177.example.net.": label "a\\\\195\\\\177" has an escape; a host name has letters, digits and hyphens only (RFC 952)`},
		{"no octet", zone + `a\999.example.net.` + "\n", source.Zone, `1: host name "a\\999.example.net.": label "a\\999" has an escape; a host name has letters, digits and hyphens only (RFC 952)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := source.Parse(source.NewContent(c.in), source.Options{Path: "map", Format: c.format}, hooks)
			got := strings.Join(texts(t, s.Faults, "map"), "\n")
			if got != c.want || s.Bad != 1 || s.Foreign != 0 || s.Len() != 0 {
				t.Errorf("%d bad, %d mappings\n got %s\nwant %s", s.Bad, s.Len(), got, c.want)
			}
		})
	}
}

// Without a hook, a name beyond ASCII is a fault, in whatever way it is written.
func TestNoInternationalNames(t *testing.T) {
	onlyFault(t, source.Hosts, "192.0.2.1 mañana.example.net\n",
		`1: host name "mañana.example.net": label "mañana" is not ASCII; write its A-label, which begins with xn-- (RFC 5890, 2.3.2.1)`)
	onlyFault(t, source.Zone, `1.2.0.192.in-addr.arpa. PTR ma\195\177ana.example.net.`,
		`1: host name "ma\\195\\177ana.example.net.": label "ma\\195\\177ana" has an escape; a host name has letters, digits and hyphens only (RFC 952)`)
}

// ToASCII is not asked for names in ASCII, not even for A-labels: whether these
// are right is a question of how a name looks.
func TestPlainNamesAskNobody(t *testing.T) {
	asked := source.Hooks{ToASCII: func(name string) (string, error) {
		t.Errorf("asked for %q", name)
		return name, nil
	}}
	s := source.Parse(source.NewContent("192.0.2.1 a.example.net\n192.0.2.2 XN--maana-pta.example.net\n192.0.2.3 a_b.example.net\n"), source.Options{}, asked)
	if s.Len() != 2 || s.Bad != 1 {
		t.Errorf("%v, %v", mappings(s), s.Faults)
	}
}

func TestForeign(t *testing.T) {
	for _, c := range []struct {
		name, in     string
		format       source.Format
		mappings     int
		bad, foreign int
		fault        string
	}{
		{"hosts", "192.0.2.119 a.example.net b.example.net\n192.0.2.1 a.example.net\n", source.Hosts, 1, 1, 1, `1: 192.0.2.119 belongs to "beta", not to "ops"`},
		{"csv", "address,name,owner\n192.0.2.119,a.example.net,acme\n192.0.2.1,a.example.net,acme\n", source.CSV, 1, 1, 1, `2: 192.0.2.119 belongs to "beta", not to "acme"`},
		{"zone", "119.2.0.192.in-addr.arpa. PTR a.example.net.\n1.2.0.192.in-addr.arpa. PTR a.example.net.\n", source.Zone, 1, 1, 1, `1: 192.0.2.119 belongs to "beta", not to "ops"`},
		{
			"generate is taken whole or not at all", "$GENERATE 100-120 $.2.0.192.in-addr.arpa. PTR a$.example.net.\n", source.Zone, 0, 1, 1,
			`1: $GENERATE gives "119.2.0.192.in-addr.arpa." PTR "a119.example.net.": 192.0.2.119 belongs to "beta", not to "ops"`,
		},
		{"a bad name is worse", "192.0.2.119 a_b.example.net\n", source.Hosts, 0, 1, 0, `1: host name "a_b.example.net": label "a_b" has an underscore, which no host name has; write a hyphen (RFC 952)`},
		{"the next bad line is not foreign", "192.0.2.119 a.example.net\nbad\n", source.Hosts, 0, 2, 1, "1: 192.0.2.119 belongs to \"beta\", not to \"ops\"\n2: address \"bad\": want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := source.Parse(source.NewContent(c.in), source.Options{Path: "map", Format: c.format, Owner: "ops"}, hooks)
			if s.Len() != c.mappings || s.Bad != c.bad || s.Foreign != c.foreign {
				t.Errorf("%d mappings, %d bad, %d foreign", s.Len(), s.Bad, s.Foreign)
			}
			if got := strings.Join(texts(t, s.Faults, "map"), "\n"); got != c.fault {
				t.Errorf("\n got %s\nwant %s", got, c.fault)
			}
		})
	}
}

// FuzzPlainName compares the quick look at a name with the rules.
func FuzzPlainName(f *testing.F) {
	for _, name := range []string{
		"a.example.net", "a.example.net.", "r3---sn.c.example", "a.b", "9.9.b9", "a.9", "a.9b", "a.0x1f", "a-.b", "-a.b", "a.-b", "a.b-", ".a.b", "a..b", "a.b..", ".", "", "a", "a.",
		"A.b", "a_b.c", "mañana.b", strings.Repeat("a", 63) + ".b", strings.Repeat("a", 64) + ".b", strings.Repeat("abcdefg.", 31) + "abcde.", strings.Repeat("abcdefg.", 31) + "abcdef",
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		normal, err := hostname.Normalize(name)
		lower := normal == name || normal == name+"."
		last := name[strings.LastIndexByte(strings.TrimSuffix(name, "."), '.')+1:]
		want := err == nil && lower && (last[0] < '0' || last[0] > '9')
		if got := source.IsPlainName(name); got != want {
			t.Errorf("%q is plain: %v; %v", name, got, err)
		}
	})
}
