package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// twoBlocks returns a Corefile of two blocks with one property or more each.
func twoBlocks(first, second string) string {
	return "192.0.2.0/24 {\n rdnsmgr {\n" + first + "\n" + servers + " }\n}\n" +
		"198.51.100.0/24 {\n rdnsmgr {\n" + second + "\n" + servers + " }\n}\n"
}

// TestShared reads Corefiles in which blocks say something for each other.
func TestShared(t *testing.T) {
	for _, test := range []struct{ name, first, second string }{
		{"nothing", "", ""},
		{"state beside another block's confirm", "confirm 192.0.2.53", "state /var/lib/rdnsmgr"},
		{"state in front of another block's confirm", "state memory", "confirm 192.0.2.53"},
		{"unconfirmed and confirm", "unconfirmed serve", "confirm 192.0.2.53\n state memory"},
		{"owner declared behind", "policy { allow acme *.example.org }", "owner acme 198.51.100.0/28"},
		{"owner declared in front", "owner acme 198.51.100.0/28", "policy { allow acme *.example.org }"},
		{"owner with a dot", "owner a.example 192.0.2.0/28", "policy { allow owner:a.example *.example.org }"},
		{"owner that looks like an address", "owner 192.0.2.1 192.0.2.0/28", "policy { allow owner:192.0.2.1 *.example.org }"},
		{"the same owner of files", "mappings a.map { owner acme }", "mappings b.map { owner acme }"},
		{"the same mapping file", "mappings a.map", "mappings a.map"},
	} {
		t.Run(test.name, func(t *testing.T) {
			blocks, err := config.Read("Corefile", strings.NewReader(twoBlocks(test.first, test.second)))
			if err != nil {
				t.Fatal(err)
			}
			if err := config.Check(blocks); err != nil {
				t.Errorf("Check: %v", err)
			}
		})
	}
}

// readShared reads a block with one property.
func readShared(t *testing.T, property string) *config.Block {
	t.Helper()
	return readOne(t, "Corefile", "192.0.2.0/24 {\n rdnsmgr {\n"+property+"\n"+servers+" }\n}")
}

