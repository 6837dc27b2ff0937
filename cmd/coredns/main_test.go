package main

import (
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/google/go-cmp/cmp"
)

// What is imported and what is listed are the same, once each: an import without
// its line in directives would be dead weight, a line without import an error
// that only shows when somebody uses the plugin.
func TestDirectivesAreRegistered(t *testing.T) {
	var registered []string
	for _, name := range caddy.ListPlugins()["others"] {
		if plugin, ok := strings.CutPrefix(name, "dns."); ok {
			registered = append(registered, plugin)
		}
	}
	if diff := cmp.Diff(registered, slices.Sorted(slices.Values(directives))); diff != "" {
		t.Errorf("registered plugins (-) and directives (+) differ:\n%s", diff)
	}
	for _, name := range directives {
		if _, err := caddy.DirectiveAction("dns", name); err != nil {
			t.Errorf("directive %q: %v", name, err)
		}
	}
}

// The order is CoreDNS's, which this test finds in dnsserver.Directives because
// it runs without main, plus rdnsmgr where plugin.cfg should have it.
func TestOrderIsThatOfCoreDNS(t *testing.T) {
	want := slices.Clone(dnsserver.Directives)
	want = slices.Insert(want, slices.Index(want, "transfer")+1, "rdnsmgr")
	want = slices.DeleteFunc(want, func(name string) bool { return !slices.Contains(directives, name) })
	if diff := cmp.Diff(want, directives); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	for _, tc := range []struct{ before, after string }{
		{"tsig", "rdnsmgr"},
		{"acl", "rdnsmgr"},
		{"cache", "rdnsmgr"},
		{"transfer", "rdnsmgr"},
		{"rdnsmgr", "hosts"},
		{"rdnsmgr", "file"},
		{"rdnsmgr", "forward"},
	} {
		if slices.Index(directives, tc.before) >= slices.Index(directives, tc.after) {
			t.Errorf("%s does not stand before %s", tc.before, tc.after)
		}
	}
}

func TestVersion(t *testing.T) {
	for _, tc := range []struct{ name, main, want string }{
		{"no version control", "(devel)", "1.15.0+rdnsmgr"},
		{"no build information", "", "1.15.0+rdnsmgr"},
		{"a release", "v0.2.0", "1.15.0+rdnsmgr.0.2.0"},
		{"changed since a release", "v0.2.0+dirty", "1.15.0+rdnsmgr.0.2.0.dirty"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			info := &debug.BuildInfo{Main: debug.Module{Version: tc.main}}
			if got := version("1.15.0", info); got != tc.want {
				t.Errorf("version is %q, want %q", got, tc.want)
			}
		})
	}
}

func TestCommit(t *testing.T) {
	const revision = "0123456789abcdef0123456789abcdef01234567"
	for _, tc := range []struct{ name, revision, modified, want string }{
		{"no version control", "", "", ""},
		{"clean", revision, "false", "0123456789ab"},
		{"modified", revision, "true", "0123456789ab-dirty"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			info := &debug.BuildInfo{Settings: []debug.BuildSetting{
				{Key: "vcs.revision", Value: tc.revision},
				{Key: "vcs.modified", Value: tc.modified},
			}}
			if got := commit(info); got != tc.want {
				t.Errorf("commit is %q, want %q", got, tc.want)
			}
		})
	}
}
