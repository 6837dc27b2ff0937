package source_test

import (
	"crypto/sha256"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A parseCase is a mapping file and all that Parse makes of it.
type parseCase struct {
	name     string
	in       string
	mappings []rdns.Mapping
	faults   []string // without the name of the file
	lines    int
	bad      int
	dups     int
}

// run compares the whole Set for each case.
func run(t *testing.T, o source.Options, cases []parseCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			mapped := make(map[netip.Addr]bool)
			for _, m := range c.mappings {
				mapped[m.Addr] = true
			}
			want := source.Summary{
				Options: o, Mappings: len(c.mappings), Mapped: len(mapped), Lines: c.lines, Bad: c.bad, Duplicates: c.dups,
				Hash: sha256.Sum256([]byte(c.in)),
			}
			got := source.Parse(source.NewContent(c.in), o, source.Hooks{})
			faults := texts(t, got.Faults, o.Path)
			got.Faults = nil
			if diff := cmp.Diff(want, got.Summary, equal...); diff != "" {
				t.Errorf("summary (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(inOrder(c.mappings), mappings(got), equal...); diff != "" {
				t.Errorf("mappings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.faults, faults, equal...); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

var equal = []cmp.Option{
	cmpopts.EquateComparable(netip.Addr{}), cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(source.Summary{}),
}

// mappings returns all mappings of a Set.
func mappings(s *source.Set) []rdns.Mapping {
	var all []rdns.Mapping
	for _, m := range s.All() {
		all = append(all, m)
	}
	return all
}

// inOrder returns mappings as a Set has them.
func inOrder(all []rdns.Mapping) []rdns.Mapping {
	return slices.SortedStableFunc(slices.Values(all), func(a, b rdns.Mapping) int { return a.Addr.Compare(b.Addr) })
}

// texts returns the faults as "line: text".
func texts(t *testing.T, faults []*rdns.Fault, path string) []string {
	t.Helper()
	var all []string
	for _, f := range faults {
		text, ok := strings.CutPrefix(f.Error(), path+":")
		if !ok {
			t.Errorf("fault %q does not begin with %q", f, path)
		}
		all = append(all, text)
	}
	return all
}

func m(addr, name string, ttl uint32) rdns.Mapping {
	return rdns.Mapping{Addr: netip.MustParseAddr(addr), Name: name, TTL: ttl}
}

func TestOptionsAreDefaults(t *testing.T) {
	o := source.Options{Path: "x", Format: source.CSV, TTL: 900, Owner: "ops", Class: rdns.Operator}
	run(t, o, []parseCase{{
		name: "columns override",
		in:   "address,name,ttl,owner\n192.0.2.1,a.example.net,60,alice\n192.0.2.2,b.example.net\n",
		mappings: []rdns.Mapping{
			{Addr: netip.MustParseAddr("192.0.2.1"), Name: "a.example.net.", TTL: 60, Owner: "alice", Class: rdns.Operator},
			{Addr: netip.MustParseAddr("192.0.2.2"), Name: "b.example.net.", TTL: 900, Owner: "ops", Class: rdns.Operator},
		},
		lines: 3,
	}})
}

// Most of a large file may be wrong: faults are bounded, counts are not.
func TestFaultsAreBounded(t *testing.T) {
	const lines = 3000
	in := strings.Repeat("192.0.2.1\n", lines)
	s := source.Parse(source.NewContent(in), source.Options{}, source.Hooks{})
	if len(s.Faults) != 1000 || s.Bad != lines || s.Lines != lines || s.Unreported() != 2000 {
		t.Errorf("%d faults, %d bad, %d lines, %d unreported", len(s.Faults), s.Bad, s.Lines, s.Unreported())
	}
}

// The table of mappings seen grows while $GENERATE makes more mappings than the
// file has lines, and still finds every duplicate.
func TestManyDuplicates(t *testing.T) {
	in := "$GENERATE 0-255 $.2.0.192.in-addr.arpa. PTR h$.example.net.\n"
	s := source.Parse(source.NewContent(in+in), source.Options{Format: source.Zone}, source.Hooks{})
	if s.Len() != 256 || s.Duplicates != 256 || s.Bad != 0 {
		t.Errorf("%d mappings, %d duplicates, %d bad", s.Len(), s.Duplicates, s.Bad)
	}
}

// Names cut from shared memory stay what they were when later ones are cut.
func TestNamesStay(t *testing.T) {
	var in strings.Builder
	for i := range 10000 {
		in.WriteString("10.0." + strconv.Itoa(i/256) + "." + strconv.Itoa(i%256) + " Host-" + strconv.Itoa(i) + ".EXAMPLE.net\n")
	}
	s := source.Parse(source.NewContent(in.String()), source.Options{}, source.Hooks{})
	for i, m := range mappings(s) {
		want := "host-" + strconv.Itoa(i) + ".example.net."
		if m.Name != want || m.Addr != netip.AddrFrom4([4]byte{10, 0, byte(i / 256), byte(i % 256)}) {
			t.Fatalf("mapping %d is %v", i, m)
		}
	}
	if s.Len() != 10000 {
		t.Errorf("%d mappings", s.Len())
	}
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		name, in string
		lines    []int
	}{
		{"hosts", "# x\n192.0.2.1 a.example.net b.example.net\nbad\n\n192.0.2.2 c.example.net\n", []int{2, 2, 5}},
		{"zone", "$TTL 1h\n1.2.0.192.in-addr.arpa. (\n PTR\n a.example.net. )\n PTR b.example.net.\n", []int{2, 5}},
		{"generate", "; x\n$GENERATE 1-2 $.2.0.192.in-addr.arpa. PTR a$.example.net.\n", []int{2, 2}},
		{"csv", "name,address\n\na.example.net,192.0.2.1\n", []int{3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := source.Parse(source.NewContent(c.in), source.Options{}, source.Hooks{})
			var got []int
			for k := range s.Len() {
				_, line := s.At(k)
				got = append(got, line)
			}
			if !slices.Equal(got, c.lines) {
				t.Errorf("lines %v, want %v", got, c.lines)
			}
		})
	}
}

// A file of comments reserves memory for mappings that do not come.
func TestCommentsKeepNoMemory(t *testing.T) {
	in := strings.Repeat("# nothing\n", 10000) + "192.0.2.1 a.example.net\n"
	s := source.Parse(source.NewContent(in), source.Options{}, source.Hooks{})
	if s.Len() != 1 || s.Room() > 1 || s.Lines != 1 {
		t.Errorf("%d mappings, room for %d, %d lines", s.Len(), s.Room(), s.Lines)
	}
}

// TestAddressList: it yields the addresses of all mappings.
func TestAddressList(t *testing.T) {
	set := parseList(shuffledList(1))
	all := slices.Collect(set.Addresses())
	if got := slices.Collect(set.AddressList().All()); !slices.Equal(got, all) {
		t.Errorf("%d addresses, want %d", len(got), len(all))
	}
	for _, n := range []int{1, len(all) - 1} {
		for a := range set.AddressList().All() {
			if n--; n == 0 {
				break // nothing comes behind that
			}
			_ = a
		}
	}
}
