package source_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// manyLines is enough for a dozen sections.
const manyLines = 12_000

// list returns lines of hosts in the order of their addresses.
func list(n int) []string {
	lines := make([]string, n)
	for i := range lines {
		a := netip.AddrFrom4([4]byte{10, 0, byte(i / 128), byte(2 * i)})
		if i > n/2 {
			a = netip.MustParseAddr(fmt.Sprintf("2001:db8::%x", i))
		}
		lines[i] = fmt.Sprintf("%s host-%d.customers.example.net\n", a, i)
	}
	return lines
}

var listOptions = source.Options{Path: "map", TTL: 300, Owner: "ops"}

// refusing has no customer of their own.
var refusing = source.Hooks{Check: func(m rdns.Mapping) error {
	if strings.HasPrefix(m.Name, "refused") {
		return errors.New("the address is not yours")
	}
	return nil
}}

func parseList(lines []string) *source.Set {
	return source.Parse(source.NewContent(strings.Join(lines, "")), listOptions, refusing)
}

// follow reads the lines as a change of what the summary is of, which has mappings
// of the addresses.
func follow(t *testing.T, last *source.Summary, had iter.Seq[netip.Addr], lines []string) *source.Set {
	t.Helper()
	c := source.NewContent(strings.Join(lines, ""))
	set := source.ParseChanges(c, listOptions, refusing, last, had)
	if set == nil {
		return nil
	}
	want := parseList(lines)
	if diff := cmp.Diff(told(want), told(set)); diff != "" {
		t.Fatalf("told of the content (-whole +changes):\n%s", diff)
	}
	for k := range set.Len() {
		m, line := set.At(k)
		if stands, ok := want.Find(m.Addr, m.Name); !ok || stands != line || !set.Covers(m.Addr) {
			t.Fatalf("%v is of line %d, want %d (%v)", m, line, stands, ok)
		}
	}
	return set
}

// told is what a Summary says.
func told(s *source.Set) []any {
	faults := make([]string, len(s.Faults))
	for i, f := range s.Faults {
		faults[i] = f.Error()
	}
	return []any{s.Options, faults, s.Lines, s.Bad, s.Foreign, s.Duplicates, s.Mappings, s.Mapped, s.Hash, s.Skipped()}
}

// apply returns the mappings after the change.
func apply(before []rdns.Mapping, set *source.Set) []rdns.Mapping {
	after := slices.DeleteFunc(slices.Clone(before), func(m rdns.Mapping) bool { return set.Covers(m.Addr) })
	after = append(after, mappings(set)...)
	slices.SortStableFunc(after, func(x, y rdns.Mapping) int { return x.Addr.Compare(y.Addr) })
	return after
}

// mustEqual compares what the whole file says with what comes of a change.
func mustEqual(t *testing.T, want, got []rdns.Mapping) {
	t.Helper()
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("mapping %d is %v, want %v", i, got[i], want[i])
		}
	}
	if len(want) != len(got) {
		t.Fatalf("%d mappings, want %d", len(got), len(want))
	}
}

