package source

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRowsModel compares rows with a slice, whatever is done with them.
func TestRowsModel(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 1))
		var all rows[row4]
		var want []row4
		for range 1 + r.IntN(30) {
			if r.IntN(3) == 0 {
				n := r.IntN(len(want) + 1)
				all.cut(n)
				want = want[:n]
			}
			for range r.IntN(2 * pageRows) {
				row := row4{addr: r.Uint32()}
				all.add(row)
				want = append(want, row)
			}
		}
		from := r.IntN(len(want) + 1)
		to := from + r.IntN(len(want)-from+1)
		if got := slices.Collect(all.between(from, to)); !slices.Equal(got, want[from:to]) {
			t.Fatalf("seed %d: from %d to %d: %d rows, want %d", seed, from, to, len(got), to-from)
		}
		for k := range want {
			if *all.at(k) != want[k] {
				t.Fatalf("seed %d: row %d differs", seed, k)
			}
		}
		mustLetGo(t, &all, from, to)
	}
}

// mustLetGo lets go of the rows step by step. The others must stay, and no more than
// a page of these.
func mustLetGo(t *testing.T, all *rows[row4], from, to int) {
	t.Helper()
	for at, done := from, from; at < to; {
		at = min(to, at+pageRows/3)
		done = all.letGo(done, at)
		if at-done >= pageRows {
			t.Fatalf("rows from %d to %d are kept", done, at)
		}
	}
	for p, page := range all.pages {
		begin, end := p<<pageBits, min((p+1)<<pageBits, all.count)
		if inside := from <= begin && end <= to; inside != (page == nil) {
			t.Fatalf("of %d to %d, page %d to %d is kept: %v", from, to, begin, end, page != nil)
		}
	}
}

// TestJoinRows: what is joined stands one behind the other, in little more memory.
func TestJoinRows(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 2))
		parts := make([]rows[row6], r.IntN(6))
		var want []row6
		for i := range parts {
			for range r.IntN(3) * r.IntN(pageRows) {
				row := row6{hi: r.Uint64(), lo: r.Uint64()}
				parts[i].add(row)
				want = append(want, row)
			}
		}
		all := joinRows(parts)
		if got := slices.Collect(all.behind(0)); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %d rows, want %d", seed, len(got), len(want))
		}
		for p, page := range all.pages[:max(1, len(all.pages))-1] {
			if len(page) != pageRows {
				t.Fatalf("seed %d: page %d has %d rows", seed, p, len(page))
			}
		}
		all.add(row6{lo: 1})
		if last := *all.at(len(want)); last.lo != 1 || all.count != len(want)+1 {
			t.Fatalf("seed %d: nothing can be added", seed)
		}
	}
}

// TestSortRows: rows are in the order of addresses and lines, however these are spread.
func TestSortRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	for name, addr := range map[string]func(i int) (hi, lo uint64){
		"one address":   func(int) (uint64, uint64) { return 7, 7 },
		"few":           func(int) (uint64, uint64) { return uint64(r.IntN(3)), uint64(r.IntN(3)) },
		"everywhere":    func(int) (uint64, uint64) { return r.Uint64(), r.Uint64() },
		"a bit each":    func(i int) (uint64, uint64) { return 1 << (i % 64), 1 << (i % 63) },
		"one far away":  func(i int) (uint64, uint64) { return uint64(i/2999) << 63, uint64(r.IntN(4000)) },
		"over the word": func(int) (uint64, uint64) { return uint64(r.IntN(8)), uint64(r.IntN(8)) << 61 },
		"descending":    func(i int) (uint64, uint64) { return 0, uint64(9000 - i) },
	} {
		t.Run(name, func(t *testing.T) {
			var all6 rows[row6]
			var all4 rows[row4]
			for i := range 3000 {
				hi, lo := addr(i)
				rest := row{line: uint32(i), name: uint32(i)}
				all6.add(row6{hi, lo, rest})
				all4.add(row4{uint32(hi>>32 ^ lo), rest})
			}
			mustSort(t, &all6)
			mustSort(t, &all4)
		})
	}
}

func mustSort[R interface {
	comparable
	keyed[R]
}](t *testing.T, all *rows[R]) {
	t.Helper()
	want := slices.SortedFunc(all.behind(0), R.compare)
	sortRows(all)
	if got := slices.Collect(all.behind(0)); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
