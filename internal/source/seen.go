package source

import (
	"hash/maphash"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A seen finds the mapping that has the same address and name as a new one. It
// is a hash table of numbers of mappings: four bytes a slot, where a map would
// take forty.
//
// The seed is random, so that nobody can write a file whose lines all fall on
// one slot. The order of the slots is never visible.
type seen struct {
	seed  maphash.Seed
	slots []uint32 // number of a mapping plus one; 0 is free
}

// newSeen has room for n mappings before it grows.
func newSeen(n int) seen {
	size := 16
	for 3*size < 4*n {
		size *= 2
	}
	return seen{maphash.MakeSeed(), make([]uint32, size)}
}

// find returns the slot of m, and the number of the mapping among the given
// ones that has its address and name, or -1.
func (s *seen) find(mappings []rdns.Mapping, m *rdns.Mapping) (slot, number int) {
	mask := uint64(len(s.slots) - 1)
	for i := s.hash(m) & mask; ; i = (i + 1) & mask {
		n := int(s.slots[i]) - 1
		if n < 0 || mappings[n].Addr == m.Addr && mappings[n].Name == m.Name {
			return int(i), n // less than len(s.slots)
		}
	}
}

// put remembers the mapping with the given number in the slot that find has
// returned for it.
func (s *seen) put(mappings []rdns.Mapping, slot, number int) {
	s.slots[slot] = uint32(number) + 1 // a file of 2 GiB has fewer
	if 4*(number+1) >= 3*len(s.slots) {
		s.grow(mappings[:number+1])
	}
}

func (s *seen) grow(mappings []rdns.Mapping) {
	s.slots = make([]uint32, 2*len(s.slots))
	for n := range mappings {
		slot, _ := s.find(mappings, &mappings[n])
		s.slots[slot] = uint32(n) + 1 // as in put
	}
}

func (s *seen) hash(m *rdns.Mapping) uint64 {
	const odd = 0x9e3779b97f4a7c15 // keeps the two hashes from cancelling out
	a := m.Addr.As16()
	return maphash.Bytes(s.seed, a[:])*odd ^ maphash.String(s.seed, m.Name)
}
