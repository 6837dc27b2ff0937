package uts39_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"github.com/rdnsmgr/rdnsmgr/internal/policy/uts39"
)

// TestVersion keeps all data of one Unicode version. When it fails, Go has a
// newer one: generate the tables again from the ICU of that version.
func TestVersion(t *testing.T) {
	for name, v := range map[string]string{"idna": idna.UnicodeVersion, "norm": norm.Version, "unicode": unicode.Version} {
		if v != uts39.UnicodeVersion {
			t.Errorf("package %s has Unicode %s, the tables %s", name, v, uts39.UnicodeVersion)
		}
	}
}

// TestSkeleton has the examples of UTS 39, section 4, and what implementations
// get wrong: prototypes in upper case, of several characters, and NFD on both
// sides.
func TestSkeleton(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		alike bool
	}{
		{"paypal", "раураl", true},
		{"scope", "ѕсоре", true},
		{"google", "g໐໐gle", true},
		{"m", "rn", true},
		{"0", "O", true},
		{"0", "o", false}, // the prototype is the capital letter
		{"1", "l", true},
		{"I", "l", true},
		{"i", "l", false},
		{"ǆ", "ď", false},
		{"é", "e\u0301", true},
		{"a\u00adb", "ab", true}, // a soft hyphen shows nothing
		{"paypal", "paypa1", true},
		{"paypal", "paypol", false},
	} {
		a, b := string(uts39.AppendSkeleton(nil, c.a)), string(uts39.AppendSkeleton(nil, c.b))
		if (a == b) != c.alike {
			t.Errorf("skeletons of %q and %q are %q and %q, want alike %v", c.a, c.b, a, b, c.alike)
		}
	}
}

// TestAgreesWithICU compares the skeletons and the status of all characters with
// those of ICU 72 (uspoof_getSkeletonUTF8, and the sets uspoof_getRecommendedSet
// and uspoof_getInclusionSet), whose output, a line "code skeleton status" for
// each, has this hash. ICU keeps ignorable characters, which UTS 39 drops; they
// are left out.
func TestAgreesWithICU(t *testing.T) {
	const want = "c2d53d94810ba2b2fb1260212b62f43655bc7dde67ffa4c974e5e98beaab6e94"
	h := sha256.New()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := uts39.AppendSkeleton(nil, string(r))
		if len(s) == 0 || r >= 0xD800 && r < 0xE000 {
			continue
		}
		status := 0
		if uts39.Allowed(r) {
			status = 1
		}
		h.Write(fmt.Appendf(nil, "%04X %s %d\n", r, s, status))
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		t.Errorf("the skeletons or the status of some characters are not those of ICU: hash %s, want %s", got, want)
	}
}

func TestAllowed(t *testing.T) {
	for r, want := range map[rune]bool{
		'a': true, 'z': true, '0': true, '-': true, 'ü': true, 'ж': true, '中': true, 'あ': true, 'ㄅ': true, 'ß': true,
		'💩': false, 'Ꭰ': false, 'ɑ': false, '♥': false, 'ⅿ': false, 'ａ': false, '\u00ad': false, 'ſ': false,
		unicode.MaxRune: false, 0x323AF: true, 0x323B0: false, -1: false,
	} {
		if got := uts39.Allowed(r); got != want {
			t.Errorf("Allowed(%U %q) = %v, want %v", r, r, got, want)
		}
	}
}

func TestScripts(t *testing.T) {
	for _, c := range []struct {
		r    rune
		has  []string
		hasn []string
	}{
		{'a', []string{"Latn"}, []string{"Cyrl", "Grek"}},
		{'а', []string{"Cyrl"}, []string{"Latn"}},
		{'1', []string{"Latn", "Cyrl", "Thai"}, nil},
		{'ー', []string{"Hira", "Kana"}, []string{"Latn", "Hani"}},
		{'०', []string{"Deva", "Kthi"}, []string{"Latn"}},
		{'\u0301', []string{"Latn", "Cyrl", "Hebr"}, nil},
	} {
		s := uts39.Scripts(c.r)
		for _, n := range c.has {
			if s.And(uts39.Of(n)).Empty() {
				t.Errorf("%U has not %s", c.r, n)
			}
		}
		for _, n := range c.hasn {
			if !s.And(uts39.Of(n)).Empty() {
				t.Errorf("%U has %s", c.r, n)
			}
		}
	}
	if !uts39.Of("Zzzz", "xx").Empty() {
		t.Error("a script that does not exist is in the set")
	}
}

// TestScriptsAgree compares the tables with those of package unicode, which has
// the scripts but not their extensions.
func TestScriptsAgree(t *testing.T) {
	for code, table := range map[string]*unicode.RangeTable{
		"Latn": unicode.Latin, "Cyrl": unicode.Cyrillic, "Grek": unicode.Greek, "Hani": unicode.Han, "Thai": unicode.Thai,
		"Armn": unicode.Armenian, "Hebr": unicode.Hebrew, "Arab": unicode.Arabic, "Deva": unicode.Devanagari, "Hang": unicode.Hangul,
	} {
		s := uts39.Of(code)
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if unicode.Is(table, r) && uts39.Scripts(r).And(s).Empty() {
				t.Errorf("%U is not in %s", r, code)
			}
		}
	}
}

// TestHighlyRestrictive has the examples of UTS 39, 5.1 and 5.2.
func TestHighlyRestrictive(t *testing.T) {
	for text, want := range map[string]bool{
		"Circle": true, "СігсӀе": true, "Сirсlе": false, "Circ1e": true, "C𝗂𝗋𝖼𝗅𝖾": true,
		"〆切": true, "ねガ": true, "paypal中国": true, "abc한국": true, "한ひら": false, "abcжук": false, "": true, "ㄅ中a": true,
		"τοaz": false,
	} {
		if got := uts39.HighlyRestrictive(text); got != want {
			t.Errorf("HighlyRestrictive(%q) = %v, want %v", text, got, want)
		}
	}
}

// FuzzSkeleton: the same text has the same skeleton, composed or not.
func FuzzSkeleton(f *testing.F) {
	for _, s := range []string{"paypal", "раураl", "\xff", "e\u0301", "ǆ", "ﷺ", "각"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "x") // bytes that are no text have no normal form
		c, d := uts39.AppendSkeleton(nil, norm.NFC.String(s)), uts39.AppendSkeleton(nil, norm.NFD.String(s))
		if string(c) != string(d) {
			t.Fatalf("skeletons of %q are %q composed and %q decomposed", s, c, d)
		}
	})
}
