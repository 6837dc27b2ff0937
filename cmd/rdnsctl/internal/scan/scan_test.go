package scan_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/ask"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/check"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/dnstest"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/scan"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

const zone = `
$ORIGIN 2.0.192.in-addr.arpa.
1 60 PTR good.example.net.
2 PTR other.example.net.
3 PTR empty.example.net.
4 PTR none.example.net.
6 PTR ip-198-51-100-7.example.net.
7 PTR a_b.example.net.
8 PTR \027[2J.example.net.
9 CNAME 9.elsewhere.test.
10 PTR fail.example.net.
11 PTR good.example.net.
11 PTR second.example.net.
$ORIGIN example.net.
good A 192.0.2.1
good A 192.0.2.11
second A 192.0.2.11
other A 192.0.2.99
empty AAAA 2001:db8::1
ip-198-51-100-7 A 192.0.2.6
`

func scanner(t *testing.T, zone string) *scan.Scan {
	t.Helper()
	server, err := dnstest.Start(zone, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	limiter, err := ask.NewLimiter(ask.MaxRate)
	if err != nil {
		t.Fatal(err)
	}
	client, err := ask.New(server.Addr, limiter)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := new(check.Flags).Rules()
	if err != nil {
		t.Fatal(err)
	}
	return &scan.Scan{Server: client, Resolvers: []confirm.Resolver{client}, Rules: rules, Workers: 8}
}

func TestRun(t *testing.T) {
	s := scanner(t, zone)
	steps := 0
	s.Each = func() { steps++ }
	addrs, err := scan.Scope([]netip.Prefix{netip.MustParsePrefix("192.0.2.0/28")}, "192.0.2.1 x\n\n# no\n2001:db8::1\n", "list")
	if err != nil || len(addrs) != 17 {
		t.Fatal(addrs, err)
	}
	records, err := s.Run(t.Context(), addrs)
	if err != nil || steps != len(addrs) {
		t.Fatal(steps, err)
	}
	var got []string
	for _, r := range records {
		line := r.Address + " " + r.Name + " " + r.Finding + " " + r.Look + " " + strings.Join(append(r.Found, r.Checks...), " ")
		if r.Finding != scan.Hole {
			got = append(got, strings.TrimSpace(line))
		}
		if r.Finding == scan.Illegal == (r.Detail == "") && r.Finding != scan.Aliased && r.Finding != scan.Unanswered {
			t.Errorf("%+v", r)
		}
	}
	want := []string{
		"192.0.2.1 good.example.net. match accepted",
		"192.0.2.2 other.example.net. mismatch accepted 192.0.2.99",
		"192.0.2.3 empty.example.net. nodata accepted",
		"192.0.2.4 none.example.net. nxdomain accepted",
		"192.0.2.6 ip-198-51-100-7.example.net. match refused embedded-address",
		"192.0.2.7 a_b.example.net. illegal refused underscore",
		`192.0.2.8 \027[2j.example.net. illegal refused charset`,
		"192.0.2.9  alias",
		"192.0.2.10 fail.example.net. unanswered accepted",
		"192.0.2.11 good.example.net. match accepted",
		"192.0.2.11 second.example.net. match accepted",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	report := scan.NewReport("x", records, false)
	summary := scan.Summary{
		Addresses: 17, Names: 10, Fine: 3,
		Findings: map[string]int{"match": 4, "mismatch": 1, "nodata": 1, "nxdomain": 1, "illegal": 2, "alias": 1, "unanswered": 1, "hole": 7},
		Looks:    map[string]int{"accepted": 7, "refused": 3},
	}
	if d := cmp.Diff(summary, report.Summary); d != "" || !report.Found() || len(report.Records) != 15 {
		t.Errorf("%d records\n%s", len(report.Records), d)
	}
	if r := scan.NewReport("x", records[1:2], true); r.Found() || len(r.Records) != 1 {
		t.Errorf("%+v", r)
	}
}

// TestGone: a server that is not there is given up.
func TestGone(t *testing.T) {
	s := scanner(t, "")
	addrs, err := scan.Scope([]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	gone, err := dnstest.Start("", false)
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	limiter, _ := ask.NewLimiter(ask.MaxRate)
	if s.Server, err = ask.New(gone.Addr, limiter); err != nil {
		t.Fatal(err)
	}
	records, err := s.Run(t.Context(), addrs)
	if err == nil || !strings.Contains(err.Error(), "check the address of the server") || len(records) == len(addrs) {
		t.Errorf("%v after %d", err, len(records))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if records, err := s.Run(ctx, addrs); err == nil || len(records) > 0 {
		t.Errorf("cancelled: %v, %d", err, len(records))
	}
}

func TestScope(t *testing.T) {
	for name, test := range map[string]struct{ prefix, list, want string }{
		"large":   {"10.0.0.0/15", "", "prefix 10.0.0.0/15 has too many addresses: want an IPv4 /16 or longer"},
		"IPv6":    {"2001:db8::/64", "", "--list"},
		"word":    {"", "192.0.2.1\n  x y\n", `list:2: address "x": want one`},
		"mapped":  {"", "::ffff:192.0.2.1", "list:1: address"},
		"zone":    {"", "fe80::1%eth0", "list:1: address"},
		"hostile": {"", "\x1b[2J" + strings.Repeat("x", 1000), `address "\x1b[2Jxx`},
	} {
		var prefixes []netip.Prefix
		if test.prefix != "" {
			prefixes = append(prefixes, netip.MustParsePrefix(test.prefix))
		}
		_, err := scan.Scope(prefixes, test.list, "list")
		if err == nil || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 400 {
			t.Errorf("%s: %v", name, err)
		}
	}
	var many []netip.Prefix
	for i := range 18 {
		many = append(many, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i)}), 16))
	}
	if _, err := scan.Scope(many, "", ""); err == nil || !strings.Contains(err.Error(), "a part at a time") {
		t.Errorf("%v", err)
	}
}

// FuzzScope reads lists of anybody.
func FuzzScope(f *testing.F) {
	f.Add("192.0.2.1 a # b\n2001:db8::1")
	f.Fuzz(func(t *testing.T, list string) {
		addrs, err := scan.Scope(nil, list, "list")
		for i, a := range addrs {
			if err != nil || i > 0 && !addrs[i-1].Less(a) || !strings.Contains(strings.ToLower(list), ":") && a.Is6() {
				t.Errorf("%v %v", addrs, err)
			}
		}
	})
}
