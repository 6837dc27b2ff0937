package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// FuzzCheck throws names at every decoder. Whatever comes, there is a verdict,
// it is the same for the other spellings, its text is harmless, and what is
// accepted is a host name.
func FuzzCheck(f *testing.F) {
	for _, n := range names() {
		f.Add(n)
	}
	p := newPolicy(f, testConfig())
	f.Fuzz(func(t *testing.T, name string) {
		v := p.Check(policy.Request{Addr: addr4, Name: name})
		w := p.Check(policy.Request{Addr: addr6, Name: name})
		for _, f := range append(v.Findings, w.Findings...) {
			for _, c := range f.What {
				if c < ' ' || c > '~' {
					t.Fatalf("Check(%q): %q has %q", name, f.What, c)
				}
			}
		}
		if v.Outcome != policy.Refused && !strings.Contains(name, `\`) {
			if err := hostname.Check(name); err != nil {
				t.Fatalf("Check(%q) = %v, but %v", name, v, err)
			}
			if u := p.Check(policy.Request{Addr: addr4, Name: strings.ToUpper(name)}); u.String() != v.String() {
				t.Fatalf("Check(%q) = %v, but %v in upper case", name, v, u)
			}
		}
	})
}

// FuzzLists reads lists that people wrote.
func FuzzLists(f *testing.F) {
	f.Add("paypal.com word\n# x\nb.org\n")
	f.Add("1,google.com\nmünchen.de")
	f.Fuzz(func(t *testing.T, text string) {
		if list, err := policy.ReadProtected(text); err == nil {
			if _, err := policy.New(policy.Config{Protect: list, NoShipped: true}); err != nil {
				t.Fatalf("read %v, but %v", list, err)
			}
		}
		known, err := policy.ReadKnown(text)
		if err != nil && !strings.HasPrefix(err.Error(), "line ") {
			t.Fatal(err)
		}
		again, err := policy.ReadKnown(strings.Join(known, "\n"))
		if err != nil || !slices.Equal(again, known) {
			t.Fatalf("read %q, then %q, %v", known, again, err)
		}
	})
}
