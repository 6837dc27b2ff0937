package arpa_test

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// db8 is the name of 2001:db8::/32.
const db8 = "8.b.d.0.1.0.0.2.ip6.arpa."

var zeros24 = strings.Repeat("0.", 24) // the labels from 2001:db8::/32 down to its first address

func TestParse(t *testing.T) {
	tests := []struct {
		name, in string
		prefix   string // "" if the name is not ours
		whole    bool
	}{
		{"IPv4 address", "1.2.0.192.in-addr.arpa.", "192.0.2.1/32", true},
		{"IPv4 largest octets", "255.255.255.255.in-addr.arpa.", "255.255.255.255/32", true},
		{"IPv4 zero octets", "0.0.0.0.in-addr.arpa.", "0.0.0.0/32", true},
		{"IPv4 three octets", "2.0.192.in-addr.arpa.", "192.0.2.0/24", true},
		{"IPv4 one octet", "10.in-addr.arpa.", "10.0.0.0/8", true},
		{"IPv4 root", "in-addr.arpa.", "0.0.0.0/0", true},
		{"IPv4 mixed case", "1.2.0.192.In-aDDr.ARPA.", "192.0.2.1/32", true},
		{"IPv6 root", "ip6.arpa.", "::/0", true},
		{"IPv6 mixed case root", "Ip6.aRPa.", "::/0", true},
		{"IPv6 prefix", db8, "2001:db8::/32", true},
		{"IPv6 one nibble", "2.ip6.arpa.", "2000::/4", true},
		{"IPv6 address", zeros24 + db8, "2001:db8::/128", true},
		{"IPv6 upper case nibbles", strings.ToUpper("f.e.d.c.b.a." + db8), "2001:db8:abcd:ef00::/56", true},
		{"IPv6 mapped IPv4 stays IPv6", arpa.Name(netip.MustParsePrefix("::ffff:192.0.2.1/128")), "::ffff:192.0.2.1/128", true},

		{"below an IPv4 address", "foo.25.2.0.192.in-addr.arpa.", "192.0.2.25/32", false},
		{"fifth octet", "1.25.2.0.192.in-addr.arpa.", "192.0.2.25/32", false},
		{"below an IPv6 address", "foo." + zeros24 + db8, "2001:db8::/128", false},
		{"33rd nibble", "5." + zeros24 + db8, "2001:db8::/128", false},
		{"wildcard", "*.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"wildcard in the middle", "1.*.0.192.in-addr.arpa.", "192.0.0.0/16", false},
		{"zero in front", "01.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"zeros in front", "001.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"two zeros", "00.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"zero in front in the middle", "1.02.0.192.in-addr.arpa.", "192.0.0.0/16", false},
		{"plus sign", "+1.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"minus sign", "-1.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"hexadecimal octet", "0x19.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"exponent", "1e1.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"256", "256.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"999", "999.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"four digits", "1000.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"wraps at 16 bits", "65561.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"wraps at 32 bits", "4294967321.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"63 digits", strings.Repeat("1", 63) + ".2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"NUL behind", `25\000.2.0.192.in-addr.arpa.`, "192.0.2.0/24", false},
		{"NUL raw", "25\x00.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"space in front", `\03225.2.0.192.in-addr.arpa.`, "192.0.2.0/24", false},
		{"escaped digit", `\049.2.0.192.in-addr.arpa.`, "192.0.2.0/24", false},
		{"escaped dot", `1\.25.2.0.192.in-addr.arpa.`, "192.0.2.0/24", false},
		{"escaped dot between zones", `1.2\.0.192.in-addr.arpa.`, "192.0.0.0/8", false},
		{"escaped backslash below an address", `\\.25.2.0.192.in-addr.arpa.`, "192.0.2.25/32", false},
		{"escaped backslash, escaped dot", `\\\.25.2.0.192.in-addr.arpa.`, "192.0.2.0/24", false},
		{"Arabic-Indic digit", "١.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"full-width digit", "１.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"RFC 2317 label", "0/25.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"hyphen range", "64-26.2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"empty label", "1..0.192.in-addr.arpa.", "192.0.0.0/16", false},
		{"empty first label", ".2.0.192.in-addr.arpa.", "192.0.2.0/24", false},
		{"empty label at the root", ".in-addr.arpa.", "0.0.0.0/0", false},
		{"mapped address as a label", "4.3.2.::ffff:1.in-addr.arpa.", "0.0.0.0/0", false},
		{"two digits in a nibble", "00." + db8, "2001:db8::/32", false},
		{"10 as a nibble", "10." + db8, "2001:db8::/32", false},
		{"g", "g." + db8, "2001:db8::/32", false},
		{"letter before A", "@." + db8, "2001:db8::/32", false},
		{"hyphen", "-." + db8, "2001:db8::/32", false},
		{"colons", "5.0.0.::." + db8, "2001:db8::/32", false},
		{"nibbles joined", "52.0.0." + db8, "2001:db8::/40", false},
		{"group of four", "0db8.2001.ip6.arpa.", "::/0", false},
		{"escaped dot between nibbles", `5\.2.` + db8, "2001:db8::/32", false},
		{"escaped backslash below", `\\.2.` + db8, "2001:db8:2000::/36", false},
		{"escaped nibble", `\a.` + db8, "2001:db8::/32", false},
		{"empty first nibble", "." + db8, "2001:db8::/32", false},

		{"empty", "", "", false},
		{"root zone", ".", "", false},
		{"arpa", "arpa.", "", false},
		{"no final dot", "1.2.0.192.in-addr.arpa", "", false},
		{"forward name", "ip-192-0-2-1.host.example.", "", false},
		{"joined to the root", "1in-addr.arpa.", "", false},
		{"joined to the IPv6 root", "xip6.arpa.", "", false},
		{"dot in the root's label", `1\.in-addr.arpa.`, "", false},
		{"dot in the IPv6 root's label", `1\.ip6.arpa.`, "", false},
		{"escape in the root", `2.0.192.in-addr.\097rpa.`, "", false},
		{"below another domain", "in-addr.arpa.example.", "", false},
		{"control character for the hyphen", "1.in\raddr.arpa.", "", false},
		{"ip6.int", "2.ip6.int.", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var want netip.Prefix
			if tt.prefix != "" {
				want = netip.MustParsePrefix(tt.prefix)
			}
			p, whole, ok := arpa.Parse(tt.in)
			if p != want || whole != tt.whole || ok != (tt.prefix != "") {
				t.Errorf("Parse(%q) = %v, %v, %v; want %v, %v, %v", tt.in, p, whole, ok, want, tt.whole, tt.prefix != "")
			}
		})
	}
}

// TestParseModel compares Parse with the model on names that are almost right.
func TestParseModel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	wholes := 0
	for range 50_000 {
		name := almostName(r)
		if compareParse(t, name) {
			wholes++
		}
	}
	if wholes < 10_000 {
		t.Errorf("only %d of the names were right; the test has lost its grip", wholes)
	}
}

// almostName returns the name of a random prefix with up to two random edits.
func almostName(r *rand.Rand) string {
	name := []byte(arpa.Name(randomAligned(r)))
	for range r.IntN(3) {
		const octets = `0123456789abcdefABCDEFgIN.-\*` + "\x00\xd9"
		i := r.IntN(len(name))
		c := octets[r.IntN(len(octets))]
		switch r.IntN(3) {
		case 0:
			name[i] = c
		case 1:
			name = append(name[:i], append([]byte{c}, name[i:]...)...)
		case 2:
			name = append(name[:i], name[i+1:]...)
		}
	}
	return string(name)
}

// compareParse checks Parse against the model, and returns whether the name is
// that of a prefix.
func compareParse(t *testing.T, name string) bool {
	t.Helper()
	p, whole, ok := arpa.Parse(name)
	wantP, wantWhole, wantOK := modelParse(name)
	if p != wantP || whole != wantWhole || ok != wantOK {
		t.Errorf("Parse(%q) = %v, %v, %v; the model says %v, %v, %v", name, p, whole, ok, wantP, wantWhole, wantOK)
	}
	return whole
}

// randomAligned returns a random aligned prefix.
func randomAligned(r *rand.Rand) netip.Prefix {
	var a [16]byte
	for i := range a {
		a[i] = byte(r.Uint32())
	}
	if r.IntN(2) == 0 {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte(a[:4])), 8*r.IntN(5)).Masked()
	}
	return netip.PrefixFrom(netip.AddrFrom16(a), 4*r.IntN(33)).Masked()
}

