package confirm

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
)

// A slot keeps the Record of one mapping in 32 bytes, without loss. Nearly all
// Records are of names that nothing speaks against; what else there is to know
// of the others stands in details.
//
//	flags  bit 0      the slot is in use
//	       bit 1      wide: rest is the number of the details, else LastMatch
//	       bits 2-3   Status
//	       bits 4-6   Adopted, Matched, Held
//	       bits 8-11  Last
//	       bits 12-15 Outcome
type slot struct {
	id         identity
	since, due uint32
	rest       uint32
	flags      uint16
	errors     uint8
	seen       uint8 // the last census that counted it, less shard.base
}

const (
	usedSlot    = 1 << 0
	wideSlot    = 1 << 1
	statusShift = 2
	adoptedSlot = 1 << 4
	matchedSlot = 1 << 5
	heldSlot    = 1 << 6
	lastShift   = 8
	resultShift = 12

	_ = uint(1<<4 - findings) // they fit into four bits
	_ = uint(1<<4 - 1 - LongChain)
)

// details are what most Records have nothing of, and their LastMatch.
type details struct {
	firstFailure, lastFailure, lastMatch, until, gone uint32

	failures uint8
}

// wide reports whether the Record needs details.
func (r *Record) wide() bool {
	return r.FirstFailure|r.LastFailure|r.Until|r.Gone != 0 || r.Failures != 0
}

func (r *Record) details() details {
	return details{r.FirstFailure, r.LastFailure, r.LastMatch, r.Until, r.Gone, r.Failures}
}

// slotFlags returns the flags of the Record's slot, but for wideSlot.
func (r *Record) slotFlags() uint16 {
	flags := usedSlot | uint16(r.Status)<<statusShift | uint16(r.Last)<<lastShift | uint16(r.Outcome)<<resultShift
	if r.Adopted {
		flags |= adoptedSlot
	}
	if r.Matched {
		flags |= matchedSlot
	}
	if r.Held {
		flags |= heldSlot
	}
	return flags
}

func (e *slot) used() bool { return e.flags&usedSlot != 0 }
func (e *slot) wide() bool { return e.flags&wideSlot != 0 }

// An identity is a Key in another order of its bits, which only this Table
// knows: nobody can choose names whose Keys fall together in it. It loses
// nothing, so that two Keys never count as one.
type identity struct {
	order uint64 // where the slot stands
	other uint64
}

// A mixer turns Keys into identities and back: two rounds of a Feistel cipher
// around one wide multiplication each.
type mixer [4]uint64

func newMixer() (m mixer) {
	for i := range m {
		m[i] = rand.Uint64() | 1 //nolint:gosec // the runtime's ChaCha8, which nothing leaks
	}
	return m
}

func (m *mixer) identity(k Key) identity {
	order, other := binary.LittleEndian.Uint64(k[:]), binary.LittleEndian.Uint64(k[8:])
	other ^= fold(order^m[0], m[1])
	order ^= fold(other^m[2], m[3])
	return identity{order, other}
}

func (m *mixer) key(id identity) (k Key) {
	order, other := id.order, id.other
	order ^= fold(other^m[2], m[3])
	other ^= fold(order^m[0], m[1])
	binary.LittleEndian.PutUint64(k[:], order)
	binary.LittleEndian.PutUint64(k[8:], other)
	return k
}

// fold multiplies, and lays the halves of the product over each other.
func fold(x, y uint64) uint64 {
	high, low := bits.Mul64(x, y)
	return high ^ low
}
