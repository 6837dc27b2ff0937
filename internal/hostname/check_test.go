package hostname_test

import (
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

var (
	label63 = strings.Repeat("x", 63)
	// name254 has 254 octets with the final dot, which are 255 on the wire.
	name254 = strings.Repeat(label63+".", 3) + strings.Repeat("y", 53) + ".example."
)

func TestNormalize(t *testing.T) {
	tests := []struct{ name, in, want, err string }{
		{"plain", "mail.example.net", "mail.example.net.", ""},
		{"final dot", "mail.example.net.", "mail.example.net.", ""},
		{"upper case", "Mail.EXAMPLE.Net", "mail.example.net.", ""},
		{"two labels", "example.net", "example.net.", ""},
		{"digits in front", "3com.example", "3com.example.", ""},
		{"numeric label", "192.0.2.1.example", "192.0.2.1.example.", ""},
		{"A-label", "xn--bcher-kva.example", "xn--bcher-kva.example.", ""},
		{"hyphens in places 3 and 4", "r3---sn-4g5e6nsz.c.example", "r3---sn-4g5e6nsz.c.example.", ""},
		{"label of 63", label63 + ".example", label63 + ".example.", ""},
		{"255 octets on the wire", name254, name254, ""},
		{"0xg is no number", "a.0xg", "a.0xg.", ""},

		{"empty", "", "", `host name "": it is empty; want a name such as mail.example.net`},
		{"root", ".", "", `host name ".": it is empty; want a name such as mail.example.net`},
		{"one label", "localhost", "", `host name "localhost": it has only one label; write the whole name, such as mail.example.net`},
		{"one label, final dot", "localhost.", "", `host name "localhost.": it has only one label; write the whole name, such as mail.example.net`},
		{"empty label", "a..example", "", `host name "a..example": it has an empty label; write a single dot between labels`},
		{"empty first label", ".a.example", "", `host name ".a.example": it has an empty label; write a single dot between labels`},
		{"two final dots", "a.example..", "", `host name "a.example..": it has an empty label; write a single dot between labels`},
		{"label of 64", "x" + label63 + ".example", "", `host name "x` + label63 + `.example": label "x` + label63 + `" has 64 octets; at most 63 are allowed (RFC 1035, 2.3.4)`},
		{"256 octets on the wire", "y." + name254[1:], "", `host name "y.` + label63[:61] + `"...: it has 256 octets on the wire; at most 255 are allowed (RFC 1035, 2.3.4)`},
		{"hyphen in front", "-a.example", "", `host name "-a.example": label "-a" begins with a hyphen; begin it with a letter or digit (RFC 952)`},
		{"hyphen behind", "a-.example", "", `host name "a-.example": label "a-" ends with a hyphen; end it with a letter or digit (RFC 952)`},
		{"underscore", "_dmarc.example", "", `host name "_dmarc.example": label "_dmarc" has an underscore, which no host name has; write a hyphen (RFC 952)`},
		{"wildcard", "*.example.net", "", `host name "*.example.net": label "*" has a wildcard; write each name out`},
		{"escape", `a\.b.example`, "", `host name "a\\.b.example": label "a\\" has an escape; a host name has letters, digits and hyphens only (RFC 952)`},
		{"space", "mail example.net", "", `host name "mail example.net": label "mail example" has the character ' '; a host name has letters, digits and hyphens only (RFC 952)`},
		{"line feed", "mail\n.example", "", `host name "mail\n.example": label "mail\n" has the character '\n'; a host name has letters, digits and hyphens only (RFC 952)`},
		{"U-label", "bücher.example", "", `host name "bücher.example": label "bücher" is not ASCII; write its A-label, which begins with xn-- (RFC 5890, 2.3.2.1)`},
		{"KELVIN SIGN", "\u212aelvin.example", "", `host name "` + "\u212a" + `elvin.example": label "` + "\u212a" + `elvin" is not ASCII; write its A-label, which begins with xn-- (RFC 5890, 2.3.2.1)`},
		{"IPv4 address", "192.0.2.1", "", `host name "192.0.2.1": the last label "1" is a number; want a name, not an address`},
		{"hexadecimal", "a.0x7F", "", `host name "a.0x7F": the last label "0x7F" is a number; want a name, not an address`},
		{"hexadecimal prefix alone", "a.0X", "", `host name "a.0X": the last label "0X" is a number; want a name, not an address`},
		{"IPv6 address", "2001:db8::1", "", `host name "2001:db8::1": label "2001:db8::1" has the character ':'; a host name has letters, digits and hyphens only (RFC 952)`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := hostname.Normalize(tt.in)
			if got != tt.want || errorText(err) != tt.err {
				t.Errorf("Normalize(%q) = %q, %v\nwant %q, %s", tt.in, got, err, tt.want, tt.err)
			}
			if err := hostname.Check(tt.in); errorText(err) != tt.err {
				t.Errorf("Check(%q) = %v\nwant %s", tt.in, err, tt.err)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// FuzzCheck compares Check with the model, and normalises twice.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"mail.example.net", "A.B.", "", ".", "a..b", "-a.b", "a-.b", "a.1", "a.0x1F", "a.0x", "_a.b", "*.a.b", "bücher.example", label63 + ".b", "x" + label63 + ".b", name254,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		err := hostname.Check(s)
		if legal := modelHostName(s); legal != (err == nil) {
			t.Fatalf("Check(%q) = %v; the model says %v", s, err, legal)
		}
		name, err := hostname.Normalize(s)
		if err != nil {
			return
		}
		if again, err := hostname.Normalize(name); again != name || err != nil {
			t.Errorf("Normalize(%q) = %q, which becomes %q, %v", s, name, again, err)
		}
		if !strings.EqualFold(strings.TrimSuffix(s, "."), strings.TrimSuffix(name, ".")) {
			t.Errorf("Normalize(%q) = %q, another name", s, name)
		}
	})
}
