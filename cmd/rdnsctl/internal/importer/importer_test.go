package importer_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/importer"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

func read(t *testing.T, text string, pools *importer.Pools) *importer.Result {
	t.Helper()
	return importer.Read([]*source.Set{source.Parse(source.NewContent(text), source.Options{Path: "old"}, source.Hooks{})}, pools)
}

// lines are what is kept.
func lines(r *importer.Result) (all []string) {
	for _, i := range r.Items {
		all = append(all, i.Addr.String()+" "+i.Name+" "+i.Pos.String())
	}
	return all
}

func TestRead(t *testing.T) {
	pools, err := importer.ParsePools([]string{"192.0.2.0/25=ip-{ip}.host.example", "192.0.2.64/26=x{d}.host.example", "2001:db8::/32=v{hex}.host.example"})
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, strings.Join([]string{
		"$ORIGIN 2.0.192.in-addr.arpa.",
		"$TTL 300",
		"$GENERATE 0-7 $ PTR ip-192-0-2-$.host.example.",
		"9 PTR other.example.", // a name of its own
		"8 PTR IP-192-0-2-8.host.example.",
		"9 PTR ip-192-0-2-9.host.example.",        // beside another: both are told
		"10 PTR ip-192-0-2-11.host.example.",      // of another address
		"64 PTR ip-192-0-2-64.host.example.",      // of the outer pool
		"65 PTR x65.host.example.",                // of the inner one
		"128 PTR ip-192-0-2-128.host.example.",    // of none
		"12 60 PTR ip-192-0-2-12.host.example.",   // with a TTL of its own
		"13 PTR a_b.example.", "14 CNAME x.other", // no mappings
	}, "\n"), pools)
	want := []string{
		"192.0.2.9 other.example. old:4", "192.0.2.9 ip-192-0-2-9.host.example. old:6",
		"192.0.2.10 ip-192-0-2-11.host.example. old:7", "192.0.2.64 ip-192-0-2-64.host.example. old:8",
		"192.0.2.128 ip-192-0-2-128.host.example. old:10",
	}
	if d := cmp.Diff(want, lines(r)); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	notes := []string{
		"not carried: records of old that are no PTR: 1 CNAME",
		"the template makes 10 names whose TTL is 300 here: write ttl 300 in the block of their pool",
		"the template makes 1 names whose TTL is 60 here: write ttl 60 in the block of their pool",
		"1 addresses have several names, up to 2: write names 2 to serve them all",
	}
	if d := cmp.Diff(notes, r.Notes); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if r.Read != 16 || r.Made != 11 || len(r.Faults) != 1 || !r.Lost {
		t.Errorf("%+v", r)
	}
}

// TestWithoutPools keeps everything.
func TestWithoutPools(t *testing.T) {
	r := read(t, "192.0.2.2 ip-192-0-2-2.host.example\n192.0.2.1 b.example 60\n192.0.2.2 ip-192-0-2-2.host.example", nil)
	want := []string{"192.0.2.1 b.example. old:2", "192.0.2.2 ip-192-0-2-2.host.example. old:1"}
	if d := cmp.Diff(want, lines(r)); d != "" || r.Lost || r.Notes != nil {
		t.Errorf("%+v\n%s", r, d)
	}
}

// TestSingle: a pool of one address is no zone of its own.
func TestSingle(t *testing.T) {
	for _, prefix := range []string{"192.0.2.7/32", "192.0.2.0/29", "192.0.0.0/16", "128.0.0.0/1"} {
		pools, err := importer.ParsePools([]string{prefix + "=ip-{ip}.host.example"})
		if err != nil {
			t.Fatal(err)
		}
		if r := read(t, "192.0.2.7 ip-192-0-2-7.host.example", pools); r.Made != 1 {
			t.Errorf("%s: kept", prefix)
		}
	}
}

func TestBadPools(t *testing.T) {
	for word, want := range map[string]string{
		"192.0.2.0/24":                      "want PREFIX=TEMPLATE",
		"x=ip-{ip}.host.example":            "want PREFIX=TEMPLATE",
		"192.0.2.1/24=ip-{ip}.host.example": "write 192.0.2.0/24",
		"192.0.2.0/24=host.example":         "no placeholder",
		"2001:db8::/32={d}.host.example":    "{d}",
	} {
		if _, err := importer.ParsePools([]string{word}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestBeside(t *testing.T) {
	const soa, comments = "not carried: the SOA and NS records of old: the Corefile has the lines soa and ns", "not carried: comments of old (lines: %)"
	for name, test := range map[string]struct {
		text   string
		format source.Format
		want   []string
	}{
		"hosts":  {"192.0.2.1 a.example # a\n# b\n192.0.2.2 b.example ; c\n", source.Hosts, []string{strings.Replace(comments, "%", "2", 1)}},
		"zone":   {"1 PTR a.example. ; a\n; b ; c SOA \nx TXT \"no ; comment\"\n", source.Zone, []string{strings.Replace(comments, "%", "2", 1)}},
		"apex":   {"@ IN SOA a. b. 1 2 3 4 5", source.Auto, []string{soa}},
		"quoted": {"x TXT \"a SOA b\"", source.Zone, nil},
		"csv":    {"address;name\n# a\n192.0.2.1;a.example#\n", source.CSV, []string{strings.Replace(comments, "%", "1", 1)}},
		"none":   {"", source.Auto, nil},
	} {
		got := importer.Beside([]byte(test.text), "old", test.format)
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s: -want +got:\n%s", name, d)
		}
	}
}

// FuzzBeside reads whatever stands in a file.
func FuzzBeside(f *testing.F) {
	f.Add([]byte("1 PTR a.example. ; \"a\n# SOA "), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, format uint8) {
		if notes := importer.Beside(data, "old", source.Format(format%4)); len(notes) > 2 {
			t.Errorf("%q", notes)
		}
	})
}

// FuzzParsePools: what is accepted makes names.
func FuzzParsePools(f *testing.F) {
	f.Add("192.0.2.0/24=ip-{ip}.host.example")
	f.Add("::/0={hex}.a.b")
	f.Fuzz(func(t *testing.T, word string) {
		if _, err := importer.ParsePools([]string{word}); err != nil {
			return
		}
		prefix, _, _ := strings.Cut(word, "=")
		if _, err := netip.ParsePrefix(prefix); err != nil {
			t.Errorf("%q is accepted", word)
		}
	})
}
