package index_test

import (
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// desired is the obvious form of what a snapshot keeps.
type desired map[netip.Addr][]index.Mapping

func (d desired) addresses() []netip.Addr {
	return slices.SortedFunc(maps.Keys(d), netip.Addr.Compare)
}

// after yields the mappings of the addresses behind a.
func (d desired) after(a netip.Addr) iter.Seq[index.Mapping] {
	return func(yield func(index.Mapping) bool) {
		for _, x := range d.addresses() {
			for _, m := range d[x] {
				if a.Less(x) && !yield(m) {
					return
				}
			}
		}
	}
}

func (d desired) apply(changes []index.Change) {
	for _, c := range changes {
		delete(d, c.Addr)
		if len(c.Mappings) > 0 {
			d[c.Addr] = c.Mappings
		}
	}
}

func (d desired) counts() index.Counts {
	var c index.Counts
	for _, mappings := range d {
		c.Addresses++
		if len(servedNames(mappings)) > 0 {
			c.Served++
		}
		for _, m := range mappings {
			c.Mappings++
			c.ByState[m.State]++
		}
	}
	return c
}

func servedNames(mappings []index.Mapping) []string {
	var names []string
	for _, m := range mappings {
		if m.State.Served() {
			names = append(names, m.Name)
		}
	}
	return names
}

// someAddr returns an address of a few /24s, or of IPv6 subnets in which
// addresses are dense, share their last bytes, share few bytes, or none.
func someAddr(r *rand.Rand) netip.Addr {
	b := [16]byte{0x20, 0x01, 0x0d, 0xb8}
	switch r.IntN(8) {
	case 0, 1:
		return netip.AddrFrom4([4]byte{10, byte(r.IntN(2)), byte(r.IntN(2)), byte(r.Uint32())})
	case 2:
		return netip.AddrFrom4([4]byte{byte(10 + r.IntN(3)), byte(r.IntN(3)), byte(r.IntN(3)), byte(r.IntN(4))})
	case 3:
		b[15] = byte(r.Uint32())
	case 4:
		b[5], b[6], b[15] = byte(r.IntN(3)), byte(r.Uint32()), 1
	case 5:
		b[4], b[8], b[15] = 1, byte(r.IntN(3)), byte(r.IntN(3))
	case 6:
		for i := 4; i < 16; i++ {
			b[i] = byte(r.Uint32())
		}
	default:
		for i := range b {
			b[i] = pick[byte](r, 0, 0, 0, 0, 1, 0xff)
		}
	}
	return netip.AddrFrom16(b)
}

func someMapping(r *rand.Rand, a netip.Addr) index.Mapping {
	m := index.Mapping{Source: r.IntN(4) - 1, State: someState(r)}
	m.Addr, m.Class, m.TTL = a, pick(r, rdns.Tenant, rdns.Operator), pick[uint32](r, 3600, 60, 300)
	m.Owner = pick(r, "", "alice", "bob", fmt.Sprintf("c%d", r.IntN(300)))
	m.Name = fmt.Sprintf("n%x.example.", r.Uint32N(pick[uint32](r, 10, 1<<20)))
	if r.IntN(100) == 0 || slices.ContainsFunc(heavy, func(p netip.Prefix) bool { return p.Contains(a) }) {
		m.Name = long(r.IntN(1000))
	}
	return m
}

// heavy are the prefixes whose names together need wide ends.
var heavy = []netip.Prefix{netip.MustParsePrefix("10.1.1.0/24"), netip.MustParsePrefix("2001:db8::/120")}

func someState(r *rand.Rand) rdns.State {
	if r.IntN(2) == 0 {
		return rdns.NewState(rdns.Accepted, rdns.Served)
	}
	return rdns.NewState(rdns.Look(r.IntN(int(rdns.Refused)+1)), rdns.Fate(r.IntN(int(rdns.Shadowed)+1)))
}

// someChanges clears about a third of the addresses, and names some twice.
func someChanges(r *rand.Rand, n int, random func(*rand.Rand) netip.Addr) []index.Change {
	changes := make([]index.Change, n)
	for i := range changes {
		changes[i].Addr = random(r)
		if i > 0 && r.IntN(20) == 0 {
			changes[i].Addr = changes[r.IntN(i)].Addr
		}
		for range pick(r, 0, 1, 1, 1, 0, 3, 1, 0, r.IntN(5)) {
			changes[i].Mappings = append(changes[i].Mappings, someMapping(r, changes[i].Addr))
		}
	}
	return changes
}

// compare makes sure that the snapshot keeps what is desired, and nothing else.
func compare(t testing.TB, s *index.Snapshot, want desired) {
	t.Helper()
	compareAfter(t, s, want, netip.Addr{})
	if got := s.Counts(); got != want.counts() {
		t.Fatalf("the counts: got %+v, want %+v", got, want.counts())
	}
	if s.Len() != want.counts().Served {
		t.Fatalf("%d addresses with served names, want %d", s.Len(), want.counts().Served)
	}
}

func compareAfter(t testing.TB, s *index.Snapshot, want desired, a netip.Addr) {
	t.Helper()
	compareMappings(t, fmt.Sprintf("after %s", a), slices.Collect(s.After(a)), slices.Collect(want.after(a)))
}

func compareMappings(t testing.TB, what string, got, want []index.Mapping) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s (-want +got):\n%s", what, cmp.Diff(want, got, cmpopts.EquateComparable(netip.Addr{})))
	}
}

