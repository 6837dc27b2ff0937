package policy_test

import (
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestGeneratedNamesAreAccepted: what we serve ourselves is never suspicious,
// at any level, whatever the numbers in it look like.
func TestGeneratedNamesAreAccepted(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	conf := testConfig()
	conf.Level = policy.LevelStrict
	p := newPolicy(t, conf)
	for range 5000 {
		a := random(r)
		name, ok := testSite().Generated(a)
		if !ok {
			t.Fatalf("no name for %v", a)
		}
		for _, n := range []string{name, strings.TrimSuffix(name, "."), strings.ToUpper(name)} {
			if v := p.Check(policy.Request{Addr: a, Name: n}); v.Outcome != policy.Accepted || v.Findings != nil {
				t.Fatalf("Check(%v, %q) = %v", a, n, v)
			}
		}
		other, _ := testSite().Generated(a.Next())
		if v := p.Check(policy.Request{Addr: a, Name: other}); other != "" && v.Outcome != policy.Refused {
			t.Fatalf("Check(%v, %q) = %v, want a refusal", a, other, v)
		}
	}
}

// TestOwnZoneIsNoLookalike: a wrong name in one of our zones is that and nothing
// else; it does not pass for the zone that it is in.
func TestOwnZoneIsNoLookalike(t *testing.T) {
	for _, zone := range []string{"pool.hoster.test", "hoster.net", "my-hoster.co.uk", "a.host-ing.example", "mail-pool.net", "cloud.com"} {
		p := newPolicy(t, policy.Config{Zones: []string{zone}})
		for _, name := range []string{zone, "a." + zone, "www.mail." + zone, "c0.my-host." + zone} {
			if v := p.Check(policy.Request{Addr: addr4, Name: name}); v.String() != "refused own-zone" {
				t.Errorf("zone %q: Check(%q) = %v, want nothing but own-zone", zone, name, v)
			}
		}
	}
}

// random returns an address of one of the pools.
func random(r *rand.Rand) netip.Addr {
	if r.IntN(2) == 0 {
		b := pool4.Prefix().Addr().As4()
		b[3] = byte(r.IntN(256))
		return netip.AddrFrom4(b)
	}
	b := pool6.Prefix().Addr().As16()
	for i := 4; i < 16; i++ {
		b[i] = byte(r.IntN(256))
	}
	return netip.AddrFrom16(b)
}

// names returns many names, good and bad: those of the tables, and attacks.
func names() []string {
	var all []string
	for _, c := range checks {
		all = append(append(all, c.finds...), c.not...)
	}
	r := rand.New(rand.NewPCG(3, 3))
	for _, c := range classes {
		for range 50 {
			if n := c.make(r, pick(r, targets...)); n != "" {
				all = append(all, n)
			}
		}
	}
	return all
}

// TestSpelling: the case of letters and the final dot never matter.
func TestSpelling(t *testing.T) {
	p := newPolicy(t, testConfig())
	for _, n := range names() {
		if strings.HasSuffix(n, ".") || strings.Contains(n, `\`) || n == "" {
			continue
		}
		want := p.Check(policy.Request{Addr: addr4, Name: n}).String()
		for _, other := range []string{n + ".", strings.ToUpper(n)} {
			if got := p.Check(policy.Request{Addr: addr4, Name: other}).String(); got != want {
				t.Errorf("Check(%q) = %v, but %v for %q", other, got, want, n)
			}
		}
	}
}

// TestOrder: a verdict depends neither on what was judged before nor on the
// order of the configuration.
func TestOrder(t *testing.T) {
	forward, backward := testConfig(), testConfig()
	backward.Protect = nil
	for i := range targets {
		backward.Protect = append(backward.Protect, targets[len(targets)-1-i])
	}
	p, q := newPolicy(t, forward), newPolicy(t, backward)
	all := names()
	want := make([]string, len(all))
	for i, n := range all {
		want[i] = p.Check(policy.Request{Addr: addr4, Name: n}).String()
	}
	for i := len(all) - 1; i >= 0; i-- {
		if got := q.Check(policy.Request{Addr: addr4, Name: all[i]}).String(); got != want[i] {
			t.Errorf("Check(%q) = %v, then %v", all[i], want[i], got)
		}
	}
}

// TestNothingHostileEscapes: all text of a finding is printable ASCII on one
// line, whatever the name was.
func TestNothingHostileEscapes(t *testing.T) {
	conf := testConfig()
	conf.Level = policy.LevelStrict
	p := newPolicy(t, conf)
	for _, n := range append(names(), "\x1b[31mALERT\x1b[0m.example.net", "a\nb.example.net", `\027]0;x\007.example.net`,
		"<script>alert(1)</script>.example.net", "a\u202eb.example.net", "\xff\xfe.example.net", "a\x00b.example.net") {
		for _, f := range p.Check(policy.Request{Addr: addr4, Name: n}).Findings {
			for _, c := range f.What + f.Explain + f.Remedy {
				if c < ' ' || c > '~' {
					t.Errorf("Check(%q): %q has %q", n, f.What, c)
				}
			}
		}
	}
}

// TestAllocations: ordinary names cost no memory beyond the one error that the
// public suffix list makes and drops.
func TestAllocations(t *testing.T) {
	conf := testConfig()
	conf.Protect = append(manyProtected(200), targets...)
	p := newPolicy(t, conf)
	for _, n := range []string{"mail.example.org", "vps-12.some-hoster.net", "static-192-0-2-9.dsl.example.net", "ns1.example.co.uk."} {
		r := policy.Request{Addr: addr4, Name: n, Class: rdns.Tenant}
		if got := testing.AllocsPerRun(100, func() { p.Check(r) }); got > 1 {
			t.Errorf("Check(%q) allocates %v times, want 1", n, got)
		}
	}
}

// TestPure: a policy gives the same verdict twice, and the findings are the
// caller's own.
func TestPure(t *testing.T) {
	p := newPolicy(t, testConfig())
	for _, n := range names() {
		r := policy.Request{Addr: addr4, Name: n}
		a, b := p.Check(r), p.Check(r)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("Check(%q) = %v, then %v", n, a, b)
		}
	}
}
