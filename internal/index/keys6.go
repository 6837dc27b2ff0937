package index

import (
	"encoding/binary"
	"math"
	"slices"
)

// keys6 are ascending IPv6 addresses, at least one. A text holds how far each is
// from the first one, in steps of the largest power of two that all are multiples
// of, which takes few bytes. It begins with a head:
//
//	suffix  1 byte    the logarithm of the step
//	stride  1 byte    how many bytes a distance has
//	slope   4 bytes   places for a distance of one, a float32
//	first   16 bytes  the smallest address
//
// Behind it stand the distances, big endian, each perhaps with other data.
type keys6 struct {
	text         string
	count, other int // how many; the size of the other data of one
}

const headSize6 = 22

func (s keys6) suffix() uint { return uint(s.text[0]) }
func (s keys6) stride() int  { return int(s.text[1]) }

func (s keys6) slope() float64 {
	return float64(math.Float32frombits(binary.BigEndian.Uint32([]byte(s.text[2:6]))))
}

func (s keys6) first() key6 { return load6(s.text, headSize6) }

// load6 returns the 16 bytes that end at the given place.
func load6(s string, end int) key6 {
	b := []byte(s[end-16 : end])
	return key6{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

// appendKeys6 appends the head and the distances of the keys, without other data.
func appendKeys6(dst []byte, keys []key6) []byte {
	first, n := keys[0], len(keys)
	var all key6
	for _, k := range keys {
		all = all.or(k.minus(first))
	}
	suffix := all.trailingZeros()
	last := keys[n-1].minus(first).shr(suffix)
	stride := 16 - last.leadingZeros()
	slope := float64(n-1) / max(1, last.float())
	dst = slices.Grow(dst, headSize6+n*stride)
	dst = append(dst, byte(suffix), byte(stride))
	dst = binary.BigEndian.AppendUint32(dst, math.Float32bits(float32(slope)))
	dst = binary.BigEndian.AppendUint64(dst, first.hi)
	dst = binary.BigEndian.AppendUint64(dst, first.lo)
	for _, k := range keys {
		b := k.minus(first).shr(suffix).bytes()
		dst = append(dst, b[16-stride:]...)
	}
	return dst
}

// key returns the i-th key.
func (s keys6) key(i int) key6 {
	stride := s.stride()
	distance := load6(s.text, headSize6+i*(stride+s.other)+stride).and(ones(8 * uint(stride)))
	return s.first().plus(distance.shl(s.suffix()))
}

// search returns the place of the last key that is not above k, or -1, and
// whether it is k. Customers are numbered one after the other or at random, so
// that a guess is mostly near: each step away from it may cost a cache miss. From
// there the search goes up or down in growing steps, and halves what is left.
func (s keys6) search(k key6) (i int, found bool) {
	first, suffix, stride := s.first(), s.suffix(), s.stride()
	if k.below(first) {
		return -1, false
	}
	distance := k.minus(first)
	want := distance.shr(suffix)
	end, size, mask := headSize6+stride, stride+s.other, ones(8*uint(stride))
	low, high := 0, s.count // the key at low is not above k, that at high is
	if guess := want.float() * s.slope(); guess < float64(high) {
		i = int(guess)
	} else {
		i = high - 1
	}
	for step := 1; ; step *= 2 {
		// What stands in front of a distance, at least the head, goes through the mask.
		have := load6(s.text, end+i*size).and(mask)
		if want.below(have) {
			high = i
			i = max((low+high)/2, high-step)
		} else {
			low = i
			if have == want {
				return i, distance == want.shl(suffix)
			}
			i = min((low+high)/2, low+step)
		}
		if high-low <= 1 {
			return low, false
		}
	}
}
