package config_test

import (
	"errors"
	"net/netip"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// values compares blocks by their values. Patterns are equal if they have the
// same text and prefix.
func values() cmp.Options {
	return cmp.Options{
		cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{}),
		cmp.Comparer(func(a, b *hostname.Pattern) bool {
			if a == nil || b == nil {
				return a == b
			}
			return a.Template().String() == b.Template().String() && a.Prefix() == b.Prefix()
		}),
	}
}

// withoutPlaces compares blocks that are written in different places.
func withoutPlaces() cmp.Options {
	return append(values(), cmpopts.IgnoreTypes(rdns.Position{}))
}

// withoutHash leaves out the fingerprint, which no person can write.
func withoutHash() cmp.Options {
	return append(values(), cmpopts.IgnoreFields(config.Block{}, "Fingerprint"))
}

// pattern binds a template that is known to be right.
func pattern(t *testing.T, template, prefix string) *hostname.Pattern {
	t.Helper()
	parsed, err := hostname.ParseTemplate(template)
	if err != nil {
		t.Fatal(err)
	}
	bound, err := parsed.Bind(netip.MustParsePrefix(prefix))
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// at returns places in file.
func at(file string) func(line int) rdns.Position {
	return func(line int) rdns.Position { return rdns.Position{File: file, Line: line} }
}

// readOne reads a Corefile with one block.
func readOne(t *testing.T, file, text string) *config.Block {
	t.Helper()
	blocks, err := config.Read(file, strings.NewReader(text))
	if err != nil {
		t.Fatalf("reading:\n%s\n%v", text, err)
	}
	if len(blocks) != 1 {
		t.Fatalf("%d blocks, want 1", len(blocks))
	}
	return blocks[0]
}

func TestReadFull(t *testing.T) {
	const file = "testdata/good/full.corefile"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := readOne(t, file, string(text))
	if diff := cmp.Diff(wantFull(t, at(file)), got, withoutHash()); diff != "" {
		t.Errorf("block (-want +got):\n%s", diff)
	}
}

// wantFull returns what full.corefile says.
func wantFull(t *testing.T, line func(int) rdns.Position) *config.Block {
	b := &config.Block{
		Pos: line(5),
		Pools: []rdns.Pool{
			{Prefix: netip.MustParsePrefix("192.0.2.0/24"), Pattern: pattern(t, "ip-{ip}.host.example", "192.0.2.0/24"), Forward: true, Pos: line(6)},
			{Prefix: netip.MustParsePrefix("203.0.112.0/22"), Pattern: pattern(t, "ip-{ip}.host.example", "203.0.112.0/22"), Forward: true, Pos: line(6)},
			{Prefix: netip.MustParsePrefix("198.51.100.0/24"), Pattern: pattern(t, "{a}-{b}-{c}-{d}.static.host.example", "198.51.100.0/24"), TTL: 7200, Forward: true, Label: "static", Pos: line(7)},
			{Prefix: netip.MustParsePrefix("2001:db8::/32"), Pattern: pattern(t, "ip-{ip}.host.example", "2001:db8::/32"), Forward: true, Pos: line(11)},
			{Prefix: netip.MustParsePrefix("2001:db8:ff00::/40"), Pattern: pattern(t, "customer-{net:56}.host.example", "2001:db8:ff00::/40"), Pos: line(12)},
		},
		Except: []netip.Prefix{netip.MustParsePrefix("192.0.2.128/28")},
		Mappings: []config.Mapping{
			{Mapping: rdns.Mapping{Addr: netip.MustParseAddr("192.0.2.25"), Name: "mail.example.net.", Class: rdns.Operator}, Pos: line(14)},
			{Mapping: rdns.Mapping{Addr: netip.MustParseAddr("2001:db8::25"), Name: "mail.example.net.", TTL: 600, Class: rdns.Operator}, Pos: line(15)},
		},
		Files: []config.MappingFile{
			{Path: "customers.map", Format: config.Auto, Pos: line(16)},
			{Path: "more customers.csv", Format: config.CSV, TTL: 900, Owner: "hosting@example.net", Class: rdns.Operator, Accept: "0123456789abcdef", Pos: line(17)},
		},
		State: &config.State{Dir: "/var/lib/rdnsmgr", Pos: line(24)},
		Records: []config.Record{
			{Fields: []string{"ns1.host.example", "A", "192.0.2.53"}, Pos: line(25)},
			{Fields: []string{"host.example", "300", "txt", "v=spf1 -all"}, Pos: line(26)},
		},
		RecordFiles: []config.RecordFile{{Path: "static.records", Pos: line(27)}},
		TTL:         1800,
		Negative:    60,
		Names:       2,
		Fallthrough: &config.Fallthrough{Zones: []string{"host.example."}, Pos: line(32)},
		Confirm: &config.Confirm{
			Resolvers: []string{"127.0.0.1:5353", "tls://192.0.2.53%dns.example.net"},
			Every:     6 * time.Hour, Grace: 48 * time.Hour, Rate: 200, Pos: line(33),
		},
		Unconfirmed: &config.Unconfirmed{Pos: line(38)},
		Policy:      wantPolicy(line),
		Owners: []config.Owner{
			{Name: "acme", Prefixes: prefixes("192.0.2.8/29 2001:db8:8::/48 2001:db8::25/128"), Pos: line(51)},
			{Name: "beta", Prefixes: prefixes("192.0.2.9/32"), Pos: line(52)},
		},
		Control: &config.Control{Path: "/run/rdnsmgr.sock", Pos: line(54)},
	}
	for _, origin := range []string{
		"2.0.192.in-addr.arpa.", "100.51.198.in-addr.arpa.",
		"112.0.203.in-addr.arpa.", "113.0.203.in-addr.arpa.", "114.0.203.in-addr.arpa.", "115.0.203.in-addr.arpa.",
		"8.b.d.0.1.0.0.2.ip6.arpa.", "host.example.",
	} {
		b.Zones = append(b.Zones, rdns.Zone{
			Origin: origin,
			SOA:    rdns.SOA{MName: "ns1.host.example.", RName: "hostmaster.host.example.", Refresh: 7200, Retry: 900, Expire: 2419200, TTL: 1800, Minimum: 60},
			NS:     []string{"ns1.host.example.", "ns2.example.net."},
			NSTTL:  1800,
			Pos:    line(29),
		})
	}
	return b
}

// wantPolicy returns what the policy line of full.corefile says.
func wantPolicy(line func(int) rdns.Position) *config.Policy {
	return &config.Policy{
		Level: "lenient",
		Checks: []config.PolicyCheck{
			{ID: "private-quad", Severity: "reject", Pos: line(48)},
			{ID: "typo", Severity: "off", Pos: line(49)},
		},
		Protect:      []config.Word{{Text: "paypal.com.", Pos: line(40)}, {Text: "example.com.", Pos: line(40)}},
		NoShipped:    true,
		ProtectLists: []config.ListFile{{Path: "brands.txt", Pos: line(42)}},
		KnownLists:   []config.ListFile{{Path: "tranco.txt", Pos: line(45)}},
		Allow: []config.Allow{
			{Prefixes: prefixes("192.0.2.0/28 2001:db8::25/128"), Owners: []string{"acme"}, Patterns: []string{"*.paypal.com.", "mail.example.com."}, Pos: line(43)},
			{Owners: []string{"beta"}, Patterns: []string{"*"}, Pos: line(44)},
		},
		WildcardDNS: []string{"resolves.example."},
		AllowTLDs:   []string{"lan", "corp"},
		Pos:         line(39),
	}
}

// prefixes reads prefixes with a space between them.
func prefixes(text string) []netip.Prefix {
	var list []netip.Prefix
	for p := range strings.FieldsSeq(text) {
		list = append(list, netip.MustParsePrefix(p))
	}
	return list
}

func TestReadDefaults(t *testing.T) {
	got := readOne(t, "Corefile", `2.0.192.in-addr.arpa {
    rdnsmgr {
        soa ns1.example.net hostmaster.example.net
        ns ns1.example.net
        state memory
        fallthrough
    }
}`)
	line := at("Corefile")
	want := &config.Block{
		Pos: line(2),
		Zones: []rdns.Zone{{
			Origin: "2.0.192.in-addr.arpa.",
			SOA:    rdns.SOA{MName: "ns1.example.net.", RName: "hostmaster.example.net.", Refresh: 3600, Retry: 600, Expire: 1209600, TTL: 3600, Minimum: 300},
			NS:     []string{"ns1.example.net."},
			NSTTL:  3600,
			Pos:    line(4),
		}},
		State:       &config.State{Pos: line(5)},
		TTL:         3600,
		Negative:    300,
		Names:       1,
		Fallthrough: &config.Fallthrough{Zones: []string{"2.0.192.in-addr.arpa."}, Pos: line(6)},
	}
	if diff := cmp.Diff(want, got, withoutHash()); diff != "" {
		t.Errorf("block (-want +got):\n%s", diff)
	}
}

func TestReadSeveral(t *testing.T) {
	text := `2.0.192.in-addr.arpa {
    rdnsmgr {
        soa ns1.example.net hostmaster.example.net
        ns ns1.example.net
        state memory
    }
}
. {
    whoami
}
100.51.198.in-addr.arpa {
    rdnsmgr {
        soa ns1.example.net hostmaster.example.net
        ns ns1.example.net
    }
}`
	blocks, err := config.Read("Corefile", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, b := range blocks {
		lines = append(lines, b.Pos.Line)
	}
	if diff := cmp.Diff([]int{2, 12}, lines); diff != "" {
		t.Errorf("lines of the blocks (-want +got):\n%s", diff)
	}
	if err := config.Check(blocks); err != nil {
		t.Errorf("Check: %v", err)
	}
}

func TestReadNothing(t *testing.T) {
	for name, text := range map[string]string{
		"empty file":         "",
		"comment":            "# nothing\n",
		"keys only":          "example.net",
		"other server block": ". {\n whoami\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			blocks, err := config.Read("Corefile", strings.NewReader(text))
			if blocks != nil || err != nil {
				t.Errorf("Read = %v, %v; want nothing", blocks, err)
			}
		})
	}
}

func TestReadFails(t *testing.T) {
	_, err := config.Read("Corefile", iotest.ErrReader(errors.New("disk on fire")))
	if want := "Corefile:1: reading: disk on fire"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