// compareAt asks for one address, and for the prefixes around it.
func compareAt(t testing.TB, s *index.Snapshot, want desired, a netip.Addr) {
	t.Helper()
	compareMappings(t, a.String(), slices.Collect(s.At(a)), want[a])
	got := s.Lookup(reverse(a))
	names := servedNames(want[a])
	if (got.Kind == index.Explicit) != (names != nil) {
		t.Fatalf("%s is %s, its served names are %q", a, got.Kind, names)
	}
	if answered := collect(got.Names); !slices.Equal(answered, names) {
		t.Fatalf("%s: got the names %q, want %q", a, answered, names)
	}
	young := slices.ContainsFunc(want[a], func(m index.Mapping) bool { return m.State.Young() })
	if want := young && names == nil; got.Young != want {
		t.Fatalf("%s is young: %v, want %v", a, got.Young, want)
	}
}

func collect(n index.Names) []string {
	var names []string
	for !n.Empty() {
		name, _, rest, _ := n.Next()
		names, n = append(names, name), rest
	}
	return names
}

// comparePrefix asks whether a served name lies below a prefix.
func comparePrefix(t testing.TB, s *index.Snapshot, want desired, p netip.Prefix) {
	t.Helper()
	exists := false
	for a, mappings := range want {
		exists = exists || p.Contains(a) && len(servedNames(mappings)) > 0
	}
	if got := s.Lookup(arpa.Name(p)).Kind; (got == index.Empty) != exists {
		t.Fatalf("%s is %s, served names below it: %v", p, got, exists)
	}
}

func somePrefix(r *rand.Rand, a netip.Addr) netip.Prefix {
	step := 8
	if a.Is6() {
		step = 4
	}
	return netip.PrefixFrom(a, step*(1+r.IntN(a.BitLen()/step-1))).Masked()
}

func build(t testing.TB, f *index.Frame, want desired) *index.Snapshot {
	t.Helper()
	s, err := index.NewSnapshot(f, 1, want.after(netip.Addr{}))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSuccessors compares chains of successors with the model and with
// snapshots built in one go, and makes sure that none changes afterwards.
func TestSuccessors(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 2))
		want := desired{}
		want.apply(someChanges(r, r.IntN(1500), someAddr))
		s := build(t, f, want)
		type old struct {
			s    *index.Snapshot
			want desired
		}
		var history []old
		for range 12 {
			history = append(history, old{s, maps.Clone(want)})
			changes := someChanges(r, pick(r, 0, 1, 2, 30, 1500), someAddr)
			s = s.With(changes)
			want.apply(changes)
			compare(t, s, want)
			known := want.addresses()
			for range 100 {
				a := someAddr(r)
				if len(known) > 0 && r.IntN(2) == 0 {
					a = pick(r, known...)
				}
				compareAt(t, s, want, a)
				comparePrefix(t, s, want, somePrefix(r, a))
			}
			compareAfter(t, s, want, someAddr(r))
			compare(t, build(t, f, want), want)
		}
		for _, h := range history {
			compare(t, h.s, h.want)
		}
	}
}

