package source

import (
	"math/bits"
	"slices"
)

// sort brings the rows into the order of their addresses, and takes away those
// whose address has their name already. It returns the lines of these.
//
// Most files are in order, and then nothing is to be done. For the others sorting
// is cheaper than a hash table of all mappings would be, where each one costs a
// few reads of memory that no cache holds, and the order is of use later.
func (s *Set) sort() (lines []uint32) {
	sortRows(&s.v4)
	sortRows(&s.v6)
	mapped4, dups := dedupe(s, &s.v4, nil)
	mapped6, dups := dedupe(s, &s.v6, dups)
	s.Mapped = mapped4 + mapped6
	s.reportDuplicates(dups)
	for i := range dups {
		lines = append(lines, dups[i].line)
	}
	return lines
}

// sortRows sorts by the addresses, and those of one address as in the file, in which
// order they come.
func sortRows[R keyed[R]](all *rows[R]) {
	if !inOrder(all) {
		s := sorter[R]{rows: all}
		s.sort(0, all.count)
	}
}

func inOrder[R keyed[R]](all *rows[R]) bool {
	var last R
	for r := range all.behind(0) {
		if r.below(last) {
			return false
		}
		last = r
	}
	return true
}

// A sorter sorts rows by the first bits in which their addresses differ: it moves them
// to those that have the same ones, then sorts these. That takes little memory beside
// the rows, and a fifth of the time of slices.SortFunc.
type sorter[R keyed[R]] struct {
	rows *rows[R]
	few  []R
}

// sort sorts the rows from one on in front of another.
func (s *sorter[R]) sort(begin, end int) {
	differ := s.differ(begin, end)
	if end-begin <= maxFew || differ == 0 {
		s.sortFew(begin, end)
		return
	}
	width := min(bits.Len(uint(end-begin)), maxDigit)
	for _, next := range s.gather(begin, end, digit{uint(max(0, differ-width)), 1<<width - 1}) {
		if int(next)-begin > 1 {
			s.sort(begin, int(next))
		}
		begin = int(next)
	}
}

// differ returns how many of the last bits of the addresses are not the same in all.
func (s *sorter[R]) differ(begin, end int) int {
	firstHigh, firstLow := (*s.rows.at(begin)).bits()
	var differHigh, differLow uint64
	for r := range s.rows.between(begin, end) {
		high, low := r.bits()
		differHigh |= high ^ firstHigh
		differLow |= low ^ firstLow
	}
	if differHigh != 0 {
		return 64 + bits.Len64(differHigh)
	}
	return bits.Len64(differLow)
}

// A digit is some bits of an address.
type digit struct {
	shift uint
	mask  uint64
}

func (d digit) of(high, low uint64) uint64 {
	return (low>>d.shift | high<<(64-d.shift) | high>>(d.shift-64)) & d.mask // shifts of 64 bits and more give 0
}

// gather brings the rows with the same digit together, in no order, and returns where
// these end.
func (s *sorter[R]) gather(begin, end int, d digit) (ends [1 << maxDigit]uint32) {
	var next [1 << maxDigit]uint32
	for r := range s.rows.between(begin, end) {
		ends[d.of(r.bits())]++
	}
	sum := uint32(begin) // a file of 2 GiB has fewer than 1<<32
	for i, n := range ends {
		next[i], sum = sum, sum+n
		ends[i] = sum
	}
	for i := range next {
		for ; next[i] < ends[i]; next[i]++ {
			r := *s.rows.at(int(next[i]))
			for at := d.of(r.bits()); int(at) != i; at = d.of(r.bits()) { // r goes there, and what stood there on
				place := s.rows.at(int(next[at]))
				*place, r = r, *place
				next[at]++
			}
			*s.rows.at(int(next[i])) = r
		}
	}
	return ends
}

// sortFew sorts rows that are few, or of one address.
func (s *sorter[R]) sortFew(begin, end int) {
	s.few = slices.AppendSeq(slices.Grow(s.few[:0], end-begin), s.rows.between(begin, end))
	slices.SortFunc(s.few, R.compare)
	for i, r := range s.few {
		*s.rows.at(begin + i) = r
	}
}
