package index

import (
	"encoding/binary"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// An Attr is what many mappings share. A mapping holds only its number. It holds
// nothing that customers choose freely: there are no more of them than TTLs.
type Attr struct {
	TTL   uint32 // seconds, never 0
	Class rdns.Class
}

// Names are the explicit names of one address, in the order of preference. The
// zero value has none.
//
// An entry is packed as a header, the attribute's number shifted left once and
// one added when another name follows, as a varint; then, only when another
// follows, the length of the name in one byte; then the name. So the usual
// single name costs one byte beside its own.
type Names struct {
	data  string
	attrs []Attr
}

// Next returns the first name, with its attributes, and the names behind it.
// ok is false when there is none.
func (n Names) Next() (name string, attr Attr, rest Names, ok bool) {
	if n.data == "" {
		return "", Attr{}, n, false
	}
	head, size := uvarint(n.data)
	data := n.data[size:]
	length := len(data)
	if head&1 != 0 {
		length = int(data[0])
		data = data[1:]
	}
	return data[:length], n.attrs[head>>1], Names{data[length:], n.attrs}, true
}

// Empty reports whether there is no name.
func (n Names) Empty() bool { return n.data == "" }

// An entry is one name on its way into a packed block.
type entry struct {
	attr uint64
	name string
}

// appendEntries packs the names of one address. A name has at most 254 octets
// in presentation form, so its length fits a byte.
func appendEntries(dst []byte, entries []entry) []byte {
	for i, e := range entries {
		last := i == len(entries)-1
		head := e.attr << 1
		if !last {
			head |= 1
		}
		dst = binary.AppendUvarint(dst, head)
		if !last {
			dst = append(dst, byte(len(e.name)))
		}
		dst = append(dst, e.name...)
	}
	return dst
}

// uvarint is binary.Uvarint for a string that is known to be well formed.
func uvarint(s string) (v uint64, size int) {
	for shift := 0; ; shift += 7 {
		b := s[size]
		size++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v, size
		}
	}
}
