package index_test

import (
	"net/netip"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestDelegations has every fault of delegations, glue and records beside them.
func TestDelegations(t *testing.T) {
	const a, ns, txt = 1, 2, 16
	at := func(line int) rdns.Position { return rdns.Position{File: "Corefile", Line: line} }
	block := func(prefix, label string, servers ...string) rdns.Delegation {
		return rdns.Delegation{Prefix: netip.MustParsePrefix(prefix), Label: label, Servers: servers, Pos: at(3)}
	}
	glue := func(name string) []rdns.Record {
		return []rdns.Record{{Name: name, Type: a, Data: []byte{192, 0, 2, 65}, Pos: at(5)}}
	}
	child := "64-26.2.0.192.in-addr.arpa."
	tests := map[string]struct {
		delegations []rdns.Delegation
		glue        []rdns.Record
		records     []rdns.Record
		want        string
	}{
		"sound":               {delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns."+child)}, glue: glue("ns." + child)},
		"name server outside": {delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns.elsewhere.test.")}},
		"name server of ours": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns.host.example.")},
			records:     []rdns.Record{{Name: "ns.host.example.", Type: a, Data: []byte{192, 0, 2, 1}}},
		},
		"generated name server":         {delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ip-192-0-2-1.host.example.")}},
		"name server of another's zone": {delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns."+child), block("192.0.2.128/26", "128-26", "ns."+child)}, glue: glue("ns." + child)},
		"outside": {
			delegations: []rdns.Delegation{block("198.51.100.0/26", "0-26", "ns.elsewhere.test.")},
			want:        `Corefile:3: delegate 198.51.100.0/26: it is in none of our zones: add its zone to the server block, or drop the line`,
		},
		"glue that is missing": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns."+child)},
			want:        `Corefile:3: delegate 192.0.2.64/26: name server "ns.64-26.2.0.192.in-addr.arpa." lies below the delegation itself, where only it could tell its address: add the line: glue ns.64-26.2.0.192.in-addr.arpa. ADDRESS`,
		},
		"name server without address": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns.host.example.")},
			want:        `Corefile:3: delegate 192.0.2.64/26: name server "ns.host.example." lies in our zone "host.example." and has no address there: add the line: record ns.host.example. A ADDRESS`,
		},
		"name server whose generated name is delegated": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ip-192-0-2-64.host.example.")},
			want:        `Corefile:3: delegate 192.0.2.64/26: name server "ip-192-0-2-64.host.example." lies in our zone "host.example." and has no address there: add the line: record ip-192-0-2-64.host.example. A ADDRESS`,
		},
		"glue outside": {
			glue: glue("ns.elsewhere.test."),
			want: `Corefile:5: glue "ns.elsewhere.test." is in none of our zones, where others would not believe it: drop the line`,
		},
		"glue beside": {
			glue: glue("ns.host.example."),
			want: `Corefile:5: glue "ns.host.example." is not below a delegation: write record ns.host.example. A 192.0.2.65`,
		},
		"glue that nobody needs": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns.elsewhere.test.")},
			glue:        glue("ns1." + child),
		},
		"delegated twice": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns.elsewhere.test.")},
			records:     []rdns.Record{{Name: child, Type: ns, Pos: at(9)}},
			want:        `Corefile:9: record "64-26.2.0.192.in-addr.arpa." is delegated already, with 192.0.2.64/26 in Corefile:3: write the name servers there`,
		},
		"below another delegation": {
			delegations: []rdns.Delegation{block("203.0.113.16/28", "own", "ns.elsewhere.test.")},
			records:     []rdns.Record{{Name: "own.113.0.203.in-addr.arpa.", Type: a}, {Name: "16.113.0.203.in-addr.arpa.", Type: ns, Pos: at(9)}},
			want: `Corefile:9: record "16.113.0.203.in-addr.arpa." lies at or below 203.0.113.16, which is delegated with the block 203.0.113.16/28: drop it, or give it to the delegated zone` +
				"\n" + `Corefile:3: delegate 203.0.113.16/28: "16.113.0.203.in-addr.arpa." lies at or below another delegation, so that nobody would ask here: remove one of the two`,
		},
		"record at an alias": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns.elsewhere.test.")},
			records:     []rdns.Record{{Name: "127.2.0.192.in-addr.arpa.", Type: txt, Pos: at(9)}},
			want:        `Corefile:9: record "127.2.0.192.in-addr.arpa." lies at or below 192.0.2.127, which is delegated with the block 192.0.2.64/26: drop it, or give it to the delegated zone`,
		},
		"record below an alias": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns.elsewhere.test.")},
			records:     []rdns.Record{{Name: "_x.y.127.2.0.192.in-addr.arpa.", Type: txt, Pos: at(9)}},
			want:        `Corefile:9: record "_x.y.127.2.0.192.in-addr.arpa." lies at or below 192.0.2.127, which is delegated with the block 192.0.2.64/26: drop it, or give it to the delegated zone`,
		},
		"record below the cut": {
			delegations: []rdns.Delegation{block("192.0.2.64/26", "64-26", "ns.elsewhere.test.")},
			records:     []rdns.Record{{Name: "x." + child, Type: txt, Pos: at(9)}},
			want:        `Corefile:9: record "x.64-26.2.0.192.in-addr.arpa." lies at or below a delegation and would never be answered: drop it, or give it to the delegated zone`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			spec := recordSpec(t)
			spec.Delegations, spec.Glue, spec.Records = test.delegations, test.glue, test.records
			_, err := index.NewFrame(spec)
			if got := message(err); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestServes: addresses in delegated blocks are not ours, those of a classless
// zone are.
func TestServes(t *testing.T) {
	spec := recordSpec(t)
	spec.Zones = append(spec.Zones, rdns.Zone{Origin: "0/25.100.51.198.in-addr.arpa."}, rdns.Zone{Origin: "8.b.d.0.1.0.0.2.ip6.arpa."})
	servers := []string{"ns.elsewhere.test."}
	target := netip.MustParsePrefix("203.0.113.0/28")
	spec.Delegations = []rdns.Delegation{
		{Prefix: netip.MustParsePrefix("192.0.2.64/26"), Label: "64-26", Servers: servers},
		{Prefix: netip.MustParsePrefix("2001:db8:100::/38"), Servers: servers},
		{Prefix: netip.MustParsePrefix("198.51.100.7/32"), Servers: servers},
		{Prefix: netip.MustParsePrefix("198.51.100.16/28"), Label: "own", Servers: servers},
		{Prefix: target, Target: bindTo(t, "{d}.rev.elsewhere.test", target)},
	}
	f, err := index.NewFrame(spec)
	if err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[string]struct {
		cut string
		ok  bool
	}{
		"192.0.2.63":        {"", true},
		"192.0.2.64":        {"192.0.2.64/26", false},
		"192.0.2.127":       {"192.0.2.64/26", false},
		"192.0.2.128":       {"", true},
		"203.0.113.15":      {"203.0.113.0/28", false},
		"203.0.113.16":      {"", true},
		"198.51.100.6":      {"", true},
		"198.51.100.7":      {"7.0/25.100.51.198.in-addr.arpa.", false},
		"198.51.100.16":     {"198.51.100.16/28", false},
		"198.51.100.128":    {"", false},
		"2001:db8:1ff::1":   {"1.0.8.b.d.0.1.0.0.2.ip6.arpa.", false},
		"2001:db8:3ff::1":   {"3.0.8.b.d.0.1.0.0.2.ip6.arpa.", false},
		"2001:db8:400::1":   {"", true},
		"2001:db9::1":       {"", false},
		"::ffff:192.0.2.64": {"", false},
	} {
		if cut, ok := f.Serves(netip.MustParseAddr(addr)); cut != want.cut || ok != want.ok {
			t.Errorf("%s: got %q, %t", addr, cut, ok)
		}
		if p, ok := f.ServesAll(netip.MustParseAddr(addr)); ok {
			t.Errorf("%s: all of %s is served where something is delegated", addr, p)
		}
	}
}

func TestServesAll(t *testing.T) {
	spec := index.Spec{TTL: 300}
	for _, origin := range []string{"2.0.192.in-addr.arpa.", "0/25.100.51.198.in-addr.arpa.", "10.in-addr.arpa.", "1.10.in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa."} {
		spec.Zones = append(spec.Zones, rdns.Zone{Origin: origin, NS: []string{"ns.elsewhere.test."}})
	}
	f := newFrame(t, spec)
	for addr, want := range map[string]string{
		"192.0.2.63": "192.0.2.0/24", "10.2.3.4": "10.0.0.0/8", "10.1.2.3": "10.1.0.0/16", "2001:db8::1": "2001:db8::/32",
		"198.51.100.6": "", "192.0.3.1": "", "2001:db9::1": "",
	} {
		p, ok := f.ServesAll(netip.MustParseAddr(addr))
		if ok != (want != "") || ok && p.String() != want {
			t.Errorf("%s: got %s, %t, want %q", addr, p, ok, want)
		}
	}
}

// TestAliasDoesNotAllocate: an address that is an alias is looked up, and its
// canonical name written, without garbage.
func TestAliasDoesNotAllocate(t *testing.T) {
	spec := recordSpec(t)
	spec.Zones = append(spec.Zones, rdns.Zone{Origin: "0/25.100.51.198.in-addr.arpa."})
	for _, p := range []string{"192.0.2.64/26", "198.51.100.64/26"} {
		spec.Delegations = append(spec.Delegations, rdns.Delegation{Prefix: netip.MustParsePrefix(p), Label: "64/26", Servers: []string{"ns.elsewhere.test."}})
	}
	f, err := index.NewFrame(spec)
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot(t, f, nil)
	for _, name := range []string{"65.2.0.192.in-addr.arpa.", "65.0/25.100.51.198.in-addr.arpa.", "5.0/25.100.51.198.in-addr.arpa."} {
		allocs := testing.AllocsPerRun(100, func() {
			var buf [255]byte
			if a := s.Lookup(name); a.Kind == index.Aliased {
				a.Alias.Append(buf[:0], a.Addr)
			}
		})
		if allocs != 0 {
			t.Errorf("%s: %v allocations", name, allocs)
		}
	}
}
