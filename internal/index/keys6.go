package index

import (
	"encoding/binary"
	"math"
)

// keys6 are ascending IPv6 addresses in a string. The bytes that all of them
// share, in front and at the end, are stored once, in a head:
//
//	suffix  1 byte    how many bytes at the end are shared
//	stride  1 byte    how many bytes in the middle are not
//	slope   4 bytes   places for a step of one in the middle, a float32
//	first   16 bytes  the smallest address
//
// Behind it stand the middles, big endian, each perhaps with other data.
type keys6 struct {
	text         string // ends with the middles
	begin        int    // of the middles
	count        int
	step, stride int // from one middle to the next; its size
	suffix       uint
	first, mask  key6 // mask is that of a middle
}

const headSize6 = 22

// open reads the head at the given place of the text. Other data of the given
// size stands behind each middle.
func (s *keys6) open(text string, place, count, other int) {
	s.text, s.begin, s.count = text, place+headSize6, count
	s.suffix, s.stride = 8*uint(text[place]), int(text[place+1])
	s.step, s.mask = s.stride+other, ones(8*uint(s.stride))
	s.first = load6(text, s.begin)
}

// appendHead6 appends the head for keys of which the first and the last are
// given, and where they differ: the bits that are the same in all are 0.
func appendHead6(dst []byte, count int, first, last, differ key6) []byte {
	suffix, stride := 0, 0
	slope := 0.0
	if differ != (key6{}) {
		suffix = differ.trailingZeros()
		stride = 16 - suffix - differ.leadingZeros()
		slope = float64(count-1) / last.minus(first).shr(8*uint(suffix)).float()
	}
	dst = append(dst, byte(suffix), byte(stride))
	dst = binary.BigEndian.AppendUint32(dst, math.Float32bits(float32(slope)))
	dst = binary.BigEndian.AppendUint64(dst, first.hi)
	return binary.BigEndian.AppendUint64(dst, first.lo)
}

// load6 returns the 16 bytes that end at the given place.
func load6(s string, end int) key6 {
	s = s[end-16:]
	_ = s[15]
	return key6{
		uint64(s[7]) | uint64(s[6])<<8 | uint64(s[5])<<16 | uint64(s[4])<<24 |
			uint64(s[3])<<32 | uint64(s[2])<<40 | uint64(s[1])<<48 | uint64(s[0])<<56,
		uint64(s[15]) | uint64(s[14])<<8 | uint64(s[13])<<16 | uint64(s[12])<<24 |
			uint64(s[11])<<32 | uint64(s[10])<<40 | uint64(s[9])<<48 | uint64(s[8])<<56,
	}
}

// middle returns the middle of the i-th key. What stands in front of it, at
// least the first key, goes through the mask.
func (s *keys6) middle(i int) key6 {
	return load6(s.text, s.begin+i*s.step+s.stride).and(s.mask)
}

// key returns the i-th key.
func (s *keys6) key(i int) key6 {
	return s.middle(i).shl(s.suffix).or(s.first.and(s.mask.shl(s.suffix).not()))
}

// search returns the place of the smallest key that is not below k, which may
// be behind the last one, and whether it is k.
func (s *keys6) search(k key6) (i int, found bool) {
	first, want := s.first.shr(s.suffix), k.shr(s.suffix)
	if first.xor(want).and(s.mask.not()) != (key6{}) { // in front of the middle
		return s.count * s.first.below(k), false
	}
	first, want = first.and(s.mask), want.and(s.mask)
	i = s.place(first, want)
	if i == s.count || s.middle(i) != want {
		return i, false
	}
	if end := ones(s.suffix); s.first.xor(k).and(end) != (key6{}) {
		return i + s.first.and(end).below(k.and(end)), false
	}
	return i, true
}

// place returns the place of the smallest middle that is not below want; first
// is the smallest of all. Customers are numbered one after the other or at
// random, so the guess is mostly near: each step away from it may cost a cache
// miss. From there the search goes up or down in growing steps, and then halves
// what is left.
func (s *keys6) place(first, want key6) int {
	i := s.guess(first, want)
	have := s.middle(i)
	if have == want {
		return i
	}
	low, high := 0, s.count // middles in front of low are below want, those from high on are not
	if have.below(want) != 0 {
		low = i + 1
		for step := 1; low+step <= high; step *= 2 {
			if i = low + step - 1; s.middle(i).below(want) == 0 {
				high = i
				break
			}
			low = i + 1
		}
	} else {
		high = i
		for step := 1; low+step <= high; step *= 2 {
			if i = high - step; s.middle(i).below(want) != 0 {
				low = i + 1
				break
			}
			high = i
		}
	}
	for low < high {
		if i = (low + high) / 2; s.middle(i).below(want) != 0 {
			low = i + 1
		} else {
			high = i
		}
	}
	return low
}

// guess returns the place of want if the middles were evenly spread.
func (s *keys6) guess(first, want key6) int {
	if want.below(first) != 0 {
		return 0
	}
	b := s.text[s.begin-headSize6+2:]
	slope := math.Float32frombits(uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3]))
	guess := want.minus(first).float()*float64(slope) + 0.5
	if guess < float64(s.count) {
		return int(guess)
	}
	return s.count - 1
}
