package policy

import "encoding/binary"

// openings tells which four bytes cores begin with, by a hash of them, so that
// most texts need no other look.
type openings [1 << 16 / 64]uint64

func (o *openings) add(text string) {
	if len(text) >= 4 {
		i := opening([]byte(text))
		o[i/64] |= 1 << (i % 64)
	}
}

// have tells whether a core may stand at the beginning of text.
func (o *openings) have(text []byte) bool {
	if len(text) < 4 {
		return false
	}
	i := opening(text)
	return o[i/64]&(1<<(i%64)) != 0
}

// in tells whether a core may stand anywhere in text.
func (o *openings) in(text []byte) bool {
	for ; len(text) >= 4; text = text[1:] {
		if o.have(text) {
			return true
		}
	}
	return false
}

func opening(text []byte) uint32 {
	return binary.LittleEndian.Uint32(text) * 0x9E3779B1 >> 16
}
