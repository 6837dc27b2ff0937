package source_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// TestDrain: who reads a Set for the last time reads all of it, in whichever parts.
func TestDrain(t *testing.T) {
	ordered, scattered := list(manyLines), shuffledList(4)
	mixed := slices.Clone(ordered) // by families in turns
	for i := range manyLines / 2 {
		mixed[2*i], mixed[2*i+1] = ordered[i], ordered[manyLines/2+i]
	}
	streamed := func(lines []string) *source.Set {
		set, err := source.ParseStream(strings.Join(lines, ""), 2, 100_000, listOptions, refusing)
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	zone := func(lines []string) *source.Set { return streamed(zoneLines(lines)) }
	for _, c := range []struct {
		name  string
		lines []string
		parse func([]string) *source.Set
		share int // of the pieces of memory that may be kept: one of so many
	}{
		{"in order", ordered, parseList, 2},
		{"in no order", scattered, parseList, 1},
		{"by families in turns", mixed, parseList, 1},
		{"in order, streamed", ordered, streamed, 2},
		{"in no order, streamed", scattered, streamed, 4},
		{"a zone in order, streamed", ordered, zone, 2},
		{"a zone in no order, streamed", scattered, zone, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			want, set := parseList(c.lines), c.parse(c.lines)
			pieces := set.Kept()
			front, back := source.Everywhere().Split(want.AddrAt(want.Len() / 3))
			first, second := set.Drain(front), set.Drain(back)
			mustRead(t, want, first, 0)
			mustRead(t, want, second, want.Len()/3)
			if kept := set.Kept(); kept > pieces/c.share {
				t.Errorf("%d of %d pieces of names are kept", kept, pieces)
			}
			if kept := set.Room(); kept > set.Len()/4 {
				t.Errorf("there is room for %d of %d mappings", kept, set.Len())
			}
		})
	}
}

// mustRead makes sure that the mappings are those from first on.
func mustRead(t *testing.T, want *source.Set, r *source.Reader, first int) {
	t.Helper()
	for k := first; ; k++ {
		a, ok := r.Addr()
		if !ok {
			return
		}
		m, line := want.At(k)
		if got, there := r.Next(); got != m || there != line || a != m.Addr {
			t.Fatalf("mapping %d is %v in line %d, want %v in line %d", k, got, there, m, line)
		}
	}
}

func ExampleSet_Read() {
	set := source.Parse(source.NewContent("192.0.2.2 b.example.net\n192.0.2.1 a.example.net\n"), source.Options{}, source.Hooks{})
	for r := set.Read(source.Everywhere()); ; {
		if _, ok := r.Addr(); !ok {
			break
		}
		m, line := r.Next()
		fmt.Println(line, m.Addr, m.Name)
	}
	// Output:
	// 2 192.0.2.1 a.example.net.
	// 1 192.0.2.2 b.example.net.
}

// zoneLines returns the lines of a list as those of a zone file.
func zoneLines(lines []string) []string {
	zone := make([]string, len(lines))
	for i, line := range lines {
		addr, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		a := netip.MustParseAddr(addr)
		zone[i] = arpa.Name(netip.PrefixFrom(a, a.BitLen())) + " IN PTR " + name + ".\n"
	}
	return zone
}
