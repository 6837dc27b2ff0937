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

// openKeys6 reads the head at the given place of the text. Other data of the
// given size stands behind each middle.
func openKeys6(text string, place, count, other int) keys6 {
	stride := int(text[place+1])
	begin := place + headSize6
	return keys6{
		text: text, begin: begin, count: count, step: stride + other, stride: stride,
		suffix: 8 * uint(text[place]), first: load6(text, begin), mask: ones(8 * uint(stride)),
	}
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
	differ, end := k.xor(s.first), ones(s.suffix)
	if front := s.mask.shl(s.suffix).or(end).not(); differ.and(front) != (key6{}) {
		return s.count * s.first.below(k), false
	}
	want := k.shr(s.suffix).and(s.mask)
	i = s.place(want)
	if i == s.count || s.middle(i) != want {
		return i, false
	}
	if differ.and(end) != (key6{}) {
		return i + s.first.and(end).below(k.and(end)), false
	}
	return i, true
}

// place returns the place of the smallest middle that is not below want. The
// slope tells where it would be if the keys were evenly spread; from there the
// search goes up or down in growing steps, and then halves what is left.
func (s *keys6) place(want key6) int {
	low, high := 0, s.count // middles in front of low are below want, those from high on are not
	i := s.guess(want)
	if s.middle(i).below(want) != 0 {
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

func (s *keys6) guess(want key6) int {
	first := s.first.shr(s.suffix).and(s.mask)
	if want.below(first) != 0 {
		return 0
	}
	at := s.begin - 20
	slope := math.Float32frombits(uint32(s.text[at])<<24 | uint32(s.text[at+1])<<16 | uint32(s.text[at+2])<<8 | uint32(s.text[at+3]))
	guess := want.minus(first).float()*float64(slope) + 0.5
	if guess < float64(s.count) {
		return int(guess)
	}
	return s.count - 1
}
