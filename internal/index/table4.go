package index

import (
	"math/bits"
	"net/netip"
)

// A table4 maps IPv4 addresses to packed names. Three levels of arrays, one an
// octet, lead to an immutable block for each /24; a nil array or an empty
// block means that no address below has a name.
//
// Blocks are strings: the garbage collector never looks into them, and a
// successor table shares those that did not change.
type table4 struct {
	root [256]*level1
	size int // addresses
}

type (
	level1 [256]*level2
	level2 [256]block4
)

// A block4 holds the names of one /24:
//
//	width   1 byte      2 or 4, the size of an end
//	bitmap  32 bytes    which last octets have names
//	ends    n * width   where the names of the i-th of them end, little endian
//	names               packed as entry.go says
type block4 string

const bitmap4 = 1 // where the bitmap begins

// lookup returns the packed names of the address, or "".
func (t *table4) lookup(a netip.Addr) string {
	o := a.As4()
	l1 := t.root[o[0]]
	if l1 == nil {
		return ""
	}
	l2 := l1[o[1]]
	if l2 == nil {
		return ""
	}
	return l2[o[2]].lookup(o[3])
}

func (b block4) lookup(octet byte) string {
	if b == "" {
		return ""
	}
	word, bit := int(octet>>6), octet&63
	mask := load64(b, word)
	if mask>>bit&1 == 0 {
		return ""
	}
	rank := bits.OnesCount64(mask & (1<<bit - 1))
	total := 0
	for w := range 4 {
		n := bits.OnesCount64(load64(b, w))
		if w < word {
			rank += n
		}
		total += n
	}
	return b.names(rank, total)
}

func (b block4) names(rank, total int) string {
	width := int(b[0])
	ends := b[bitmap4+32:]
	data := ends[total*width:]
	from := 0
	if rank > 0 {
		from = loadEnd(string(ends), rank-1, width)
	}
	return string(data[from:loadEnd(string(ends), rank, width)])
}

// load64 returns the word-th 64 bits of the bitmap.
func load64(b block4, word int) uint64 {
	s := b[bitmap4+8*word:]
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// any reports whether an address inside the prefix, which must end on an octet,
// has a name.
func (t *table4) any(p netip.Prefix) bool {
	o := p.Addr().As4()
	if p.Bits() == 0 {
		return t.size > 0
	}
	l1 := t.root[o[0]]
	if l1 == nil || p.Bits() == 8 {
		return l1 != nil
	}
	l2 := l1[o[1]]
	if l2 == nil || p.Bits() == 16 {
		return l2 != nil
	}
	if p.Bits() == 24 {
		return l2[o[2]] != ""
	}
	return l2[o[2]].lookup(o[3]) != ""
}

// A builder4 fills a table4 with addresses in ascending order.
type builder4 struct {
	table  table4
	key    [3]byte // of the /24 being filled
	bitmap [32]byte
	ends   []int
	data   []byte
}

func (b *builder4) add(a netip.Addr, entries []entry) {
	o := a.As4()
	if key := [3]byte(o[:3]); key != b.key {
		b.flush()
		b.key = key
	}
	b.bitmap[o[3]>>3] |= 1 << (o[3] & 7)
	b.data = appendEntries(b.data, entries)
	b.ends = append(b.ends, len(b.data))
	b.table.size++
}

// flush packs the /24 that was filled and starts an empty one.
func (b *builder4) flush() {
	if len(b.ends) == 0 {
		return
	}
	width := endWidth(len(b.data))
	out := make([]byte, 0, 1+32+len(b.ends)*width+len(b.data))
	out = append(out, byte(width))
	out = append(out, b.bitmap[:]...)
	out = appendEnds(out, b.ends, width)
	out = append(out, b.data...)

	l1 := b.table.root[b.key[0]]
	if l1 == nil {
		l1 = new(level1)
		b.table.root[b.key[0]] = l1
	}
	if l1[b.key[1]] == nil {
		l1[b.key[1]] = new(level2)
	}
	l1[b.key[1]][b.key[2]] = block4(out)
	b.bitmap, b.ends, b.data = [32]byte{}, b.ends[:0], b.data[:0]
}

func (b *builder4) finish() *table4 {
	b.flush()
	return &b.table
}
