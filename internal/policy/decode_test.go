package policy

import (
	"slices"
	"testing"

	"golang.org/x/net/publicsuffix"
)

// TestDecodeLabel has vectors of IDNA 2008 (RFC 5891, and IdnaTestV2 of UTS 46):
// what an A-label may be, and what only looks like one.
func TestDecodeLabel(t *testing.T) {
	for label, want := range map[string]string{
		"xn--mnchen-3ya":     "münchen",
		"xn--strae-oqa":      "straße", // valid in IDNA 2008, ss in 2003
		"xn--fuball-cta":     "fußball",
		"xn--nxasmm1c":       "βόλος",
		"xn--fiqs8s":         "中国",
		"xn--wgv71a119e":     "日本語",
		"xn--80akhbyknj4f":   "испытание",
		"xn--9t4b11yi5a":     "테스트",
		"xn--hgbk6aj7f53bba": "آزمایشی",
		"xn--deba0ad":        "טעסט",
		"xn--kgbechtv":       "إختبار",
		"xn--0zwm56d":        "测试",
		"xn--11b5bs3a9aj6g":  "परीक्षा",
		"xn--a":              "", // no digits
		"xn--a-ecp.ru":       "",
		"xn--0":              "", // cut off
		"xn--abc-":           "", // nothing needs encoding
		"xn--paypal":         "", // control characters
		"xn--abc-fdc":        "", // begins with a combining mark
		"xn--a-xbba":         "", // not normalised
		"xn--bc-ufa":         "", // capital letters
		"xn--1ch":            "", // a symbol
		"xn--a-yoc":          "", // a soft hyphen
		"xn--ab-m1t":         "", // ZWJ after a Latin letter
		"xn--99999999999":    "",
		"xn--jbf911clb":      "", // signs that fall apart
		"xn--a-pncb":         "", // letters of both directions
		"xn--1-qnc":          "", // a digit before letters from right to left
		"xn--fa-hia":         "faß",
		"xn--ls8h":           "💩", // IDNA of x/net lets it pass; see IdentifierStatus
		"xn--nbbvs":          "",  // an Armenian hyphen
		"xn--xn---epa":       "",
	} {
		got, err := decodeLabel(label)
		if err != nil {
			got = ""
		}
		if got != want {
			t.Errorf("decodeLabel(%q) = %q, %v, want %q", label, got, err, want)
		}
	}
}

