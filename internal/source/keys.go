package source

import (
	"encoding/binary"
	"hash/maphash"
	"iter"
	"math/bits"
	"net/netip"
	"slices"
)

// A key stands for an address, in few bits so that one of millions takes little.
// Others have the same: of ten million addresses one in thirty. So a key tells
// which lines need not be looked at, and never which address they have.
type key uint32

// keyBits is how many bits a key has. With some hundred keys in a section, the
// differences between them take 18 or 19, which is three bytes as a varint.
const keyBits = 28

func keyOf(hash uint64) key { return key(hash >> (64 - keyBits)) }

// hash returns the hash of an address.
func (m *marks) hash(a netip.Addr) uint64 {
	b := a.As16() // no row of IPv6 is an IPv4-mapped one: see checkAddr
	return maphash.Bytes(m.seeds[1], b[:])
}

// keys are those of the addresses of a section in their order, each once: the
// differences, as varints.
type keys string

// A lister makes keys. It is kept for its memory only.
type lister struct {
	marks      *marks
	all, spare []key
	text       []byte
}

// list returns the keys of the addresses of rows in any order, and the sum of all
// hashes, which is that of other rows when they have the same addresses.
func (l *lister) list(v4 iter.Seq[row4], v6 iter.Seq[row6]) (list keys, sum uint64) {
	l.all, l.text = l.all[:0], l.text[:0]
	sum = hashRows(l, v4) + hashRows(l, v6)
	l.spare = slices.Grow(l.spare[:0], len(l.all))[:len(l.all)]
	last := key(0)
	for i, k := range sortKeys(l.all, l.spare) {
		if i == 0 || k != last {
			l.text = binary.AppendUvarint(l.text, uint64(k-last))
			last = k
		}
	}
	return keys(l.text), sum
}

// hashRows takes the keys of the rows, and returns the sum of their hashes.
func hashRows[R keyed[R]](l *lister, rows iter.Seq[R]) (sum uint64) {
	for r := range rows {
		h := l.marks.hash(r.netipAddr())
		l.all = append(l.all, keyOf(h))
		sum += h
	}
	return sum
}

// sortKeys sorts keys by their bytes, one after the other. The result stands in all or
// in spare, which has the same length.
func sortKeys(all, spare []key) []key {
	for shift := 0; shift < keyBits; shift += 8 {
		var next [256]int // place of each value of the byte
		for _, k := range all {
			next[byte(k>>shift)]++
		}
		sum := 0
		for i, n := range next {
			next[i], sum = sum, sum+n
		}
		for _, k := range all {
			b := byte(k >> shift)
			spare[next[b]] = k
			next[b]++
		}
		all, spare = spare, all
	}
	return all
}

// cut returns the first of the keys and the others. last is the one that was cut
// off before, 0 at first.
func (l keys) cut(last key) (first key, rest keys) {
	difference := key(0)
	for i, shift := 0, 0; ; i, shift = i+1, shift+7 {
		difference |= key(l[i]&0x7f) << shift
		if l[i] < 0x80 {
			return last + difference, l[i+1:]
		}
	}
}

// appendTo appends the keys to others.
func (l keys) appendTo(all []key) []key {
	for k := key(0); l != ""; {
		k, l = l.cut(k)
		all = append(all, k)
	}
	return all
}

// A keySet tells which keys are in it.
type keySet struct {
	all  []key // in order
	hint []bool
}

// hintShare is how many places of the hint there are for each key.
const hintShare = 16

// newKeySet returns the set of the keys, which may be in any order and several
// times there.
func newKeySet(all []key) keySet {
	slices.Sort(all)
	all = slices.Compact(all)
	s := keySet{all, make([]bool, 1<<bits.Len(uint(hintShare*len(all))))}
	for _, k := range all {
		s.hint[s.place(k)] = true
	}
	return s
}

// place returns where the hint for a key stands. Without a hint there is no such
// key, and few others have one.
func (s *keySet) place(k key) int { return int(k) & (len(s.hint) - 1) }

func (s *keySet) has(k key) bool {
	if !s.hint[s.place(k)] {
		return false
	}
	_, ok := slices.BinarySearch(s.all, k)
	return ok
}

// hasAny reports whether one of the keys is in the set.
func (s *keySet) hasAny(list keys) bool {
	for k := key(0); list != ""; {
		if k, list = list.cut(k); s.has(k) {
			return true
		}
	}
	return false
}