// TestManySuccessors has enough IPv6 addresses for several branches, which
// split, and vanish.
func TestManySuccessors(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	r := rand.New(rand.NewPCG(3, 3))
	random := func(r *rand.Rand) netip.Addr {
		b := [16]byte{0x20, 1, 4: byte(r.IntN(3)), 5: byte(r.Uint32()), 6: byte(r.Uint32()), 15: byte(r.IntN(2))}
		return netip.AddrFrom16(b)
	}
	want := desired{}
	want.apply(someChanges(r, 90_000, random))
	s := build(t, f, want)
	compare(t, s, want)
	for _, n := range []int{1, 1000, 100_000, 1} {
		before, was := s, maps.Clone(want)
		changes := someChanges(r, n, random)
		s = s.With(changes)
		want.apply(changes)
		compare(t, s, want)
		compare(t, before, was)
		for range 300 {
			compareAt(t, s, want, random(r))
		}
		for range 10 {
			comparePrefix(t, s, want, somePrefix(r, random(r)))
		}
	}
	known := want.addresses()
	var changes []index.Change
	for _, a := range known[len(known)/50:] {
		changes = append(changes, index.Change{Addr: a})
	}
	s = s.With(changes)
	want.apply(changes)
	compare(t, s, want)
	for _, a := range known {
		s = s.With([]index.Change{{Addr: a}})
	}
	compare(t, s, desired{})
	comparePrefix(t, s, desired{}, netip.MustParsePrefix("2001::/16"))
}

// TestLoneName hides one served name among many mappings that are not served:
// what is above it exists, and nothing beside it.
func TestLoneName(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	r := rand.New(rand.NewPCG(7, 7))
	want := desired{}
	for range 100_000 {
		a := netip.AddrFrom4([4]byte{10, byte(r.IntN(4)), byte(r.IntN(40)), byte(r.Uint32())})
		if r.IntN(10) < 6 {
			a = netip.AddrFrom16([16]byte{0x20, 1, 4: byte(r.IntN(2)), 5: byte(r.Uint32()), 6: byte(r.Uint32())})
		}
		want[a] = []index.Mapping{{Mapping: rdns.Mapping{Addr: a, Name: "x.example.", TTL: 60}, State: rdns.NewState(rdns.Refused, rdns.Rejected)}}
	}
	s := build(t, f, want)
	known := want.addresses()
	for range 30 {
		lone := pick(r, known...)
		m := want[lone][0]
		m.State = 0
		with := s.With([]index.Change{{Addr: lone, Mappings: []index.Mapping{m}}})
		for range 40 {
			other := pick(r, known...)
			for _, p := range []netip.Prefix{somePrefix(r, other), somePrefix(r, lone)} {
				if got, want := with.Lookup(arpa.Name(p)).Kind, p.Contains(lone); (got == index.Empty) != want {
					t.Fatalf("%s is %s, holds %s: %v", p, got, lone, want)
				}
			}
		}
	}
}

// TestReaders reads snapshots while their successors are made.
func TestReaders(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	r := rand.New(rand.NewPCG(4, 4))
	want := desired{}
	want.apply(someChanges(r, 2000, someAddr))
	s := build(t, f, want)
	var wg sync.WaitGroup
	for i := range 30 {
		old, wasWanted := s, maps.Clone(want)
		wg.Go(func() {
			r := rand.New(rand.NewPCG(5, uint64(i)))
			compare(t, old, wasWanted)
			for range 200 {
				compareAt(t, old, wasWanted, someAddr(r))
			}
			mine := someChanges(r, 20, someAddr)
			wasWanted.apply(mine)
			compare(t, old.With(mine), wasWanted)
		})
		changes := someChanges(r, 50, someAddr)
		s = s.With(changes)
		want.apply(changes)
	}
	wg.Wait()
	compare(t, s, want)
}

