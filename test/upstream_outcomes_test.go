package test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// upstreamCases are what the server makes of each thing that an upstream can say.
var upstreamCases = []struct {
	name, says string
	outcome    confirm.Outcome
	ttl        time.Duration
	addrs      int
}{
	{"address", "192.0.2.25", confirm.Addresses, time.Minute, 1},
	{"both families", "192.0.2.25 2001:db8::25 ttl=30", confirm.Addresses, 30 * time.Second, 1},
	{"other family", "2001:db8::25", confirm.NoData, time.Minute, 0},
	{"mapped", "::ffff:192.0.2.25", confirm.NoData, time.Minute, 0},
	{"no time", "192.0.2.25 ttl=0", confirm.Addresses, time.Second, 1},
	{"for ever", "192.0.2.25 ttl=2147483647", confirm.Addresses, 7 * 24 * time.Hour, 1},
	{"nodata", "nodata ttl=5", confirm.NoData, 5 * time.Second, 0},
	{"nxdomain", "nxdomain ttl=2147483647", confirm.NXDomain, 7 * 24 * time.Hour, 0},
	{"nodata without SOA", "nodata nosoa", confirm.NoData, 5 * time.Minute, 0},
	{"nxdomain without SOA", "nxdomain nosoa", confirm.NXDomain, 5 * time.Minute, 0},
	{"servfail", "servfail", confirm.ServFail, 0, 0},
	{"refused", "refused", confirm.Refused, 0, 0},
	{"notimp", "notimp", confirm.Refused, 0, 0},
	{"formerr", "formerr", confirm.Malformed, 0, 0},
	{"bogus", "bogus", confirm.Bogus, 0, 0},
	{"stale", "192.0.2.25 stale", confirm.ServFail, 0, 0},
	{"filtered", "nxdomain filtered", confirm.Refused, 0, 0},
	{"silent", "silent", confirm.Timeout, 0, 0},
	{"garbage", "garbage", confirm.Timeout, 0, 0}, // not even an ID: a stray
	{"referral", "referral", confirm.Refused, 0, 0},
	{"no recursion", "192.0.2.25 nora", confirm.Refused, 0, 0},
	{"validated", "192.0.2.25 ad", confirm.Addresses, time.Minute, 1},
	{"slow", "192.0.2.25 delay=50ms", confirm.Addresses, time.Minute, 1},
	{"truncated", "192.0.2.25 truncated", confirm.Addresses, time.Minute, 1},
	{"truncated without TCP", "192.0.2.25 truncated notcp", confirm.Truncated, 0, 0},
	{"strays first", "192.0.2.25 strays", confirm.Addresses, time.Minute, 1},
	{"lower case", "192.0.2.25 lower", confirm.Addresses, time.Minute, 1},
	{"many", "192.0.2.25 many=3999", confirm.Addresses, time.Minute, 4000},
	{"alias", "cname=address.example.org ttl=9", confirm.Addresses, 9 * time.Second, 1},
	{"alias of an alias", "cname=alias.example.org", confirm.Addresses, 9 * time.Second, 1},
	{"alias of nothing", "cname=nowhere.example.org", confirm.NXDomain, time.Minute, 0},
	{"chain of ten", "192.0.2.25 chain=10", confirm.Addresses, time.Minute, 1},
	{"chain of twenty", "192.0.2.25 chain=20", confirm.LongChain, 0, 0},
	{"loop", "loop", confirm.Loop, 0, 0},
	{"loop of lines", "cname=loop-of-lines.example.org", confirm.Loop, 0, 0},
	{"no server", "server", confirm.ServFail, 0, 0},
}

// TestUpstream sees to it that upstreams are what scripts take them for.
func TestUpstream(t *testing.T) {
	t.Parallel()
	var script strings.Builder
	for _, tc := range upstreamCases {
		fmt.Fprintf(&script, "%s %s\n", caseName(tc.name), tc.says)
	}
	_, r := startUpstream(t, script.String())
	for _, tc := range upstreamCases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			if tc.outcome == confirm.Timeout { // nobody waits for that
				short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
				defer cancel()
				ctx = short
			}
			got := r.Ask(ctx, confirm.Question{Name: caseName(tc.name)})
			if got.Outcome != tc.outcome || got.TTL != tc.ttl || len(got.Addrs) != tc.addrs {
				t.Errorf("got %+v, want %s for %v with %d addresses", got, tc.outcome, tc.ttl, tc.addrs)
			}
			if tc.addrs > 0 && !slices.Contains(got.Addrs, netip.MustParseAddr("192.0.2.25")) {
				t.Errorf("got %v", got.Addrs)
			}
		})
	}
}

func caseName(name string) string { return strings.ReplaceAll(name, " ", "-") + ".example.org." }

// startUpstream starts an upstream, and returns the resolver that asks it.
func startUpstream(t *testing.T, script string) (*upstream, confirm.Resolver) {
	t.Helper()
	u := newStartedUpstream(t, script, nil)
	list, err := confirm.NewResolvers([]string{u.address})
	if err != nil {
		t.Fatal(err)
	}
	return u, list[0]
}

func newStartedUpstream(t *testing.T, script string, config *tls.Config) *upstream {
	t.Helper()
	lines, err := parseLines(script)
	if err != nil {
		t.Fatal(err)
	}
	u, err := newUpstream(lines, config, func() string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	if err := u.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(u.stop)
	return u
}

// TestUpstreamChanges changes what an upstream says.
func TestUpstreamChanges(t *testing.T) {
	t.Parallel()
	u, r := startUpstream(t, "flap.example.org nodata | 192.0.2.25 | nxdomain # in turn\n* nodata")
	wants := func(name string, want ...confirm.Outcome) {
		t.Helper()
		for n, outcome := range want {
			if got := r.Ask(t.Context(), confirm.Question{Name: name}); got.Outcome != outcome {
				t.Errorf("%s, question %d: got %+v, want %s", name, n, got, outcome)
			}
		}
	}
	wants("flap.example.org.", confirm.NoData, confirm.Addresses, confirm.NXDomain, confirm.NoData)
	wants("other.example.org.", confirm.NoData)
	change := func(words ...string) {
		t.Helper()
		name, l, err := parseLine(words)
		if err != nil {
			t.Fatal(err)
		}
		u.set(map[string]*line{name: l}, false)
	}
	change("**", "nxdomain")
	wants("flap.example.org.", confirm.NXDomain, confirm.NXDomain)
	change("**", "-")
	change("*", "-")
	wants("other.example.org.", confirm.NXDomain)
	wants("flap.example.org.", confirm.Addresses)
	u.set(nil, true)
	wants("flap.example.org.", confirm.NXDomain)
	u.stop()
	wants("flap.example.org.", confirm.Timeout)
	if err := u.start(); err != nil {
		t.Fatal(err)
	}
	wants("flap.example.org.", confirm.NXDomain)
}

// TestUpstreamOverTLS asks over TLS.
func TestUpstreamOverTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := writeCertificate(dir); err != nil {
		t.Fatal(err)
	}
	config, err := new(session).certificate(dir)
	if err != nil {
		t.Fatal(err)
	}
	u := newStartedUpstream(t, "mail.example.org 192.0.2.25 many=3999", config)
	q, err := parseQuery([]string{"-tls", "mail.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	roots, err := trust(dir)
	if err != nil {
		t.Fatal(err)
	}
	m, err := q.exchange(u.address, roots)
	if err != nil || len(m.Answer) != 4000 || !m.RecursionAvailable {
		t.Errorf("got %v, %v", m, err)
	}
}
