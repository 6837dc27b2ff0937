package index

import (
	"math/bits"
	"net/netip"
	"strings"
)

// A block4 is the block of one /24, or "" when no address of it has mappings.
// Its head is a bitmap of the last octets, 32 bytes, or a list of them in
// ascending order when that is shorter.
type block4 block

const bitmapSize = 32

// begin returns where the ends begin.
func (b block4) begin() int {
	if b[0]&listed != 0 {
		return blockHead + block(b).count()
	}
	return blockHead + bitmapSize
}

// lookup returns the entries of the address with the last octet.
func (b block4) lookup(octet byte) (data entries, served bool) {
	if b == "" {
		return "", false
	}
	if b[0]&listed != 0 {
		begin := b.begin()
		i := strings.IndexByte(string(b[blockHead:begin]), octet)
		if i < 0 {
			return "", false
		}
		return block(b).at(begin, 0, i)
	}
	word, bit := int(octet>>6), octet&63
	mask := b.word(word)
	if mask>>bit&1 == 0 {
		return "", false
	}
	i := bits.OnesCount64(mask & (1<<bit - 1))
	for w := range word {
		i += bits.OnesCount64(b.word(w))
	}
	return block(b).at(blockHead+bitmapSize, 0, i)
}

// word returns the i-th 64 bits of the bitmap.
func (b block4) word(i int) uint64 {
	s := b[blockHead+8*i:]
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// slots appends what the block keeps, in ascending order; base is any address
// of the /24.
func (b block4) slots(dst []slot, base [4]byte) []slot {
	if b == "" {
		return dst
	}
	begin := b.begin()
	add := func(octet byte, i int) {
		base[3] = octet
		data, served := block(b).at(begin, 0, i)
		dst = append(dst, slot{netip.AddrFrom4(base), data, served})
	}
	if b[0]&listed != 0 {
		for i := range block(b).count() {
			add(b[blockHead+i], i)
		}
		return dst
	}
	i := 0
	for w := range bitmapSize / 8 {
		for mask := b.word(w); mask != 0; mask &= mask - 1 {
			add(byte(64*w+bits.TrailingZeros64(mask)), i)
			i++
		}
	}
	return dst
}

// with returns the block after the changes, all of which are for its /24.
func (b block4) with(changes []slot, w *writer) block4 {
	w.old = b.slots(w.old[:0], changes[0].addr.As4())
	return pack4(w.merge(changes))
}

func pack4(slots []slot) block4 {
	if len(slots) == 0 {
		return ""
	}
	var head [bitmapSize]byte
	if len(slots) < bitmapSize {
		for i := range slots {
			head[i] = slots[i].addr.As4()[3]
		}
		return block4(pack(slots, listed, head[:len(slots)], nil))
	}
	for i := range slots {
		octet := slots[i].addr.As4()[3]
		head[octet>>3] |= 1 << (octet & 7)
	}
	return block4(pack(slots, 0, head[:], nil))
}
