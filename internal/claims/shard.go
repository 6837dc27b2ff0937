package claims

// A slot of the table tells the owner of a name by their number:
//
//	tag   40 bits   of the hash of the name, beside those that chose the shard
//	owner 24 bits   0 in a free slot, several when there is more than one
//
// Two names with the same tag in one shard count as one. If their owners differ
// both are taken for contested until the second pass, which compares names.
const (
	shardBits = 8
	ownerBits = 24
	tagBits   = 64 - ownerBits
	tagMask   = 1<<tagBits - 1
	several   = 1<<ownerBits - 1
)

// A shard is one part of a hash table with linear probing. As each part grows by
// itself, growing needs little memory beside the table. The zero value is empty.
type shard struct {
	slots []uint64
	used  int
}

// add notes one more owner of the name with the tag.
func (s *shard) add(tag, owner uint64) {
	if 8*s.used >= 7*len(s.slots) {
		s.grow()
	}
	i := s.find(tag)
	switch was := s.slots[i] & several; was {
	case owner:
	case 0:
		s.slots[i] = tag<<ownerBits | owner
		s.used++
	default:
		s.slots[i] |= several
	}
}

// several reports whether more than one owner wants the name with the tag.
func (s *shard) several(tag uint64) bool {
	return len(s.slots) > 0 && s.slots[s.find(tag)]&several == several
}

// find returns the slot of the tag, or the free one where it belongs.
func (s *shard) find(tag uint64) int {
	i := int(tag * uint64(len(s.slots)) >> tagBits)
	for s.slots[i] != 0 && s.slots[i]>>ownerBits != tag {
		if i++; i == len(s.slots) {
			i = 0
		}
	}
	return i
}

// grow makes the shard half as large again.
func (s *shard) grow() {
	old := s.slots
	s.slots = make([]uint64, max(16, len(old)+len(old)/2))
	for _, slot := range old {
		if slot != 0 {
			s.slots[s.find(slot>>ownerBits)] = slot
		}
	}
}
