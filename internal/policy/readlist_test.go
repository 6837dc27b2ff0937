package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

func TestReadKnown(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
		err  string
	}{
		"empty":          {"", nil, ""},
		"one a line":     {"Example.ORG.\n\n# none\n  a.net # a comment\r\nb.net", []string{"example.org", "a.net", "b.net"}, ""},
		"ranked":         {"1,google.com\r\n2, Example.org\n", []string{"google.com", "example.org"}, ""},
		"Unicode":        {"\ufeffmünchen.de\nMÜNCHEN.de\n", []string{"xn--mnchen-3ya.de", "xn--mnchen-3ya.de"}, ""},
		"no host names":  {"com\n_dmarc.example.org\nxn--0.example.org", []string{"com", "_dmarc.example.org", "xn--0.example.org"}, ""},
		"two words":      {"a.net b.net\nc.net", []string{"c.net"}, `line 1: domain "a.net b.net": want one domain a line`},
		"other column":   {"rank,domain\n1,a.net\n", []string{"a.net"}, `line 1: domain "rank,domain": want one domain a line`},
		"nothing ranked": {"1,\n", nil, `line 1: domain "": want one domain a line`},
		"empty label":    {"..\na..b\n.a", nil, `line 1: domain "..": want one domain a line`},
		"control":        {"a\x1b[2J.net", nil, `line 1: domain "a\x1b[2J.net": want one domain a line`},
		"bad Unicode":    {"\n\xff.net\n", nil, `line 2: label "\xff": no international label`},
		"too long":       {strings.Repeat("a", 300), nil, `line 1: domain "` + strings.Repeat("a", 80) + `"...: want one domain a line`},
		"many faults":    {strings.Repeat("a b\n", 12), nil, "\nand 2 more lines"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := policy.ReadKnown(c.text)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			checkError(t, err, c.err)
		})
	}
}

// checkError compares an error with a part of its text, "" for none.
func checkError(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("got error %v, want %q in it", err, want)
	}
	if err != nil && strings.Count(err.Error(), "\n") > 10 {
		t.Errorf("the error has too many lines:\n%v", err)
	}
}

func TestReadProtected(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []policy.Protected
		err  string
	}{
		"kinds": {"# none\n\npaypal.com word # a comment\nExample.ORG.\nabc.com\tshort\n",
			[]policy.Protected{{Domain: "paypal.com", Kind: policy.Word}, {Domain: "Example.ORG."}, {Domain: "abc.com", Kind: policy.Short}}, ""},
		"bad kind":   {"a.com\nb.com odd", []policy.Protected{{Domain: "a.com"}}, `line 2: kind "odd": want distinct, word or short`},
		"guessed":    {"a.com guessed", nil, `line 1: kind "guessed"`},
		"third word": {"a.com word b.com", nil, `line 1: protected domain "a.com": want a domain and a kind, not "b.com"`},
		"no domain":  {"\n\nx", nil, `line 3: protected domain "x"`},
		"two faults": {"x\na.com\ny", []policy.Protected{{Domain: "a.com"}}, "\nline 3: "},
		"too many":   {strings.Repeat("a.com\n", 10001), slices.Repeat([]policy.Protected{{Domain: "a.com"}}, 10000), "line 10001: more than 10000 entries; shorten the list"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := policy.ReadProtected(c.text)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			checkError(t, err, c.err)
		})
	}
}

// TestKinds: of what is protected twice the stronger kind holds, in either
// order, and of what nothing is said the kind of the shipped list.
func TestKinds(t *testing.T) {
	type list = []policy.Protected
	for name, c := range map[string]struct {
		list list
		name string
		want policy.Outcome
	}{
		"shipped kind":          {list{{Domain: "apple.com"}}, "apple.org", policy.Accepted},
		"configured kind":       {list{{Domain: "apple.com", Kind: policy.Distinct}}, "apple.org", policy.Refused},
		"configured to be less": {list{{Domain: "paypal.com", Kind: policy.Word}}, "paypal.org", policy.Accepted},
		"stronger first":        {list{{Domain: "florvita.com", Kind: policy.Distinct}, {Domain: "florvita.com", Kind: policy.Word}}, "florvita.org", policy.Refused},
		"stronger last":         {list{{Domain: "florvita.com", Kind: policy.Word}, {Domain: "florvita.com", Kind: policy.Distinct}}, "florvita.org", policy.Refused},
		"said and not said":     {list{{Domain: "florvita.com"}, {Domain: "florvita.com", Kind: policy.Word}, {Domain: "florvita.com"}}, "florvita.org", policy.Accepted},
		"guessed by its length": {list{{Domain: "flov.com"}}, "flov.org", policy.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPolicy(t, policy.Config{Protect: c.list})
			if v := p.Check(policy.Request{Addr: addr4, Name: c.name}); v.Outcome != c.want {
				t.Errorf("Check(%q) = %v, want %v", c.name, v, c.want)
			}
		})
	}
}
