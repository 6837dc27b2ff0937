package index_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

func frame(t testing.TB, zones ...string) *index.Frame {
	t.Helper()
	spec := index.Spec{TTL: 3600}
	for _, z := range zones {
		spec.Zones = append(spec.Zones, rdns.Zone{Origin: z, NS: []string{"ns1.elsewhere.test."}})
	}
	f, err := index.NewFrame(spec)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// served gives all mappings the state that is served.
func served(mappings []rdns.Mapping) iter.Seq[index.Mapping] {
	return func(yield func(index.Mapping) bool) {
		for _, m := range mappings {
			if !yield(index.Mapping{Mapping: m}) {
				return
			}
		}
	}
}

func snapshot(t testing.TB, f *index.Frame, mappings []rdns.Mapping) *index.Snapshot {
	t.Helper()
	s, err := index.NewSnapshot(f, 1, served(mappings))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// long returns a legal name of 254 octets.
func long(i int) string {
	label := strings.Repeat("x", 63) + "."
	return fmt.Sprintf("%058d.", i) + label + label + strings.Repeat("y", 62) + "." + "z."
}

// TestNames stores every number and length of names, in blocks whose ends need
// two bytes and four, and reads them back.
func TestNames(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	var mappings []rdns.Mapping
	for _, base := range []string{"10.0.0.0", "192.0.2.0", "2001:db8::", "2001:db8:1::"} {
		a := netip.MustParseAddr(base)
		for i := range 256 {
			for n := range 1 + i%10 {
				name := fmt.Sprintf("n%d-%d.example.", i, n)
				if strings.HasSuffix(base, ".2.0") || strings.HasSuffix(base, ":1::") {
					name = long(1000*n + i)
				}
				mappings = append(mappings, rdns.Mapping{Addr: a, Name: name, TTL: uint32(n)})
			}
			a = a.Next()
		}
	}
	s := snapshot(t, f, mappings)
	if s.Len() != 4*256 {
		t.Errorf("got %d addresses", s.Len())
	}
	for len(mappings) > 0 {
		got := s.Lookup(reverse(mappings[0].Addr))
		for name, attr, rest, ok := got.Names.Next(); ok; name, attr, rest, ok = rest.Next() {
			want := mappings[0]
			if want.TTL == 0 {
				want.TTL = 3600
			}
			if name != want.Name || attr != (index.Attr{TTL: want.TTL}) || got.Addr != want.Addr {
				t.Fatalf("%s: got %q %+v, want %+v", got.Addr, name, attr, want)
			}
			mappings = mappings[1:]
		}
		if got.Names.Empty() {
			t.Fatalf("%s has no name", mappings[0].Addr)
		}
	}
}

// TestAddresses compares which addresses are found, and which prefixes hold
// any, with a plain list.
func TestAddresses(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	r := rand.New(rand.NewPCG(7, 7))
	for range 30 {
		random := func() netip.Addr {
			if r.IntN(2) == 0 {
				return netip.AddrFrom4([4]byte{byte(10 + r.IntN(2)), byte(r.IntN(3)), byte(r.IntN(3)), byte(r.Uint32())})
			}
			return netip.AddrFrom16([16]byte{0x20, 1, 2: byte(r.IntN(2)), 7: byte(r.IntN(4)), 8: byte(r.IntN(2)), 15: byte(r.Uint32())})
		}
		var have []netip.Addr
		for range r.IntN(1500) {
			have = append(have, random())
		}
		slices.SortFunc(have, netip.Addr.Compare)
		have = slices.Compact(have)
		var mappings []rdns.Mapping
		for _, a := range have {
			mappings = append(mappings, rdns.Mapping{Addr: a, Name: "x.example."})
		}
		s := snapshot(t, f, mappings)
		for range 500 {
			a := random()
			_, want := slices.BinarySearchFunc(have, a, netip.Addr.Compare)
			if got := s.Lookup(reverse(a)).Kind == index.Explicit; got != want {
				t.Fatalf("%s: found %v, want %v", a, got, want)
			}
			step := 8
			if a.Is6() {
				step = 4
			}
			p, err := a.Prefix(step * (1 + r.IntN(a.BitLen()/step-1)))
			if err != nil {
				t.Fatal(err)
			}
			want = slices.ContainsFunc(have, p.Contains)
			if got := s.Lookup(reversePrefix(p)).Kind == index.Empty; got != want {
				t.Fatalf("%s: empty non-terminal %v, want %v", p, got, want)
			}
		}
	}
}

func TestOrder(t *testing.T) {
	f := frame(t, "in-addr.arpa.")
	a := netip.MustParseAddr("192.0.2.2")
	mappings := []rdns.Mapping{{Addr: a, Name: "a.example."}, {Addr: a.Prev(), Name: "b.example."}}
	if _, err := index.NewSnapshot(f, 1, served(mappings)); err == nil || !strings.Contains(err.Error(), "192.0.2.1 stands behind 192.0.2.2") {
		t.Errorf("got %v", err)
	}
}

func TestNoAllocation(t *testing.T) {
	s := sized(t, 1000)
	for _, name := range []string{
		"1.0.0.10.in-addr.arpa.", "1.0.240.10.in-addr.arpa.", "1.0.250.10.in-addr.arpa.", "0.10.in-addr.arpa.", "x.1.0.0.10.in-addr.arpa.",
		"IP-10-240-0-1.Host.Example.", "ip-10-250-0-1.host.example.", `a\.b.host.example.`, strings.Repeat("a.", 110) + "host.example.",
		"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.",
	} {
		if n := testing.AllocsPerRun(100, func() { s.Lookup(name) }); n != 0 {
			t.Errorf("%q: %v allocations", name, n)
		}
	}
}

// FuzzLookup asks for hostile names: nothing may panic, and what is found is
// found again by its reverse or forward name.
func FuzzLookup(f *testing.F) {
	s := sized(f, 1000)
	for _, name := range []string{".", "", "host.example.", "ip-10-240-0-1.host.example.", "1.0.240.10.in-addr.arpa.", `\..host.example.`, `\`, "..", "a\x00.host.example."} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		a := s.Lookup(name)
		switch a.Kind {
		case index.Forward:
			if back := s.Lookup(reverse(a.Addr)); back.Kind != index.Generated && back.Kind != index.Explicit {
				t.Errorf("%q is %s, whose reverse name is %s", name, a.Addr, back.Kind)
			}
		case index.Generated:
			if back := s.Lookup(string(a.Pool.Pattern.Append(nil, a.Addr))); back.Kind != index.Forward || back.Addr != a.Addr {
				t.Errorf("%q: %s does not come back", name, a.Addr)
			}
		case index.Outside:
		default:
			if a.Zone == nil {
				t.Errorf("%q: %s without a zone", name, a.Kind)
			}
		}
	})
}
