package index

import (
	"encoding/binary"
	"net/netip"
	"sort"
)

// A table6 maps IPv6 addresses to packed names: a root of branches, each with
// leaves of up to leafSize addresses, all in ascending order. Only the root and
// its branches hold pointers that the garbage collector follows.
type table6 struct {
	first    []key6 // the smallest address of each branch
	branches []*branch6
	size     int // addresses
}

type branch6 struct {
	first  []key6 // the smallest address of each leaf
	leaves []leaf6
}

// A key6 is an IPv6 address that compares in two steps.
type key6 struct{ hi, lo uint64 }

func makeKey6(a netip.Addr) key6 {
	b := a.As16()
	return key6{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

func (k key6) less(o key6) bool { return k.hi < o.hi || k.hi == o.hi && k.lo < o.lo }

// A leaf6 holds the names of up to leafSize addresses:
//
//	width  1 byte      2 or 4, the size of an end
//	count  1 byte
//	keys   n * 16      the addresses, ascending
//	ends   n * width   where the names of the i-th end, little endian
//	names              packed as entry.go says
type leaf6 string

const keys6 = 2 // where the keys begin

func (l leaf6) count() int { return int(l[1]) }

func (l leaf6) key(i int) key6 {
	s := l[keys6+16*i:]
	_ = s[15]
	return key6{load64be(s), load64be(s[8:])}
}

func load64be(s leaf6) uint64 {
	_ = s[7]
	return uint64(s[7]) | uint64(s[6])<<8 | uint64(s[5])<<16 | uint64(s[4])<<24 |
		uint64(s[3])<<32 | uint64(s[2])<<40 | uint64(s[1])<<48 | uint64(s[0])<<56
}

func (l leaf6) names(i int) string {
	width := int(l[0])
	ends := l[keys6+16*l.count():]
	data := ends[l.count()*width:]
	from := 0
	if i > 0 {
		from = loadEnd(string(ends), i-1, width)
	}
	return string(data[from:loadEnd(string(ends), i, width)])
}

// lookup returns the packed names of the address, or "".
func (t *table6) lookup(a netip.Addr) string {
	k := makeKey6(a)
	leaf, i := t.search(k)
	if leaf == "" || i == leaf.count() || leaf.key(i) != k {
		return ""
	}
	return leaf.names(i)
}

// search returns the place of the smallest address that is not below k, within
// the leaf where k would stand; the place may be behind the leaf's last.
func (t *table6) search(k key6) (leaf leaf6, i int) {
	if t.size == 0 {
		return "", 0
	}
	branch := t.branches[lastNotAbove(t.first, k)]
	leaf = branch.leaves[lastNotAbove(branch.first, k)]
	return leaf, sort.Search(leaf.count(), func(i int) bool { return !leaf.key(i).less(k) })
}

// lastNotAbove returns the last i with keys[i] <= k, or 0.
func lastNotAbove(keys []key6, k key6) int {
	return max(0, sort.Search(len(keys), func(i int) bool { return k.less(keys[i]) })-1)
}

// any reports whether an address inside the prefix has a name.
func (t *table6) any(p netip.Prefix) bool {
	k := makeKey6(p.Addr())
	leaf, i := t.search(k)
	if leaf == "" {
		return false
	}
	if i < leaf.count() {
		return leaf.key(i).within(k, p.Bits())
	}
	next, ok := t.after(k)
	return ok && next.within(k, p.Bits())
}

// after returns the smallest first address of a leaf that is above k.
func (t *table6) after(k key6) (key6, bool) {
	b := lastNotAbove(t.first, k)
	branch := t.branches[b]
	if l := lastNotAbove(branch.first, k) + 1; l < len(branch.first) {
		return branch.first[l], true
	}
	if b+1 < len(t.first) {
		return t.first[b+1], true
	}
	return key6{}, false
}

// within reports whether the first bits of k are those of the prefix p.
func (k key6) within(p key6, bits int) bool {
	if bits <= 64 {
		return bits == 0 || (k.hi^p.hi)>>(64-bits) == 0
	}
	return k.hi == p.hi && (k.lo^p.lo)>>(128-bits) == 0
}
