package ask_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/ask"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/dnstest"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

func client(t *testing.T, zone string, resolver bool) *ask.Client {
	t.Helper()
	s, err := dnstest.Start(zone, resolver)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	limiter, err := ask.NewLimiter(ask.MaxRate)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ask.New(s.Addr, limiter)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPTR(t *testing.T) {
	c := client(t, strings.Join([]string{
		"1.2.0.192.in-addr.arpa. 60 PTR B.example.", "1.2.0.192.in-addr.arpa. 30 PTR a.example.",
		"2.2.0.192.in-addr.arpa. CNAME 2.sub.example.", "2.sub.example. PTR two.example.",
		"3.2.0.192.in-addr.arpa. CNAME elsewhere.test.",
		`4.2.0.192.in-addr.arpa. PTR \027[2J.example.`,
		"5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR six.example.",
	}, "\n"), false)
	for addr, want := range map[string]ask.Names{
		"192.0.2.1":   {Names: []string{"a.example.", "b.example."}, TTL: 30},
		"192.0.2.2":   {Names: []string{"two.example."}, TTL: 3600},
		"192.0.2.3":   {Alias: "elsewhere.test.", TTL: 3600},
		"192.0.2.4":   {Names: []string{`\027[2j.example.`}, TTL: 3600},
		"192.0.2.5":   {},
		"2001:db8::5": {Names: []string{"six.example."}, TTL: 3600},
	} {
		got, err := c.PTR(t.Context(), netip.MustParseAddr(addr))
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%s: %v\n%s", addr, err, d)
		}
	}
}

func TestNS(t *testing.T) {
	c := client(t, "2.0.192.in-addr.arpa. NS NS2.example.\n2.0.192.in-addr.arpa. NS ns1.example.\nx.a.example. A 192.0.2.1\n", true)
	for zone, want := range map[string]ask.Servers{
		"2.0.192.in-addr.arpa.": {Names: []string{"ns1.example.", "ns2.example."}, Exists: true},
		"a.example.":            {Exists: true},
		"b.example.":            {},
	} {
		got, err := c.NS(t.Context(), zone)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%s: %v\n%s", zone, err, d)
		}
	}
	if _, err := c.NS(t.Context(), "fail.example."); err == nil || !strings.Contains(err.Error(), "it says SERVFAIL") {
		t.Errorf("got %v", err)
	}
}

func TestAsk(t *testing.T) {
	zone := "a.example. A 192.0.2.1\na.example. A 192.0.2.0\nb.example. CNAME a.example.\n" +
		"truncate.example. A 192.0.2.3\nsix.example. AAAA 2001:db8::1\nsix.example. AAAA ::ffff:192.0.2.1\n"
	for _, resolver := range []bool{false, true} {
		c := client(t, zone, resolver)
		for name, want := range map[string]string{
			"a.example.": "addresses 192.0.2.0 192.0.2.1", "b.example.": "addresses 192.0.2.0 192.0.2.1 alias",
			"truncate.example.": "addresses 192.0.2.3", "six.example.": "nodata", "none.example.": "nxdomain",
			"fail.example.": "timeout",
		} {
			r := c.Ask(t.Context(), confirm.Question{Name: name})
			got := r.Outcome.String()
			for _, a := range r.Addrs {
				got += " " + a.String()
			}
			if r.Alias {
				got += " alias"
			}
			if got != want || r.Resolver != c.String() {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
		six := c.Ask(t.Context(), confirm.Question{Name: "six.example.", V6: true})
		if len(six.Addrs) != 2 || six.Addrs[1] != netip.MustParseAddr("2001:db8::1") {
			t.Errorf("%v", six)
		}
	}
}

// TestCancelled: a server that is silent holds nobody who wants to stop.
func TestCancelled(t *testing.T) {
	c := client(t, "", false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r := c.Ask(ctx, confirm.Question{Name: "drop.example."}); r.Outcome != confirm.Timeout || r.Detail == "" {
		t.Errorf("%+v", r)
	}
}

func TestBadServers(t *testing.T) {
	for _, word := range []string{"", "ns1.example.net", "192.0.2.1:0", "192.0.2.1:x", "192.0.2.1 "} {
		if _, err := ask.New(word, nil); err == nil || !strings.Contains(err.Error(), "want an address") {
			t.Errorf("%q: %v", word, err)
		}
	}
	for word, want := range map[string]string{
		"192.0.2.1": "192.0.2.1:53", "2001:db8::1": "[2001:db8::1]:53", "[2001:db8::1]": "[2001:db8::1]:53", "[::1]:5353": "[::1]:5353",
	} {
		if c, err := ask.New(word, nil); err != nil || c.String() != want {
			t.Errorf("%q: %v %v", word, c, err)
		}
	}
	for _, n := range []int{0, -1, ask.MaxRate + 1} {
		if _, err := ask.NewLimiter(n); err == nil {
			t.Errorf("rate %d", n)
		}
	}
}

// FuzzNew: a word is refused, or is a server that reads back.
func FuzzNew(f *testing.F) {
	f.Add("[2001:db8::1]:53")
	f.Add("192.0.2.1")
	f.Fuzz(func(t *testing.T, word string) {
		c, err := ask.New(word, nil)
		if err != nil {
			return
		}
		again, err := ask.New(c.String(), nil)
		if err != nil || again.String() != c.String() {
			t.Errorf("%q: %v, then %v %v", word, c, again, err)
		}
	})
}