// TestPlain shows which letters become which, and that marks go away.
func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"paypal": "paypal", "раураl": "paypal", "ñetflïx": "netflix", "łøđħı": "lodhi", "æœ": "aeoe",
		"ǟ": "a", "ⅿ": "m", "ſ": "f", "中": "中", "þ": "p",
	} {
		if got := toLatin(in); look(got) != look(want) {
			t.Errorf("toLatin(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLook(t *testing.T) {
	for _, same := range [][]string{
		{"google", "g00gle", "goog1e", "9oogle", "googie"},
		{"microsoft", "rnicrosoft", "micr0s0ft", "m1crosof7"},
		{"wikipedia", "vvikipedia", "wilcipeclia", "w1k1ped14"},
		{"slack", "slaclc", "5laclc"},
		{"klarna", "lclarna"},
		{"world", "worlcl", "w0rld"},
		{"hermes", "herrnes", "hernnes"},
		{"protonmail", "protonnnail", "protonrnail"},
	} {
		for _, s := range same {
			if look(s) != look(same[0]) {
				t.Errorf("look(%q) = %q, want %q", s, look(s), look(same[0]))
			}
		}
	}
	if look("icloud") == look("kloud") {
		t.Error("icloud looks like kloud")
	}
	a, b := appendWideLook(nil, "icloud"), appendWideLook(nil, "ic1oucl")
	if string(a) != string(b) {
		t.Errorf("icloud and ic1oucl are %q and %q", a, b)
	}
}

func TestOneEdit(t *testing.T) {
	for _, c := range []struct {
		written, target string
		kind            edit
		at              int
	}{
		{"abc", "abc", noEdit, 0}, {"abd", "abc", substitution, 2}, {"xbc", "abc", substitution, 0},
		{"ab", "abc", omission, 2}, {"bc", "abc", omission, 0}, {"abcd", "abc", insertion, 3}, {"aabc", "abc", insertion, 1},
		{"acb", "abc", swap, 1}, {"bac", "abc", swap, 0}, {"axy", "abc", noEdit, 0}, {"", "a", omission, 0},
	} {
		if kind, at := oneEdit(c.written, c.target); kind != c.kind || at != c.at {
			t.Errorf("oneEdit(%q, %q) = %v, %d, want %v, %d", c.written, c.target, kind, at, c.kind, c.at)
		}
	}
}

func TestMisread(t *testing.T) {
	for _, c := range []struct {
		written, target string
		misread, taken  bool
	}{
		{"citibank", "citibank", false, false},
		{"citidank", "citibank", true, true},
		{"eitibank", "citibank", true, true},
		{"xitibank", "citibank", false, false}, // people notice the first letter
		{"citixank", "citibank", false, true},
		{"lbarclays", "barclays", true, true},
		{"xbarclays", "barclays", false, false},
		{"bbarclays", "barclays", false, true},
		{"lharclays", "harclays", true, true},
		{"cdlm", "cdm", true, true},
		{"site45", "site35", false, true},
		{"site36", "site35", false, false},
		{"site38", "site33", true, true},
		{"arclays", "barclays", false, false},
		{"aclays", "aaclays", false, true},
	} {
		if got := misread(c.written, c.target); got != c.misread {
			t.Errorf("misread(%q, %q) = %v, want %v", c.written, c.target, got, c.misread)
		}
		if got := mistakable(c.written, c.target); got != c.taken {
			t.Errorf("mistakable(%q, %q) = %v, want %v", c.written, c.target, got, c.taken)
		}
	}
}

// TestNearness compares the index with comparing every pair.
func TestNearness(t *testing.T) {
	names := []string{"netflix", "yahoo", "whatsapp", "wellsfargo", "docusign", "abcabcabc"}
	one, two := newNearness(names, 1), newNearness(names, 2)
	var near []string
	for _, n := range names {
		near = append(near, n)
		for i := range len(n) {
			near = append(near, n[:i]+n[i+1:], n[:i]+"q"+n[i:], n[:i]+"q"+n[i+1:])
			if i > 0 {
				near = append(near, n[:i-1]+n[i:i+1]+n[i-1:i]+n[i+1:], n[:i-1]+"z"+n[i:], n[:i-1]+n[i+1:]+"x")
			}
		}
	}
	for _, s := range near {
		var p prefixes
		setPrefixes(&p, s)
		var got1, got2 []int32
		one.one(&p, func(i int32) { got1 = append(got1, i) })
		two.two(&p, func(i int32) { got2 = append(got2, i) })
		for i, n := range names {
			kind, _ := oneEdit(s, n)
			if kind != noEdit && !slices.Contains(got1, int32(i)) {
				t.Errorf("%q is one edit from %q, but not found", s, n)
			}
			if twoEdits(s, n) && !slices.Contains(got2, int32(i)) {
				t.Errorf("%q is two edits from %q, but not found", s, n)
			}
		}
	}
}

// TestShippedLists: the lists that are part of the program can be read, and
// agree with each other.
func TestShippedLists(t *testing.T) {
	p, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	for name := range p.known {
		if suffix, icann := publicsuffix.PublicSuffix(name); suffix == name && !icann {
			continue // a company that gives away names below its own
		}
		if r, err := publicsuffix.EffectiveTLDPlusOne(name); err != nil || r != name {
			t.Errorf("known name %s: want %s, the name that was registered", name, r)
		}
	}
	for tld := range p.tlds {
		if _, icann := publicsuffix.PublicSuffix("a.b." + tld); !icann {
			t.Errorf("top-level domain %s is not in the public suffix list", tld)
		}
	}
	if len(p.tlds) < 1400 || !p.tlds.country("de") || !p.tlds.country("xn--p1ai") || p.tlds.country("com") || p.tlds.country("pw") {
		t.Errorf("%d top-level domains, or their kinds are wrong", len(p.tlds))
	}
}
