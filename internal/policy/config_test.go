package policy_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		level                              policy.Level
		name                               string
		syntax, zone, tld, typo, bare, ids policy.Outcome
	}{
		{level: policy.LevelOff, syntax: policy.Refused, zone: policy.Refused},
		{level: policy.LevelObserve, syntax: policy.Refused, zone: policy.Refused, tld: policy.Warned, typo: policy.Warned, bare: policy.Warned, ids: policy.Warned},
		{level: policy.LevelLenient, syntax: policy.Refused, zone: policy.Refused, tld: policy.Refused, typo: policy.Warned, bare: policy.Warned, ids: policy.Refused},
		{level: policy.LevelDefault, syntax: policy.Refused, zone: policy.Refused, tld: policy.Refused, typo: policy.Refused, bare: policy.Warned, ids: policy.Refused},
		{level: policy.LevelStrict, syntax: policy.Refused, zone: policy.Refused, tld: policy.Refused, typo: policy.Refused, bare: policy.Refused, ids: policy.Refused},
	} {
		conf := testConfig()
		conf.Level = c.level
		p := newPolicy(t, conf)
		for name, want := range map[string]policy.Outcome{
			"a_b.example.net": c.syntax, "mail.host.example": c.zone, "mail.example.con": c.tld,
			"florvit.com": c.typo, "florvita.example.net": c.bare, "xn--pypal-4ve.net": c.ids,
		} {
			if v := p.Check(policy.Request{Addr: addr4, Name: name}); v.Outcome != want {
				t.Errorf("%v: Check(%q) = %v, want %v", c.level, name, v, want)
			}
		}
	}
}

func TestSetChecks(t *testing.T) {
	conf := testConfig()
	conf.Checks = map[policy.ID]policy.Severity{policy.PrivateQuad: policy.Reject, policy.Typo: policy.Off, policy.BareBrand: policy.Off}
	p := newPolicy(t, conf)
	for name, want := range map[string]policy.Outcome{
		"10-1-1-1.example.net": policy.Refused, "florvit.com": policy.Accepted, "florvita.example.net": policy.Accepted,
	} {
		if v := p.Check(policy.Request{Addr: addr4, Name: name}); v.Outcome != want {
			t.Errorf("Check(%q) = %v, want %v", name, v, want)
		}
	}
}

func TestAllow(t *testing.T) {
	conf := testConfig()
	conf.Allow = []policy.Allow{
		{Prefix: netip.MustParsePrefix("192.0.2.8/29"), Pattern: "*.florvita.com."},
		{Owner: "acme", Pattern: "florvita.net"},
		{Prefix: netip.MustParsePrefix("192.0.2.8/32"), Pattern: "*"},
	}
	p := newPolicy(t, conf)
	for _, c := range []struct {
		addr, owner, name string
		want              policy.Outcome
	}{
		{"192.0.2.9", "", "mail.florvita.com", policy.Accepted},
		{"192.0.2.9", "", "8-8-8-8.florvita.com", policy.Accepted},
		{"192.0.2.9", "", "florvita.com", policy.Refused},
		{"192.0.2.16", "", "mail.florvita.com", policy.Refused},
		{"192.0.2.16", "acme", "florvita.net", policy.Accepted},
		{"192.0.2.16", "other", "florvita.net", policy.Refused},
		{"192.0.2.8", "", "8-8-8-8.example.net", policy.Accepted},
		{"192.0.2.8", "", "a_b.florvita.com", policy.Refused},
		{"192.0.2.8", "", "mail.host.example", policy.Refused},
		{"192.0.2.8", "", "mail.example.con", policy.Refused},
	} {
		r := policy.Request{Addr: netip.MustParseAddr(c.addr), Owner: c.owner, Name: c.name}
		if v := p.Check(r); v.Outcome != c.want {
			t.Errorf("Check(%v) = %v, want %v", r, v, c.want)
		}
	}
}