func TestParseDoesNotAllocate(t *testing.T) {
	for _, name := range []string{
		"1.2.0.192.in-addr.arpa.",
		"1.2.0.192.IN-ADDR.arpa.",
		zeros24 + db8,
		`1\.25.2.0.192.in-addr.arpa.`,
		"host.example.",
	} {
		if n := testing.AllocsPerRun(100, func() { arpa.Parse(name) }); n != 0 {
			t.Errorf("Parse(%q) allocates %v times", name, n)
		}
	}
}

// FuzzParse goes round: a name spells a prefix if and only if the prefix is
// called so.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"1.2.0.192.in-addr.arpa.", "foo.1.2.0.192.in-addr.arpa.", `1\.25.2.0.192.IN-ADDR.ARPA.`,
		"in-addr.arpa.", "ip6.arpa.", zeros24 + db8, "5." + zeros24 + db8, `\\.2.ip6.arpa.`, "example.",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		compareParse(t, name)
		p, whole, ok := arpa.Parse(name)
		if !ok {
			if p.IsValid() || whole {
				t.Fatalf("Parse(%q) = %v, %v, false; want the zero prefix", name, p, whole)
			}
			return
		}
		if p != p.Masked() || !arpa.Aligned(p) {
			t.Errorf("Parse(%q) = %v, which has no name of its own", name, p)
		}
		if same := lowerASCII(name) == arpa.Name(p); same != whole {
			t.Errorf("Parse(%q) = %v, whole %v, but that is called %q", name, p, whole, arpa.Name(p))
		}
	})
}
