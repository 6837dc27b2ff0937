package source_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// TestDrain: who reads a Set for the last time reads all of it, in whichever parts.
func TestDrain(t *testing.T) {
	ordered, shuffled := list(manyLines), list(manyLines)
	rand.New(rand.NewPCG(4, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	mixed := slices.Clone(ordered) // by families in turns
	for i := range manyLines / 2 {
		mixed[2*i], mixed[2*i+1] = ordered[i], ordered[manyLines/2+i]
	}
	for _, lines := range [][]string{ordered, shuffled, mixed} {
		want, set := parseList(lines), parseList(lines)
		front, back := source.Everywhere().Split(want.AddrAt(want.Len() / 3))
		readers := []*source.Reader{set.Drain(front), set.Drain(back)}
		for i, first := range []int{0, want.Len() / 3} {
			for k := first; ; k++ {
				a, ok := readers[i].Addr()
				if !ok {
					break
				}
				m, line := want.At(k)
				if got, there := readers[i].Next(); got != m || there != line || a != m.Addr {
					t.Fatalf("mapping %d is %v in line %d, want %v in line %d", k, got, there, m, line)
				}
			}
		}
		if kept := set.Kept(); lines[0] == ordered[0] && &lines[0] == &ordered[0] && kept > 4 {
			t.Errorf("%d pieces of names are kept", kept)
		} else if &lines[0] != &ordered[0] && kept != want.Kept() {
			t.Errorf("names are gone that may be needed")
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
