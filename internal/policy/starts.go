package policy

// starts tells which pairs of bytes words begin with, so that most texts need no
// other look.
type starts [1 << 16 / 64]uint64

func (s *starts) add(text string) {
	if len(text) > 1 {
		i := uint16(text[0])<<8 | uint16(text[1])
		s[i/64] |= 1 << (i % 64)
	}
}

func (s *starts) have(text []byte) bool {
	if len(text) < 2 {
		return false
	}
	i := uint16(text[0])<<8 | uint16(text[1])
	return s[i/64]&(1<<(i%64)) != 0
}