// TestParseChanges: each change tells of a small part of the file, and what comes
// of it is what the whole file says.
func TestParseChanges(t *testing.T) {
	base := list(manyLines)
	edit := func(f func(lines []string) []string) []string { return f(slices.Clone(base)) }
	set := func(i int, line string) []string {
		return edit(func(l []string) []string { l[i] = line; return l })
	}
	for _, c := range []struct {
		name  string
		lines []string
		most  int // mappings that are read again
	}{
		{"nothing", base, 0},
		{"a name in the middle", set(5_000, "10.0.39.16 other.example.net\n"), 5_000},
		{"the first line", set(0, "10.0.0.0 other.example.net\n"), 5_000},
		{"the last line", set(manyLines-1, "ffff::1 other.example.net\n"), 5_000},
		{"the last of all addresses", set(manyLines-1, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff other.example.net\n"), 5_000},
		{"the first of all addresses", set(0, "0.0.0.0 other.example.net\n"), 5_000},
		{"where the families meet", set(manyLines/2, "10.255.0.0 other.example.net\n"), 5_000},
		{"a line more", edit(func(l []string) []string { return slices.Insert(l, 3_000, "10.0.23.113 other.example.net\n") }), 5_000},
		{"a line less", edit(func(l []string) []string { return slices.Delete(l, 3_000, 3_001) }), 5_000},
		{"a comment", edit(func(l []string) []string { return slices.Insert(l, 3_000, "# here\n") }), 5_000},
		{"a bad line", set(3_000, "10.0.23.112 -\n"), 5_000},
		{"a line of somebody else", set(3_000, "10.0.23.112 refused.example.net\n"), 5_000},
		{"a duplicate", edit(func(l []string) []string { return slices.Insert(l, 3_000, l[3_000]) }), 5_000},
		{"two ends", edit(func(l []string) []string { l[10], l[manyLines-10] = l[9], l[manyLines-11]; return l }), 9_000},
		{"the first half gone", edit(func(l []string) []string { return l[manyLines/2:] }), 5_000},
		{"the middle gone", edit(func(l []string) []string { return slices.Delete(l, 2_000, 9_000) }), 9_000},
		{"all gone", nil, 0},
		{"twice as many", edit(func(l []string) []string {
			for i := range 2_000 {
				l = append(l, fmt.Sprintf("2001:db9::%x more.example.net\n", i))
			}
			return l
		}), 5_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := parseList(base)
			got := follow(t, &before.Summary, before.Addresses(), c.lines)
			if got == nil {
				t.Fatal("the whole file was read")
			}
			if got.Len() > c.most {
				t.Errorf("%d mappings were read", got.Len())
			}
			mustEqual(t, mappings(parseList(c.lines)), apply(mappings(before), got))
		})
	}
}

// TestParseChangesWhole: what has another order now, or another form, is read as a
// whole.
func TestParseChangesWhole(t *testing.T) {
	base := list(manyLines)
	shuffled := shuffledList(1)
	moved := slices.Concat(base[6_000:6_001], base[:6_000], base[6_001:])
	zone := []string{"1.2.0.192.in-addr.arpa. PTR a.example.net.\n"}
	for _, c := range []struct {
		name        string
		last, lines []string
	}{
		{"no order before", shuffled, base},
		{"no order now", base, shuffled},
		{"another disorder", shuffled, shuffledList(2)},
		{"a line moved far", base, moved},
		{"most gone of what had no order", shuffled, shuffled[:2_000]},
		{"all gone of what had no order", shuffled, nil},
		{"another form before", zone, base},
		{"another form now", base, zone},
	} {
		t.Run(c.name, func(t *testing.T) {
			last := parseList(c.last)
			if got := follow(t, &last.Summary, last.Addresses(), c.lines); got != nil && got.Len() < last.Len() {
				t.Errorf("only %d were read", got.Len())
			}
		})
	}
}

// A history is a file that is followed from change to change.
type history struct {
	last    *source.Set
	state   []rdns.Mapping
	partial int // changes that were read as such
}

func newHistory(lines []string) *history {
	set := parseList(lines)
	return &history{last: set, state: mappings(set)}
}

// addresses yields those of the state, in the wrong order.
func (h *history) addresses() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, m := range slices.Backward(h.state) {
			if !yield(m.Addr) {
				return
			}
		}
	}
}

// goOn follows one change, and compares what comes of it with the whole file.
func (h *history) goOn(t *testing.T, lines []string) {
	t.Helper()
	next := follow(t, &h.last.Summary, h.addresses(), lines)
	if next == nil {
		next = parseList(lines)
	} else {
		h.partial++
	}
	h.last, h.state = next, apply(h.state, next)
	mustEqual(t, mappings(parseList(lines)), h.state)
}

// TestParseChangesModel makes random changes, one after the other.
func TestParseChangesModel(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	lines := list(manyLines)
	h := newHistory(lines)
	for range 60 {
		for range random.IntN(3) {
			lines = edited(random, lines)
		}
		h.goOn(t, lines)
	}
	if h.partial < 20 {
		t.Errorf("%d of 60 changes were read as such", h.partial)
	}
}

// edited returns the lines after one change, which mostly leaves them in order.
func edited(random *rand.Rand, lines []string) []string {
	i := random.IntN(len(lines) - 300)
	n := 1 + random.IntN(300)
	switch word, _, _ := strings.Cut(lines[i], " "); random.IntN(12) {
	case 0:
		return slices.Delete(lines, i, i+n)
	case 1:
		return slices.Insert(lines, i, "# a comment\n", "\n")
	case 2:
		return slices.Insert(lines, i, word+" second.example.org third.example.org 600\n")
	case 3:
		return slices.Insert(lines, i, lines[i])
	case 4:
		return slices.Insert(lines, i, "not a line\n", word+" refused.example.org\n")
	case 5:
		lines[i], lines[i+n-1] = lines[i+n-1], lines[i] // out of order, mostly within a section
	default:
		lines[i] = fmt.Sprintf("%s changed-%d.example.org\n", word, random.IntN(1000))
	}
	return lines
}
