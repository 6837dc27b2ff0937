package policy_test

import (
	"strings"
	"testing"

	"golang.org/x/net/idna"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

func TestToASCII(t *testing.T) {
	for name, want := range map[string]string{
		"":                              "",
		"Mail.Example.NET.":             "Mail.Example.NET.",
		"a_b.*.x y.example":             "a_b.*.x y.example", // judged elsewhere
		"r3---sn-x.example.net":         "r3---sn-x.example.net",
		"münchen.de":                    "xn--mnchen-3ya.de",
		"Mail.MÜNCHEN.de.":              "Mail.xn--mnchen-3ya.de.",
		"straße.de":                     "xn--strae-oqa.de",
		"www.中国":                        "www.xn--fiqs8s",
		"XN--MNCHEN-3YA.de":             "XN--MNCHEN-3YA.de",
		"xn--mnchen-3ya.xn--fiqs8s.":    "xn--mnchen-3ya.xn--fiqs8s.",
		"münchen.xn--fiqs8s":            "xn--mnchen-3ya.xn--fiqs8s",
		"axn--b.example.net":            "axn--b.example.net",
		"xn--0.example.net":             "error",
		"xn--.example.net":              "error",
		"xn--abc-.example.net":          "error",
		"XN--0.example.net":             "error",
		"mail.xn--a-xbba.example":       "error", // not composed
		"xn--ü.de":                      "error",
		"mu\u0308nchen.de":              "error", // not composed
		"a\u00adb.de":                   "error",
		"ab\u200dc.de":                  "error",
		"\u0301a.de":                    "error",
		"m\xfcnchen.de":                 "error", // Latin 1
		"ｐaypal.com":                    "error", // wide letters are not mapped
		"münchen。de":                    "error", // nor is the dot of Japanese
		"ü-.de":                         "error",
		"a\u058ab.de":                   "error",
		strings.Repeat("中", 60) + ".de": "error", // too long in xn-- form
		strings.Repeat("ü.", 1000):      "error",
	} {
		got, err := policy.ToASCII(name)
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("ToASCII(%q) = %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestToASCIIDoesNotAllocate(t *testing.T) {
	for _, name := range []string{"mail.example.net.", "static-192-0-2-9.dsl.example.net", strings.Repeat("a.", 120) + "axn--x"} {
		if got := testing.AllocsPerRun(100, func() {
			if _, err := policy.ToASCII(name); err != nil {
				t.Error(err)
			}
		}); got > 0 {
			t.Errorf("ToASCII(%q) allocates %v times", name, got)
		}
	}
}

// FuzzToASCII: what comes out is ASCII, means the same, and stays as it is; what
// is said of a fault is one printable line.
func FuzzToASCII(f *testing.F) {
	for _, s := range append(names(), "münchen.de", "xn--0.de", "中国", "\xff", "ß.ς", "ｐ") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got, err := policy.ToASCII(name)
		if err != nil {
			checkLine(t, err.Error())
			return
		}
		for _, c := range []byte(got) {
			if c >= 0x80 {
				t.Fatalf("ToASCII(%q) = %q", name, got)
			}
		}
		if again, err := policy.ToASCII(got); again != got || err != nil {
			t.Fatalf("ToASCII(%q) = %q, then %q, %v", name, got, again, err)
		}
		if got == name {
			return
		}
		back, err := idna.Punycode.ToUnicode(got)
		if err != nil || !strings.EqualFold(back, decoded(t, name)) {
			t.Fatalf("ToASCII(%q) = %q, which means %q, %v", name, got, back, err)
		}
	})
}

// decoded returns a name with all of its labels in Unicode.
func decoded(t *testing.T, name string) string {
	t.Helper()
	u, err := idna.Punycode.ToUnicode(strings.ToLower(name))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// checkLine checks that text can stand in a log.
func checkLine(t *testing.T, text string) {
	t.Helper()
	if len(text) > 1000 {
		t.Errorf("%d characters", len(text))
	}
	for _, c := range text {
		if c < ' ' || c > '~' {
			t.Fatalf("%q in %q", c, text)
		}
	}
}
