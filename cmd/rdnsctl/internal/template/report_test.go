package template_test

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/template"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func examine(t *testing.T, text, prefix string, n int) *template.Report {
	t.Helper()
	parsed, err := hostname.ParseTemplate(text)
	if err != nil {
		t.Fatal(err)
	}
	return template.Examine(parsed, netip.MustParsePrefix(prefix), n, rand.New(rand.NewPCG(1, 2)))
}

func TestExamine(t *testing.T) {
	got := examine(t, "IP-{ip}.isp.example.", "192.0.2.0/31", 5)
	want := &template.Report{
		Version: 1, Template: "ip-{ip}.isp.example", Prefix: "192.0.2.0/31",
		Names: []template.Name{
			{Which: "first", Address: "192.0.2.0", Name: "ip-192-0-2-0.isp.example."},
			{Which: "last", Address: "192.0.2.1", Name: "ip-192-0-2-1.isp.example."},
		},
		Inverse: template.Inverse{Proven: true},
		Longest: template.Longest{Name: 26, Label: 12},
		Traps: []template.Trap{{
			Family: "SpamAssassin RDNS_DYNAMIC (IPADDR)", Example: "ip-192-0-2-0.isp.example.",
			Why: "four numbers, one character between each, in front of a domain",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !got.Sound() {
		t.Error("it is sound")
	}
}

// TestAddresses looks at what is shown of prefixes that end inside an octet.
func TestAddresses(t *testing.T) {
	for prefix, last := range map[string]string{
		"192.0.2.0/24": "192.0.2.255", "10.0.0.0/13": "10.7.255.255", "192.0.2.7/32": "192.0.2.7",
		"2001:db8::/45": "2001:db8:7:ffff:ffff:ffff:ffff:ffff", "2001:db8::/128": "2001:db8::",
	} {
		r := examine(t, "x{hex}.isp.example", prefix, 20)
		if got := r.Names[min(1, len(r.Names)-1)].Address; r.Names[0].Address != last && got != last {
			t.Errorf("%s: the last is %s, want %s", prefix, got, last)
		}
		for _, n := range r.Names {
			if !netip.MustParsePrefix(prefix).Contains(netip.MustParseAddr(n.Address)) {
				t.Errorf("%s: shows %s", prefix, n.Address)
			}
		}
		if !r.Sound() || len(r.Names) > 22 {
			t.Errorf("%s: %+v", prefix, r)
		}
	}
}

func TestUnsound(t *testing.T) {
	many := examine(t, "customer-{net:56}.isp.example", "2001:db8::/32", 1)
	if many.Sound() || many.Fault != "" || !strings.Contains(many.Inverse.Reason, "2001:db8:: and 2001:db8::1 would both be named") {
		t.Errorf("%+v", many)
	}
	for template, want := range map[string]string{
		"{d}.isp.example": "{d}",
		"x" + strings.Repeat("-{hex}", 9) + ".test": "255 are allowed",
	} {
		r := examine(t, template, "2001:db8::/32", 1)
		if r.Sound() || !strings.Contains(r.Fault, want) || len(r.Names) != 0 {
			t.Errorf("%s: %+v", template, r)
		}
	}
}
