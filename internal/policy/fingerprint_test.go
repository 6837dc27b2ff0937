package policy_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// TestFingerprint: every part of a configuration that can change a verdict
// changes the fingerprint.
func TestFingerprint(t *testing.T) {
	type change struct {
		name   string
		change func(c *policy.Config)
	}
	p4 := netip.MustParsePrefix("192.0.2.0/24")
	seen := map[[32]byte]string{newPolicy(t, testConfig()).Fingerprint(): "nothing"}
	for _, c := range []change{
		{"level", func(c *policy.Config) { c.Level = policy.LevelStrict }},
		{"other level", func(c *policy.Config) { c.Level = policy.LevelObserve }},
		{"check", func(c *policy.Config) { c.Checks = map[policy.ID]policy.Severity{policy.Typo: policy.Warn} }},
		{"other check", func(c *policy.Config) { c.Checks = map[policy.ID]policy.Severity{policy.OtherTLD: policy.Warn} }},
		{"check off", func(c *policy.Config) { c.Checks = map[policy.ID]policy.Severity{policy.Typo: policy.Off} }},
		{"protect", func(c *policy.Config) { c.Protect = append(c.Protect, policy.Protected{Domain: "more.com"}) }},
		{"kind", func(c *policy.Config) {
			c.Protect = append(c.Protect, policy.Protected{Domain: "more.com", Kind: policy.Word})
		}},
		{"no shipped list", func(c *policy.Config) { c.NoShipped = true }},
		{"allow", func(c *policy.Config) { c.Allow = []policy.Allow{{Prefix: p4, Pattern: "*"}} }},
		{"allow owner", func(c *policy.Config) { c.Allow = []policy.Allow{{Owner: "a", Pattern: "*"}} }},
		{"allow name", func(c *policy.Config) { c.Allow = []policy.Allow{{Owner: "a", Pattern: "*.b.com"}} }},
		{"known", func(c *policy.Config) { c.Known = []string{"florvit.com"} }},
		{"wildcard", func(c *policy.Config) { c.WildcardDNS = []string{"florvit.com"} }},
		{"zone", func(c *policy.Config) { c.Zones = append(c.Zones, "florvit.com") }},
		{"tld", func(c *policy.Config) { c.AllowTLDs = []string{"brandnew"} }},
	} {
		conf := testConfig()
		c.change(&conf)
		sum := newPolicy(t, conf).Fingerprint()
		if other, ok := seen[sum]; ok {
			t.Errorf("%s has the fingerprint of %s", c.name, other)
		}
		seen[sum] = c.name
	}
}

// TestFingerprintOfEquals: what makes no difference to verdicts makes none to
// the fingerprint.
func TestFingerprintOfEquals(t *testing.T) {
	conf := testConfig()
	conf.Known, conf.Zones = []string{"a.net", "b.net"}, []string{"host.example", "a.example"}
	conf.Allow = []policy.Allow{{Owner: "a", Pattern: "*"}, {Prefix: netip.MustParsePrefix("192.0.2.0/29"), Pattern: "x.net"}}
	p := newPolicy(t, conf)

	conf.Protect, conf.Known, conf.Zones = slices.Clone(conf.Protect), []string{"b.net", "a.net", "a.net"}, []string{"A.example.", "host.example", "a.example"}
	slices.Reverse(conf.Protect)
	conf.Protect = append(conf.Protect, conf.Protect[0])
	conf.Allow = []policy.Allow{{Prefix: netip.MustParsePrefix("192.0.2.5/29"), Pattern: "X.net."}, {Owner: "a", Pattern: "*"}}
	conf.Checks = map[policy.ID]policy.Severity{policy.Typo: policy.Reject}
	q := newPolicy(t, conf)
	if p.Fingerprint() != q.Fingerprint() {
		t.Error("equal configurations have different fingerprints")
	}
	if p.Fingerprint() != p.For(policy.Site{}).Fingerprint() {
		t.Error("the site changes the fingerprint")
	}
}
