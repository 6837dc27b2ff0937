package source

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
)

// A key is an address as numbers. That of an IPv4 address is IPv4-mapped, which
// no row of IPv6 is: see checkAddr.
type key struct{ hi, lo uint64 }

func (r row4) key() key { return key{0, 0xffff<<32 | uint64(r.addr)} }
func (r row6) key() key { return key{r.hi, r.lo} }

func (k key) is4() bool { return k.hi == 0 && k.lo>>32 == 0xffff }

func (k key) addr() netip.Addr {
	var a [16]byte
	binary.BigEndian.PutUint64(a[:8], k.hi)
	binary.BigEndian.PutUint64(a[8:], k.lo)
	return netip.AddrFrom16(a).Unmap()
}

// compare orders as netip does: IPv4 stands before IPv6.
func (k key) compare(o key) int {
	switch {
	case k.hi != o.hi && !k.is4() && !o.is4():
		return cmp.Compare(k.hi, o.hi)
	case k.is4() == o.is4():
		return cmp.Compare(k.lo, o.lo)
	case k.is4():
		return -1
	}
	return 1
}

// keys are the addresses of a section in their order, each once, in about three
// bytes: in front of the difference to the one before stands how many bytes its
// two halves have. Where the upper half is another, the lower one is given itself.
type keys string

// A lister makes keys. It is kept for its memory only.
type lister struct {
	v4, spare []row4
	v6        []row6
	text      []byte
	last      key
	n         int // keys in text
}

// list returns the keys of rows in any order, and how many they are.
func (l *lister) list(v4 []row4, v6 []row6) (list keys, n int) {
	l.v4, l.v6 = append(l.v4[:0], v4...), append(l.v6[:0], v6...)
	l.spare = slices.Grow(l.spare[:0], len(v4))[:len(v4)]
	slices.SortFunc(l.v6, row6.compare)
	l.text, l.last, l.n = l.text[:0], key{}, 0
	for _, r := range radixSort(l.v4, l.spare) {
		l.add(r.key())
	}
	for i := range l.v6 {
		l.add(l.v6[i].key())
	}
	return keys(l.text), l.n
}

// add writes a key unless it is the one before.
func (l *lister) add(k key) {
	if k == l.last && l.n > 0 {
		return
	}
	hi, lo := k.hi-l.last.hi, k.lo
	if hi == 0 {
		lo -= l.last.lo
	}
	l.text = append(l.text, byte(size(hi)<<4|size(lo)))
	l.text = appendNumber(appendNumber(l.text, hi), lo)
	l.last = k
	l.n++
}

// size returns how many bytes a number needs.
func size(n uint64) int { return (bits.Len64(n) + 7) / 8 }

func appendNumber(b []byte, n uint64) []byte {
	for i := size(n) - 1; i >= 0; i-- {
		b = append(b, byte(n>>(8*i)))
	}
	return b
}

// cut returns the first of the keys and the others. last is the one that was cut
// off before, the zero key at first.
func (l keys) cut(last key) (first key, rest keys) {
	at, end := 1, 1+int(l[0]>>4)
	var hi, lo uint64
	for ; at < end; at++ {
		hi = hi<<8 | uint64(l[at])
	}
	for end += int(l[0] & 0xf); at < end; at++ {
		lo = lo<<8 | uint64(l[at])
	}
	if hi == 0 {
		lo += last.lo
	}
	return key{last.hi + hi, lo}, l[end:]
}

// appendTo appends the keys to others.
func (l keys) appendTo(all []key) []key {
	for k := (key{}); l != ""; {
		k, l = l.cut(k)
		all = append(all, k)
	}
	return all
}

// A keySet tells which of some addresses a key is.
type keySet struct {
	all  []key // in order
	hint []bool
}

// hintShare is how many places of the hint there are for each key.
const hintShare = 16

// newKeySet returns the set of the keys, which may be in any order and several
// times there.
func newKeySet(all []key) keySet {
	slices.SortFunc(all, key.compare)
	all = slices.Compact(all)
	s := keySet{all, make([]bool, 1<<bits.Len(uint(hintShare*len(all))))}
	for _, k := range all {
		s.hint[s.place(k)] = true
	}
	return s
}

// place returns where the hint for a key stands. Without a hint there is no such
// key, and few others have one.
func (s *keySet) place(k key) uint64 {
	mixed := (k.lo ^ bits.RotateLeft64(k.hi, 32)) * 0x9e3779b97f4a7c15
	return mixed >> 32 & uint64(len(s.hint)-1)
}

// find returns the number of a key. ok is false when it is not among them.
func (s *keySet) find(k key) (i int, ok bool) {
	if !s.hint[s.place(k)] {
		return 0, false
	}
	return slices.BinarySearchFunc(s.all, k, key.compare)
}
