package index_test

import (
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// expanded returns every name of the zone that has data, by the parts in which
// the index yields them.
func expanded(s *index.Snapshot, z *index.Zone) []string {
	names := map[string]bool{z.Origin: true}
	for name := range z.Statics() {
		names[name] = true
	}
	for _, child := range s.Children(z) {
		names[child.Origin] = true
	}
	for name := range s.Addresses(z) {
		names[name] = true
	}
	for name := range s.Forwards(z) {
		names[name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// holdings returns the same by the model: names with data, and the apexes right
// below.
func (m *blockModel) holdings(zone string) []string {
	names := map[string]bool{zone: true}
	for name, n := range m.nodes {
		_, aliased := m.alias[name]
		data := aliased || n.ptr != nil || n.made != "" || n.forward.IsValid()
		if _, cut := m.cut(name); cut {
			data = false // but for the delegation and its glue
		}
		if m.zone(name) == zone && (data || len(n.types) > 0) {
			names[name] = true
		}
	}
	for _, child := range m.zones {
		if _, above, _ := strings.Cut(child, "."); m.zone(above) == zone {
			names[child] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// TestExpandModel compares what a zone is written out to with the model.
func TestExpandModel(t *testing.T) {
	total := 0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 3))
		spec := randomSpec(t, r)
		addBlocks(t, &spec, r)
		spec.Delegations = slices.DeleteFunc(spec.Delegations, func(d rdns.Delegation) bool { return d.Target != nil && d.Prefix.Bits() < 112 && d.Prefix.Addr().Is6() })
		s, m := randomWorld(t, spec, r)
		for _, z := range s.Zones {
			if err := s.Extent(z, true); err != nil {
				t.Errorf("seed %d: %s: %v", seed, z.Origin, err)
				continue
			}
			want := m.holdings(z.Origin)
			if diff := cmp.Diff(want, expanded(s, z)); diff != "" {
				t.Errorf("seed %d: names of %s (-want +got):\n%s", seed, z.Origin, diff)
			}
			total += len(want)
		}
		if t.Failed() {
			t.Fatalf("seed %d: zones %+v\npools %+v\nexcept %v\nrecords %+v\ndelegations %+v", seed, spec.Zones, spec.Pools, spec.Except, spec.Records, spec.Delegations)
		}
	}
	if total < 3000 {
		t.Errorf("only %d names", total)
	}
}

// TestExpandStops: whoever takes the names of a zone may stop at any of them.
func TestExpandStops(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 3))
	spec := randomSpec(t, r)
	addBlocks(t, &spec, r)
	s, _ := randomWorld(t, spec, r)
	for _, z := range s.Zones {
		all := slices.Collect(s.Addresses(z))
		for n := range min(len(all), 300) {
			var got []string
			for name := range s.Addresses(z) {
				if got = append(got, name); len(got) == n+1 {
					break
				}
			}
			if !slices.Equal(got, all[:n+1]) {
				t.Fatalf("%s: the first %d are %v", z.Origin, n+1, got)
			}
		}
		for range s.Forwards(z) {
			break
		}
		for range z.Statics() {
			break
		}
		for range s.Desired(z) {
			break
		}
	}
}

// TestExtent has the reasons not to write a zone out.
func TestExtent(t *testing.T) {
	spec := recordSpec(t)
	spec.Zones = append(spec.Zones, rdns.Zone{Origin: "8.b.d.0.1.0.0.2.ip6.arpa."}, rdns.Zone{Origin: "10.in-addr.arpa."}, rdns.Zone{Origin: "dyn.example."})
	for prefix, template := range map[string]string{"2001:db8:1::/64": "ip-{ip}.dyn.example", "10.0.0.0/8": "ip-{ip}.host.example"} {
		p := netip.MustParsePrefix(prefix)
		spec.Pools = append(spec.Pools, rdns.Pool{Prefix: p, Pattern: bindTo(t, template, p), Forward: true})
	}
	long := netip.MustParsePrefix("2001:db8:2::/64")
	spec.Delegations = []rdns.Delegation{{Prefix: long, Target: bindTo(t, "{host:64}.rev.elsewhere.test", long)}}
	f, err := index.NewFrame(spec)
	if err != nil {
		t.Fatal(err)
	}
	for origin, want := range map[string][2]string{
		"2.0.192.in-addr.arpa.": {"", ""},
		"10.in-addr.arpa.":      {"the pool 10.0.0.0/8 has more addresses than the 4194304 names that can be written out", ""},
		"host.example.":         {"the pool 10.0.0.0/8 has more names than the 4194304 that can be written out", ""},
		"dyn.example.":          {"the pool 2001:db8:1::/64 has more names than the 4194304 that can be written out", ""},
		"8.b.d.0.1.0.0.2.ip6.arpa.": {
			"the delegated block 2001:db8:2::/64 makes more aliases than the 4194304 names that can be written out",
			"the delegated block 2001:db8:2::/64 makes more aliases than the 4194304 names that can be written out",
		},
	} {
		for i, generated := range []bool{true, false} {
			if got := message(f.Extent(f.Apex(origin), generated)); got != want[i] {
				t.Errorf("%s, generated %t: got %q, want %q", origin, generated, got, want[i])
			}
		}
	}
	for _, name := range []string{"0.192.in-addr.arpa.", "www.host.example.", "."} {
		if z := f.Apex(name); z != nil {
			t.Errorf("%s is an apex of %s", name, z.Origin)
		}
	}
}

// TestChildren: a zone of another block is told about once, and not when it is
// delegated anyway, or is the same in another view.
func TestChildren(t *testing.T) {
	spec := recordSpec(t)
	spec.Zones = append(spec.Zones, rdns.Zone{Origin: "0.192.in-addr.arpa."}, rdns.Zone{Origin: "sub.host.example."})
	for _, origin := range []string{"9.0.192.in-addr.arpa.", "7.0.192.in-addr.arpa.", "1.9.0.192.in-addr.arpa.", "0.192.in-addr.arpa.", "2.0.192.in-addr.arpa.", "deep.sub.host.example.", "elsewhere.test."} {
		spec.Elsewhere = append(spec.Elsewhere, rdns.Zone{Origin: origin, NS: []string{"ns.of." + origin}})
	}
	spec.Delegations = []rdns.Delegation{{Prefix: netip.MustParsePrefix("192.0.7.0/24"), Servers: []string{"ns.elsewhere.test."}}}
	f := newFrame(t, spec)
	for origin, want := range map[string][]string{
		"0.192.in-addr.arpa.":   {"2.0.192.in-addr.arpa.", "9.0.192.in-addr.arpa.", "1.9.0.192.in-addr.arpa."},
		"2.0.192.in-addr.arpa.": nil,
		"host.example.":         {"sub.host.example."},
		"sub.host.example.":     {"deep.sub.host.example."},
	} {
		var got []string
		for _, child := range f.Children(f.Apex(origin)) {
			got = append(got, child.Origin)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", origin, diff)
		}
	}
}

// BenchmarkDelegations looks up a name below one of very many delegations.
func BenchmarkDelegations(b *testing.B) {
	spec := index.Spec{TTL: 3600, Zones: []rdns.Zone{{Origin: "8.b.d.0.1.0.0.2.ip6.arpa."}}}
	p := netip.MustParsePrefix("2001:db8::/32")
	spec.Pools = []rdns.Pool{{Prefix: p, Pattern: bindTo(b, "ip-{ip}.host.example", p)}}
	for i := range 100_000 {
		a := p.Addr().As16()
		a[4], a[5], a[6] = byte(i>>16), byte(i>>8), byte(i)
		spec.Delegations = append(spec.Delegations, rdns.Delegation{Prefix: netip.PrefixFrom(netip.AddrFrom16(a), 56), Servers: []string{"ns.elsewhere.test."}})
	}
	began := time.Now()
	f, err := index.NewFrame(spec)
	if err != nil {
		b.Fatal(err)
	}
	built := time.Since(began)
	s := build(b, f, nil)
	for name, qname := range map[string]string{
		"below":  "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.3.2.1.0.8.b.d.0.1.0.0.2.ip6.arpa.",
		"beside": "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.3.2.1.f.8.b.d.0.1.0.0.2.ip6.arpa.",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Lookup(qname)
			}
			b.ReportMetric(built.Seconds(), "s/frame")
		})
	}
}
