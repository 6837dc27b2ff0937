package policy_test

import (
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

func TestWhy(t *testing.T) {
	p := newPolicy(t, testConfig())
	for name, want := range map[string]string{
		"mail.example.net":           "",
		"florvit.com":                `typo: the protected domain "florvita.com". Choose a name that is your own, or ask the operator to allow this one for your addresses.`,
		"florvita.example.net":       `bare-brand: the protected domain "florvita.com". Rename the label if it does not mean what it seems to.`,
		"192-0-2-8.host.example":     `own-zone: below "host.example" this address has only its generated name (also embedded-address). Leave the name out to get the generated one, or use a name below a domain of your own.`,
		"wpad.8-8-8-8.florvita.mail": `unknown-tld: no top-level domain "mail" is known (also local-name, embedded-address, other-tld). Correct the ending; a name that resolves to the address is accepted all the same.`,
	} {
		if got := p.Check(policy.Request{Addr: addr4, Name: name}).Why(); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", name, got, want)
		}
	}
}

// TestWhyIsHarmless: the line is short and printable whatever the name was.
func TestWhyIsHarmless(t *testing.T) {
	conf := testConfig()
	conf.Level = policy.LevelStrict
	p := newPolicy(t, conf)
	for _, name := range append(names(), strings.Repeat("\x1b[2J", 400), strings.Repeat("ж", 200)+".net",
		strings.Repeat(`\009`, 253), "a\nb.example.net", "<script>.example.net") {
		why := p.Check(policy.Request{Addr: addr4, Name: name}).Why()
		if len(why) > 1000 {
			t.Errorf("%q: %d characters", name, len(why))
		}
		for _, c := range why {
			if c < ' ' || c > '~' {
				t.Errorf("%q: %q in %q", name, c, why)
			}
		}
	}
}
