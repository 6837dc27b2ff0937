package policy_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// TestSites: the same policy judges by what each site knows, and one site does
// not change another.
func TestSites(t *testing.T) {
	p, err := policy.New(testConfig())
	if err != nil {
		t.Fatal(err)
	}
	here := p.For(testSite())
	there := p.For(policy.Site{Record: func(name string, _ netip.Addr) bool { return name == "ns2.host.example." }})
	for name, want := range map[string][3]policy.Outcome{ // no site, here, there
		"ns1.host.example":          {policy.Refused, policy.Accepted, policy.Refused},
		"ns2.host.example":          {policy.Refused, policy.Refused, policy.Accepted},
		"ip-192-0-2-9.host.example": {policy.Refused, policy.Accepted, policy.Refused},
		"c000020a.example.net":      {policy.Accepted, policy.Refused, policy.Accepted},
		"mail.example.net":          {policy.Accepted, policy.Accepted, policy.Accepted},
	} {
		for i, q := range []*policy.Policy{p, here, there} {
			if v := q.Check(policy.Request{Addr: addr4, Name: name}); v.Outcome != want[i] {
				t.Errorf("%q at site %d: %v, want %v", name, i, v, want[i])
			}
		}
	}
}

// TestForIsCheap: as many copies as there are blocks cost next to nothing.
func TestForIsCheap(t *testing.T) {
	p := newPolicy(t, testConfig())
	s := testSite()
	if got := testing.AllocsPerRun(100, func() { p = p.For(s) }); got > 1 {
		t.Errorf("For allocates %v times, want 1", got)
	}
}

// TestInOwnZone: only a name that is in one of our zones is judged by the
// records of the site.
func TestInOwnZone(t *testing.T) {
	p := newPolicy(t, testConfig())
	for name, want := range map[string]bool{
		"host.example": true, "ns1.host.example.": true, "A.B.HOST.example": true, `\110s1.host.example`: true, "a_b.host.example": true,
		"myhost.example": false, "host.example.net": false, "example": false, "": false, ".": false, "a..host.example": false,
		`a\.host.example`: false, strings.Repeat("a.", 200) + "host.example": false, "*.host.example": false,
	} {
		if got := p.InOwnZone(name); got != want {
			t.Errorf("InOwnZone(%q) = %v, want %v", name, got, want)
		}
	}
	none := newPolicy(t, policy.Config{})
	if none.InOwnZone("ns1.host.example") {
		t.Error("a policy without zones has a name in them")
	}
	if got := testing.AllocsPerRun(100, func() { p.InOwnZone("mail.host.example.") }); got > 0 {
		t.Errorf("InOwnZone allocates %v times", got)
	}
}

// TestInOwnZoneDecides: where InOwnZone says no, records make no difference.
func TestInOwnZoneDecides(t *testing.T) {
	without := newPolicy(t, testConfig())
	s := testSite()
	s.Record = func(string, netip.Addr) bool { return true }
	s.Generated = func(netip.Addr) (string, bool) { return "", false }
	with := without.For(s)
	n := 0
	for _, name := range names() {
		r := policy.Request{Addr: addr4, Name: name}
		if a, b := without.Check(r).String(), with.Check(r).String(); a != b {
			n++
			if !without.InOwnZone(name) {
				t.Errorf("%q is in no zone of ours, but judged %v and %v", name, a, b)
			}
		}
	}
	if n == 0 {
		t.Error("no name is judged by the records")
	}
}
