package export_test

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/export"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

func items() []export.Item {
	item := func(addr, name string, ttl uint32, owner string, class rdns.Class) export.Item {
		m := rdns.Mapping{Addr: netip.MustParseAddr(addr), Name: name, TTL: ttl, Owner: owner, Class: class}
		return export.Item{Mapping: m, Pos: rdns.Position{File: "a.map", Line: 3}, Served: true}
	}
	return []export.Item{
		item("192.0.2.1", "a.example.", 60, "", rdns.Tenant),
		item("192.0.2.1", "b.example.", 0, "acme, \"inc\"", rdns.Tenant),
		item("198.51.100.1", "c.example.", 0, "", rdns.Operator),
	}
}

// mappings are those of the items, as far as a form carries them.
func mappings(items []export.Item, owners bool) (all []rdns.Mapping) {
	for _, i := range items {
		i.Class = rdns.Tenant
		if !owners {
			i.Owner = ""
		}
		all = append(all, i.Mapping)
	}
	return all
}

// TestRound reads what was written.
func TestRound(t *testing.T) {
	var hosts, csv strings.Builder
	lost, err := export.Hosts(&hosts, items())
	if err != nil || lost != (export.Lost{Owners: 1, Classes: 1}) || lost.Answers() || len(lost.Lines()) != 2 {
		t.Errorf("%v %+v", err, lost)
	}
	compare(t, hosts.String(), source.Hosts, mappings(items(), false))
	if lost, err = export.CSV(&csv, items()); err != nil || lost != (export.Lost{Classes: 1}) {
		t.Errorf("%v %+v", err, lost)
	}
	compare(t, csv.String(), source.CSV, mappings(items(), true))
}

func compare(t *testing.T, text string, f source.Format, want []rdns.Mapping) {
	t.Helper()
	set := source.Parse(source.NewContent(text), source.Options{Format: f}, source.Hooks{})
	var got []rdns.Mapping
	for _, m := range set.All() {
		got = append(got, m)
	}
	if d := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Addr{})); d != "" || set.Bad > 0 {
		t.Errorf("%v:\n%s\n%s", f, text, d)
	}
}

func TestZone(t *testing.T) {
	z := export.Zone{
		Zone: rdns.Zone{
			Origin: "2.0.192.in-addr.arpa.", NS: []string{"ns1.example.", "ns2.example."}, NSTTL: 3600,
			SOA: rdns.SOA{MName: "ns1.example.", RName: "hostmaster.example.", Refresh: 1, Retry: 2, Expire: 3, Minimum: 4, TTL: 5},
		},
		Serial: 7, TTL: 3600,
		Records: []rdns.Record{
			{Name: "128/26.2.0.192.in-addr.arpa.", Type: 2, TTL: 60, Data: []byte("\x02ns\x07example\x00")},
			{Name: "2.0.192.in-addr.arpa.", Type: 16, Data: []byte("\x01x")},
			{Name: "www.host.example.", Type: 1, Data: []byte{192, 0, 2, 1}},
		},
	}
	var b strings.Builder
	lost, err := z.Write(&b, items())
	want := strings.Join([]string{
		"$ORIGIN 2.0.192.in-addr.arpa.", "$TTL 3600",
		"@ 5 IN SOA ns1.example. hostmaster.example. 7 1 2 3 4",
		"@ 3600 IN NS ns1.example.", "@ 3600 IN NS ns2.example.",
		"128/26 60 IN TYPE2 \\# 12 026e73076578616d706c6500",
		"@ IN TYPE16 \\# 2 0178",
		"1 60 IN PTR a.example.", "1 IN PTR b.example.", "",
	}, "\n")
	if d := cmp.Diff(want, b.String()); d != "" || err != nil || lost != (export.Lost{Outside: 1, Owners: 1}) || !lost.Answers() {
		t.Errorf("%v %+v\n%s", err, lost, d)
	}
	set := source.Parse(source.NewContent(b.String()), source.Options{Format: source.Zone}, source.Hooks{})
	if second, _ := set.At(1); set.Bad > 0 || set.Len() != 2 || second.TTL != 3600 {
		t.Errorf("read back: %+v", set)
	}
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	if lost, err := export.JSON(&b, items()); err != nil || lost != (export.Lost{}) {
		t.Fatal(lost, err)
	}
	var got struct {
		Version  int
		Mappings []struct{ Address, Name, Class, Owner, Source string }
	}
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil || got.Version != 1 || len(got.Mappings) != 3 {
		t.Fatalf("%v %+v", err, got)
	}
	if m := got.Mappings[2]; m.Class != "operator" || m.Source != "a.map:3" || got.Mappings[1].Owner != `acme, "inc"` {
		t.Errorf("%+v", got)
	}
}
