package index_test

import (
	"net/netip"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestRecords has every fault of static records.
func TestRecords(t *testing.T) {
	const a, ns, ptr, txt = 1, 2, 12, 16
	at := func(line int) rdns.Position { return rdns.Position{File: "static.zone", Line: line} }
	tests := map[string]struct {
		records []rdns.Record
		want    string
	}{
		"sound": {[]rdns.Record{{Name: "www.host.example.", Type: a}}, ""},
		"outside": {
			[]rdns.Record{{Name: "www.elsewhere.test.", Type: a, Pos: at(3)}},
			`static.zone:3: record "www.elsewhere.test." is in none of our zones: add its zone to the server block, or drop the record`,
		},
		"name server of the apex": {
			[]rdns.Record{{Name: "host.example.", Type: ns, Pos: at(3)}},
			`static.zone:3: record "host.example.": the name servers of a zone stand in the ns line`,
		},
		"name of an address": {
			[]rdns.Record{{Name: "1.2.0.192.in-addr.arpa.", Type: ptr, Pos: at(3)}},
			`static.zone:3: record "1.2.0.192.in-addr.arpa.": write the name of an address as a mapping: ptr 192.0.2.1 NAME`,
		},
		"generated name": {
			[]rdns.Record{{Name: "ip-192-0-2-7.host.example.", Type: txt, Pos: at(3)}},
			`static.zone:3: record "ip-192-0-2-7.host.example." is the generated name of 192.0.2.7, from the pool at Corefile:9: rename it, or exempt the address with: except 192.0.2.7/32`,
		},
		"delegated generated name": {
			[]rdns.Record{{Name: "ip-192-0-2-7.host.example.", Type: ns, Pos: at(3)}},
			`static.zone:3: record "ip-192-0-2-7.host.example." would delegate the generated name of 192.0.2.7 away, from the pool at Corefile:9: delegate another name`,
		},
		"delegated suffix": {
			[]rdns.Record{{Name: "dyn.host.example.", Type: ns, Pos: at(3)}},
			`static.zone:3: record "dyn.host.example." would delegate generated names below it away: delegate another name, or give the pool another template`,
		},
		"delegated part": {
			[]rdns.Record{{Name: "113.dyn.host.example.", Type: ns, Pos: at(3)}},
			`static.zone:3: record "113.dyn.host.example." would delegate generated names below it away: delegate another name, or give the pool another template`,
		},
		"part that no address has": {[]rdns.Record{{Name: "9.dyn.host.example.", Type: ns}}, ""},
		"below a delegation": {
			[]rdns.Record{{Name: "sub.host.example.", Type: ns}, {Name: "ns.sub.host.example.", Type: a}, {Name: "x.sub.host.example.", Type: txt, Pos: at(3)}},
			`static.zone:3: record "x.sub.host.example." lies at or below a delegation and would never be answered: drop it, or give it to the delegated zone`,
		},
		"two faults": {
			[]rdns.Record{{Name: "a.elsewhere.test.", Type: a, Pos: at(1)}, {Name: "b.elsewhere.test.", Type: a, Pos: at(2)}},
			"static.zone:1: record \"a.elsewhere.test.\" is in none of our zones: add its zone to the server block, or drop the record\n" +
				"static.zone:2: record \"b.elsewhere.test.\" is in none of our zones: add its zone to the server block, or drop the record",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			spec := recordSpec(t)
			spec.Records = test.records
			_, err := index.NewFrame(spec)
			if got := message(err); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func recordSpec(t *testing.T) index.Spec {
	spec := index.Spec{TTL: 3600}
	for _, z := range []string{"2.0.192.in-addr.arpa.", "113.0.203.in-addr.arpa.", "host.example."} {
		spec.Zones = append(spec.Zones, rdns.Zone{Origin: z, NS: []string{"ns1.elsewhere.test."}})
	}
	for prefix, template := range map[string]string{"192.0.2.0/24": "ip-{ip}.host.example", "203.0.113.0/24": "{d}.{c}.dyn.host.example"} {
		p := netip.MustParsePrefix(prefix)
		spec.Pools = append(spec.Pools, rdns.Pool{Prefix: p, Pattern: bindTo(t, template, p), Forward: true, Pos: rdns.Position{File: "Corefile", Line: 9}})
	}
	return spec
}

// TestServers makes sure that name servers in our zones have addresses.
func TestServers(t *testing.T) {
	spec := recordSpec(t)
	for i := range spec.Zones {
		spec.Zones[i].NS = []string{"ns1.host.example.", "ns2.elsewhere.test."}
		spec.Zones[i].SOA.MName = "ns1.host.example."
		spec.Zones[i].Pos = rdns.Position{File: "Corefile", Line: 4}
	}
	want := `Corefile:4: name server "ns1.host.example." lies in our zone "host.example." and has no address there: add the line: record ns1.host.example. A ADDRESS`
	if _, err := index.NewFrame(spec); message(err) != want {
		t.Errorf("got %q", message(err))
	}
	for _, rrtype := range []uint16{1, 28} {
		spec.Records = []rdns.Record{{Name: "ns1.host.example.", Type: rrtype, Data: []byte{192, 0, 2, 53}}}
		if _, err := index.NewFrame(spec); err != nil {
			t.Errorf("type %d: %v", rrtype, err)
		}
	}
	spec.Records = []rdns.Record{{Name: "ns1.host.example.", Type: 16, Data: []byte{0}}}
	if _, err := index.NewFrame(spec); message(err) != want {
		t.Errorf("with TXT alone: got %q", message(err))
	}
}

// TestElsewhere: a zone of another block exists in the zone above it here.
func TestElsewhere(t *testing.T) {
	spec := index.Spec{
		TTL:       3600,
		Zones:     []rdns.Zone{{Origin: "192.in-addr.arpa."}},
		Elsewhere: []rdns.Zone{{Origin: "2.0.192.in-addr.arpa."}, {Origin: "192.in-addr.arpa."}, {Origin: "host.example."}},
	}
	f, err := index.NewFrame(spec)
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot(t, f, nil)
	for name, want := range map[string]index.Kind{
		"192.in-addr.arpa.": index.Apex, "0.192.in-addr.arpa.": index.Empty, "2.0.192.in-addr.arpa.": index.Empty,
		"1.192.in-addr.arpa.": index.Missing, "1.2.0.192.in-addr.arpa.": index.Missing, "host.example.": index.Outside,
	} {
		if got := s.Lookup(name).Kind; got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