func TestKnownNames(t *testing.T) {
	conf := testConfig()
	conf.Known = []string{"florvit.com", "github.io"}
	p := newPolicy(t, conf)
	for name, want := range map[string]policy.Outcome{
		"mail.florvit.com":           policy.Accepted,
		"florvita.com.florvit.com":   policy.Refused, // embedding is never known
		"florvita-login.github.io":   policy.Refused, // github.io is known, not what is below
		"8-8-8-8.mail.florvit.com":   policy.Refused,
		"www.florvit.com.example.io": policy.Accepted,
	} {
		if v := p.Check(policy.Request{Addr: addr4, Name: name}); v.Outcome != want {
			t.Errorf("Check(%q) = %v, want %v", name, v, want)
		}
	}
}

func TestBadConfig(t *testing.T) {
	for name, c := range map[string]struct {
		conf policy.Config
		want string
	}{
		"fixed check":     {policy.Config{Checks: map[policy.ID]policy.Severity{policy.Charset: policy.Off}}, "check charset: cannot be set to off"},
		"fixed zone":      {policy.Config{Checks: map[policy.ID]policy.Severity{policy.OwnZone: policy.Warn}}, "check own-zone: cannot be set to warn"},
		"protected label": {policy.Config{Protect: []policy.Protected{{Domain: "paypal"}}}, `protected domain "paypal"`},
		"protected text":  {policy.Config{Protect: []policy.Protected{{Domain: "pay pal.com"}}}, `protected domain "pay pal.com"`},
		"allow anybody":   {policy.Config{Allow: []policy.Allow{{Pattern: "a.com"}}}, `allow "a.com": want a prefix or an owner`},
		"allow pattern":   {policy.Config{Allow: []policy.Allow{{Owner: "x", Pattern: "a.*.com"}}}, "want a name, *.name or *"},
		"allow stars":     {policy.Config{Allow: []policy.Allow{{Owner: "x", Pattern: "*.*"}}}, "want a name, *.name or *"},
		"allow letters":   {policy.Config{Allow: []policy.Allow{{Owner: "x", Pattern: "*.mün chen.de"}}}, `allow "*.m\u00fcn chen.de"`},
		"zone":            {policy.Config{Zones: []string{"a b"}}, `zone "a b"`},
		"wildcard":        {policy.Config{WildcardDNS: []string{"nip"}}, `wildcard_dns "nip"`},
		"tld with a dot":  {policy.Config{AllowTLDs: []string{"co.uk"}}, `top-level domain "co.uk": want the last label of names, such as shop`},
		"tld number":      {policy.Config{AllowTLDs: []string{"12"}}, `top-level domain "12"`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := policy.New(c.conf); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	for _, e := range policy.Catalogue() {
		id, err := policy.ParseID(e.Name)
		if err != nil || id != e.ID || id.String() != e.Name {
			t.Errorf("%q reads as %v, %v", e.Name, id, err)
		}
		if e.Explain == "" || e.Remedy == "" || e.Number == "" || !strings.HasSuffix(e.Explain, ".") || !strings.HasSuffix(e.Remedy, ".") {
			t.Errorf("%q is not described in sentences", e.Name)
		}
	}
	for _, l := range []policy.Level{policy.LevelOff, policy.LevelObserve, policy.LevelLenient, policy.LevelDefault, policy.LevelStrict} {
		if got, err := policy.ParseLevel(l.String()); got != l || err != nil {
			t.Errorf("%v reads as %v, %v", l, got, err)
		}
	}
	for _, s := range []policy.Severity{policy.Off, policy.Warn, policy.Reject} {
		if got, err := policy.ParseSeverity(s.String()); got != s || err != nil {
			t.Errorf("%v reads as %v, %v", s, got, err)
		}
	}
	if _, err := policy.ParseKind("guessed"); err == nil {
		t.Error("a list may say that a kind is guessed")
	}
	for _, k := range []policy.Kind{policy.Distinct, policy.Word, policy.Short} {
		if got, err := policy.ParseKind(k.String()); got != k || err != nil {
			t.Errorf("%v reads as %v, %v", k, got, err)
		}
	}
}
