package index

import (
	"net/netip"
	"strings"
)

// A slot is what the index keeps of one address. Without data it says that the
// address has no mappings.
type slot struct {
	addr   netip.Addr
	data   entries
	served bool // some entry is
}

// A block holds the packed mappings of up to 256 neighbouring addresses:
//
//	flags    1 byte
//	count-1  1 byte
//	head                 as block4 and leaf6 say
//	for each address:
//	  key                as leaf6 says; a block4 has none
//	  end    2 or 4      where the entries of the address end, little endian;
//	                     the highest bit tells that one is served
//	entries              of all addresses, as entry.go says
//
// Blocks are strings: they cannot change, and the garbage collector never looks
// into them.
type block string

// Flags of a block.
const (
	wide      = 1 << iota // ends have four bytes
	anyServed             // some address has a served name
	listed                // a block4 whose head is a list
)

const (
	blockHead = 2 // where the head begins
	maxNarrow = 1<<15 - 1
)

func (b block) count() int      { return int(b[1]) + 1 }
func (b block) anyServed() bool { return b[0]&anyServed != 0 }

// width returns the size of an end.
func (b block) width() int { return 2 + 2*int(b[0]&wide) }

// at returns the entries of the i-th address. Keys and ends begin at the given
// place.
func (b block) at(begin, key, i int) (data entries, served bool) {
	step := key + b.width()
	place := begin + i*step + key
	from := 0
	if i > 0 {
		from, _ = b.end(place - step)
	}
	to, served := b.end(place)
	begin += b.count() * step
	return entries(b[begin+from : begin+to]), served
}

func (b block) end(place int) (end int, served bool) {
	end = b.load16(place)
	if b[0]&wide != 0 {
		high := b.load16(place + 2)
		return end | high&maxNarrow<<16, high > maxNarrow
	}
	return end & maxNarrow, end > maxNarrow
}

func (b block) load16(place int) int {
	s := b[place:]
	return int(s[0]) | int(s[1])<<8
}

// pack makes a block of the slots, of which there are 1 to 256. Their keys, all
// of one size, follow each other.
func pack(slots []slot, flags byte, head, keys []byte) block {
	size, width, key := 0, 2, len(keys)/len(slots)
	for i := range slots {
		size += len(slots[i].data)
		if slots[i].served {
			flags |= anyServed
		}
	}
	if size > maxNarrow {
		flags |= wide
		width = 4
	}
	var out strings.Builder
	out.Grow(blockHead + len(head) + len(keys) + len(slots)*width + size)
	out.WriteByte(flags)
	out.WriteByte(byte(len(slots) - 1))
	out.Write(head)
	end := 0
	for i := range slots {
		out.Write(keys[i*key : (i+1)*key])
		end += len(slots[i].data)
		writeEnd(&out, end, width, slots[i].served)
	}
	for i := range slots {
		out.WriteString(string(slots[i].data))
	}
	return block(out.String())
}

func writeEnd(out *strings.Builder, end, width int, served bool) {
	if served {
		end |= 1 << (8*width - 1)
	}
	for range width {
		out.WriteByte(byte(end))
		end >>= 8
	}
}