// TestStop stops every iteration at every place.
func TestStop(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	r := rand.New(rand.NewPCG(6, 6))
	want := desired{}
	want.apply(someChanges(r, 300, someAddr))
	s := build(t, f, want)
	all := slices.Collect(want.after(netip.Addr{}))
	for n := range all {
		got := 0
		for range s.After(netip.Addr{}) {
			if got++; got > n {
				break
			}
		}
		if got != n+1 {
			t.Fatalf("stopped after %d, want %d", got, n+1)
		}
	}
	for a, mappings := range want {
		for m := range s.At(a) {
			if m != mappings[0] {
				t.Errorf("%s begins with %+v, want %+v", a, m, mappings[0])
			}
			break
		}
	}
}

// TestLast goes on behind the last address of each family.
func TestLast(t *testing.T) {
	f := frame(t, "in-addr.arpa.", "ip6.arpa.")
	want := desired{}
	for _, text := range []string{"0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"} {
		a := netip.MustParseAddr(text)
		want[a] = []index.Mapping{{Mapping: rdns.Mapping{Addr: a, Name: "x.example.", TTL: 60}}}
	}
	s := build(t, f, want)
	compare(t, s, want)
	for _, a := range want.addresses() {
		compareAfter(t, s, want, a)
		compareAt(t, s, want, a)
	}
}

// TestDefaultTTL: a mapping without a TTL has the frame's, and keeps it.
func TestDefaultTTL(t *testing.T) {
	f := frame(t, "in-addr.arpa.")
	a := netip.MustParseAddr("192.0.2.1")
	m := index.Mapping{Mapping: rdns.Mapping{Addr: a, Name: "x.example."}}
	s := snapshot(t, f, nil).With([]index.Change{{Addr: a, Mappings: []index.Mapping{m}}})
	m.TTL = 3600
	for _, s := range []*index.Snapshot{s, s.WithFrame(frame(t, "192.in-addr.arpa.")), s.WithSerial(7)} {
		compare(t, s, desired{a: {m}})
	}
}

// FuzzWith makes successors from a hostile sequence of changes: of each four
// bytes, two choose the address, one how many mappings, one their state and
// whether the changes so far are made.
func FuzzWith(f *testing.F) {
	f.Add([]byte{0, 1, 1, 0, 0, 1, 0, 0x80})
	f.Add([]byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
	fr := frame(f, "in-addr.arpa.", "ip6.arpa.")
	f.Fuzz(func(t *testing.T, data []byte) {
		data = data[:min(len(data), 4096)]
		want := desired{}
		s := snapshot(t, fr, nil)
		var changes []index.Change
		for ; len(data) >= 4; data = data[4:] {
			a := netip.AddrFrom4([4]byte{10, 0, data[0] >> 1, data[1]})
			if data[0]&1 != 0 {
				b := [16]byte{0x20, 1}
				b[data[0]>>4], b[15-data[0]>>1&7] = data[0], data[1]
				a = netip.AddrFrom16(b)
			}
			c := index.Change{Addr: a}
			for i := range data[2] & 3 {
				m := rdns.Mapping{Addr: a, Name: fmt.Sprintf("%d.%d.example.", i, data[2]), TTL: 1 + uint32(data[2])>>4}
				c.Mappings = append(c.Mappings, index.Mapping{Mapping: m, Source: int(i), State: rdns.State(data[3] & 0x3f)})
			}
			changes = append(changes, c)
			if data[3]&0x80 != 0 {
				s = s.With(changes)
				want.apply(changes)
				changes = nil
			}
		}
		compare(t, s, want)
		compare(t, build(t, fr, want), want)
		for a := range want {
			compareAt(t, s, want, a)
			comparePrefix(t, s, want, netip.PrefixFrom(a, a.BitLen()/2).Masked())
		}
	})
}