func TestConfirm(t *testing.T) {
	for _, test := range []struct {
		name string
		text string
		want config.Confirm
	}{
		{"one resolver", "confirm 192.0.2.53", config.Confirm{Resolvers: []string{"192.0.2.53"}}},
		{"observe", "confirm observe 192.0.2.53 192.0.2.54", config.Confirm{Observe: true, Resolvers: []string{"192.0.2.53", "192.0.2.54"}}},
		{"of the system", "confirm resolv.conf { rate 0x1p4 }", config.Confirm{Resolvers: []string{"resolv.conf"}, Rate: 16}},
		{"minutes", "confirm 192.0.2.53 { every 90m }", config.Confirm{Resolvers: []string{"192.0.2.53"}, Every: 90 * time.Minute}},
		{"several units", "confirm 192.0.2.53 { grace 1h30m }", config.Confirm{Resolvers: []string{"192.0.2.53"}, Grace: 90 * time.Minute}},
		{"days", "confirm 192.0.2.53 { grace 7d }", config.Confirm{Resolvers: []string{"192.0.2.53"}, Grace: 7 * 24 * time.Hour}},
		{"weeks", "confirm 192.0.2.53 { grace 2w }", config.Confirm{Resolvers: []string{"192.0.2.53"}, Grace: 14 * 24 * time.Hour}},
		{"part of a query", "confirm 192.0.2.53 { rate 1.5 }", config.Confirm{Resolvers: []string{"192.0.2.53"}, Rate: 1.5}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := readShared(t, test.text).Confirm
			if diff := cmp.Diff(&test.want, got, withoutPlaces()); diff != "" {
				t.Errorf("confirm (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTimes reads what is no time for grace.
func TestTimes(t *testing.T) {
	for _, text := range []string{"0", "1", "d", "w", "1.5d", "-1d", "1d1h", "h", "14m59s", "721h", "31d", "5w", "65535w", "65536w", "999999999999h", "1y", "1D"} {
		want := `Corefile:3: grace "` + text + `": want a time from 15m to 30d, such as 90m, 6h or 2d`
		_, err := config.Read("Corefile", strings.NewReader("192.0.2.0/24 {\n rdnsmgr {\n confirm 192.0.2.53 { grace "+text+" }\n"+servers+" }\n}"))
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestUnconfirmed(t *testing.T) {
	for word, serve := range map[string]bool{"serve": true, "template": false} {
		if got := readShared(t, "unconfirmed "+word).Unconfirmed; got == nil || got.Serve != serve {
			t.Errorf("unconfirmed %s: %v, want %t", word, got, serve)
		}
	}
}

func TestPolicy(t *testing.T) {
	for _, test := range []struct {
		name string
		text string
		want config.Policy
	}{
		{"no level", "policy", config.Policy{Level: "default"}},
		{"no level but a block", "policy { check typo warn }", config.Policy{Level: "default", Checks: []config.PolicyCheck{{ID: "typo", Severity: "warn"}}}},
		{"off", "policy off", config.Policy{Level: "off"}},
		{"observe", "policy observe", config.Policy{Level: "observe"}},
		{"lenient", "policy lenient", config.Policy{Level: "lenient"}},
		{"default", "policy default", config.Policy{Level: "default"}},
		{"strict", "policy strict", config.Policy{Level: "strict"}},
		{"without the shipped list, twice", "policy {\n protect none\n protect none\n}", config.Policy{Level: "default", NoShipped: true}},
		{"a check nobody knows", "policy { check Some-Day warn }", config.Policy{Level: "default", Checks: []config.PolicyCheck{{ID: "Some-Day", Severity: "warn"}}}},
		{"a domain called none", "policy { protect none.example }", config.Policy{Level: "default", Protect: []config.Word{{Text: "none.example."}}}},
		{"below a top-level domain", "policy { allow 192.0.2.1 *.Example. * }", config.Policy{Level: "default", Allow: []config.Allow{{Prefixes: prefixes("192.0.2.1/32"), Patterns: []string{"*.example.", "*"}}}}},
		{"owner beside prefixes", "policy { allow acme 192.0.2.0/28 owner:b.c a.example }", config.Policy{Level: "default", Allow: []config.Allow{{Prefixes: prefixes("192.0.2.0/28"), Owners: []string{"acme", "b.c"}, Patterns: []string{"a.example."}}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := readShared(t, test.text).Policy
			if diff := cmp.Diff(&test.want, got, withoutPlaces()); diff != "" {
				t.Errorf("policy (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBroken reads words that would end a line of a message.
func TestBroken(t *testing.T) {
	for _, property := range []string{
		"confirm \"192.0.2.53\nx\"",
		"confirm 192.0.2.53 { every \"1\nd\" }",
		"confirm 192.0.2.53 { rate \"1\n\" }",
		"unconfirmed \"a\nb\"",
		"policy \"a\nb\"",
		"policy { check \"a\nb\" \"c\nd\" }",
		"policy { allow \"a\nb.example\" \"c\nd.example\" }",
		"policy { allow 192.0.2.1 \"c\nd.example\" \"*.e\nf\" \"*\n\" }",
		"policy { protect \"a\nb.example\" }",
		"policy { wildcard_dns \"a\nb.example\" }",
		"policy { allow_tld \"a\nb\" }",
		"policy {\n known_list \"a\nb\"\n known_list \"a\nb\"\n}",
		"owner \"a\nb\" \"192.0.2.1\n\"",
		"control \"unix://a\nb\"",
		"control \"" + strings.Repeat("a\n", 60) + "\"",
		"control \"/run/a\x00b\"",
	} {
		_, err := config.Read("Corefile", strings.NewReader("192.0.2.0/24 {\n rdnsmgr {\n"+property+"\n"+servers+" }\n}"))
		if err == nil {
			t.Errorf("accepted: %q", property)
			continue
		}
		for line := range strings.SplitSeq(err.Error(), "\n") {
			if !strings.HasPrefix(line, "Corefile:") || strings.ContainsRune(line, 0) {
				t.Errorf("%q gives the line %q", property, line)
			}
		}
	}
}
