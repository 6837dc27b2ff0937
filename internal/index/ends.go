package index

import "encoding/binary"

// Packed blocks say where the names of each address end with two bytes, or
// with four when the names of the block together are longer than that reaches.

func endWidth(total int) int {
	if total > 1<<16-1 {
		return 4
	}
	return 2
}

func appendEnds(dst []byte, ends []int, width int) []byte {
	for _, e := range ends {
		if width == 2 {
			dst = binary.LittleEndian.AppendUint16(dst, uint16(e)) //nolint:gosec // endWidth has looked
		} else {
			dst = binary.LittleEndian.AppendUint32(dst, uint32(e)) //nolint:gosec // a block is far smaller
		}
	}
	return dst
}

func loadEnd(ends string, i, width int) int {
	if width == 2 {
		s := ends[2*i:]
		return int(s[0]) | int(s[1])<<8
	}
	s := ends[4*i:]
	_ = s[3]
	return int(s[0]) | int(s[1])<<8 | int(s[2])<<16 | int(s[3])<<24
}
