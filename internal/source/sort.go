package source

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// sort finds the order of the addresses, and takes away the mappings whose
// address has their name already.
//
// Most files are in order, and then nothing is to be done. For the others sorting
// is cheaper than a hash table of all mappings would be, where each one costs a
// few reads of memory that no cache holds, and the order is of use later.
func (s *Set) sort() {
	repeats, ok := s.ascending()
	if !ok {
		s.order, repeats = s.sorted()
	}
	if dups := s.duplicates(repeats); len(dups) > 0 {
		s.reportDuplicates(dups)
		s.drop(dups)
	}
}

// spans are ranges of places in the order of addresses, where each address has
// several mappings.
type spans []span

type span struct{ from, to int }

// join notes that the k-th mapping has the same address as the one before it.
func (s *spans) join(k int) {
	if n := len(*s); n > 0 && (*s)[n-1].to == k {
		(*s)[n-1].to++
		return
	}
	*s = append(*s, span{k - 1, k + 1})
}

// ascending reports whether the mappings are in the order of their addresses.
func (s *Set) ascending() (repeats spans, ok bool) {
	for i := 1; i < len(s.Mappings); i++ {
		switch s.Mappings[i-1].Addr.Compare(s.Mappings[i].Addr) {
		case 0:
			repeats.join(i)
		case 1:
			return nil, false
		}
	}
	return repeats, true
}

// sorted returns the numbers of the mappings in the order of their addresses, and
// in the order of the file where these are the same. IPv4 comes first.
func (s *Set) sorted() (order []uint32, repeats spans) {
	v4, v6 := s.keys()
	v4 = radixSort(v4)
	slices.SortFunc(v6, key6.compare)
	order = make([]uint32, 0, len(s.Mappings))
	for i, k := range v4 {
		if i > 0 && k>>32 == v4[i-1]>>32 {
			repeats.join(len(order))
		}
		order = append(order, uint32(k)) // its lower half
	}
	for i, k := range v6 {
		if i > 0 && k.hi == v6[i-1].hi && k.lo == v6[i-1].lo {
			repeats.join(len(order))
		}
		order = append(order, k.number)
	}
	return order, repeats
}

// keys returns what to sort: an IPv4 address with the number of its mapping in the
// lower half, and the same of IPv6.
func (s *Set) keys() (v4 []uint64, v6 []key6) {
	n := 0
	for i := range s.Mappings {
		if s.Mappings[i].Addr.Is4() {
			n++
		}
	}
	v4, v6 = make([]uint64, 0, n), make([]key6, 0, len(s.Mappings)-n)
	for i := range s.Mappings { // fewer than 1<<32, as a file has at most 2 GiB
		if a := s.Mappings[i].Addr; a.Is4() {
			o := a.As4()
			v4 = append(v4, uint64(binary.BigEndian.Uint32(o[:]))<<32|uint64(i))
		} else {
			o := a.As16()
			v6 = append(v6, key6{binary.BigEndian.Uint64(o[:8]), binary.BigEndian.Uint64(o[8:]), uint32(i)})
		}
	}
	return v4, v6
}

// radixSort sorts by the upper halves, a byte of them after the other, and leaves
// the order as it is where these are the same. It takes a fifth of the time of
// slices.Sort. The result stands in keys or in other memory.
func radixSort(keys []uint64) []uint64 {
	spare := make([]uint64, len(keys))
	for shift := 32; shift < 64; shift += 8 {
		var next [256]int // place of each value of the byte
		for _, k := range keys {
			next[byte(k>>shift)]++
		}
		sum := 0
		for i, n := range next {
			next[i], sum = sum, sum+n
		}
		for _, k := range keys {
			b := byte(k >> shift)
			spare[next[b]] = k
			next[b]++
		}
		keys, spare = spare, keys
	}
	return keys
}

// A key6 is an IPv6 address with the number of its mapping.
type key6 struct {
	hi, lo uint64
	number uint32
}

func (k key6) compare(l key6) int {
	if k.hi != l.hi {
		return cmp.Compare(k.hi, l.hi)
	}
	if k.lo != l.lo {
		return cmp.Compare(k.lo, l.lo)
	}
	return cmp.Compare(k.number, l.number)
}
