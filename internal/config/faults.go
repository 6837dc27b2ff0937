package config

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// faults collects what is wrong with a block. The checks find faults in their
// own order; the operator reads them in the order of the file.
type faults struct {
	list  []*rdns.Fault
	order map[rdns.Position]int // places in the order of the tokens
}

// see remembers that the next place of the file is pos. The order of places is
// that in which they are seen, not that of line numbers: a block may go on in
// imported files and come back.
func (f *faults) see(pos rdns.Position) {
	if f.order == nil {
		f.order = make(map[rdns.Position]int)
	}
	if _, ok := f.order[pos]; !ok {
		f.order[pos] = len(f.order)
	}
}

// add keeps a fault at pos, which says what is wrong and what to write instead.
func (f *faults) add(pos rdns.Position, format string, args ...any) {
	f.list = append(f.list, &rdns.Fault{Pos: pos, Err: fmt.Errorf(format, args...)})
}

// err returns all faults in the order of the file, or nil when there are none.
// Faults of one line stay in the order in which they were found.
func (f *faults) err() error {
	slices.SortStableFunc(f.list, func(a, b *rdns.Fault) int {
		return cmp.Compare(f.order[a.Pos], f.order[b.Pos])
	})
	var all rdns.Faults
	for _, fault := range f.list {
		all.Add(fault)
	}
	return all.Err()
}
