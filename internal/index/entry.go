package index

import (
	"encoding/binary"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// entries are the packed mappings of one address, in the order of preference.
//
// An entry is a varint, the number of its Attr shifted left once, with one added
// when another entry follows; the state in one byte; then, only when another
// follows, the length of the name as a varint; then the name. So the usual
// single name costs two bytes beside its own.
type entries string

// A head is what an entry holds beside its name.
type head struct {
	attr  uint64
	state rdns.State
}

// next returns the first entry and those behind it. There must be one.
func (e entries) next() (h head, name string, rest entries) {
	v, size := uvarint(e)
	h = head{v >> 1, rdns.State(e[size])}
	e = e[size+1:]
	if v&1 == 0 {
		return h, string(e), ""
	}
	length, size := uvarint(e)
	e = e[size:]
	return h, string(e[:length]), e[length:]
}

// served skips the entries in front of the first served one.
func (e entries) served() entries {
	for e != "" {
		h, _, rest := e.next()
		if h.state.Served() {
			return e
		}
		e = rest
	}
	return ""
}

// young reports whether an entry may be served soon.
func (e entries) young() bool {
	for e != "" {
		h, _, rest := e.next()
		if h.state.Young() {
			return true
		}
		e = rest
	}
	return false
}

// appendEntry packs one entry.
func appendEntry(dst []byte, h head, name string, last bool) []byte {
	v := h.attr << 1
	if !last {
		v |= 1
	}
	dst = append(binary.AppendUvarint(dst, v), byte(h.state))
	if !last {
		dst = binary.AppendUvarint(dst, uint64(len(name)))
	}
	return append(dst, name...)
}

// uvarint is binary.Uvarint for a string that is known to be well formed.
func uvarint(s entries) (v uint64, size int) {
	for shift := 0; ; shift += 7 {
		b := s[size]
		size++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v, size
		}
	}
}

// Names are the served names of one address, in the order of preference. The
// zero value has none.
type Names struct {
	entries entries // none, or a served one among them
	attrs   []Attr
}

// Next returns the first name, with its attributes, and the names behind it.
// ok is false when there is none.
func (n Names) Next() (name string, attr Attr, rest Names, ok bool) {
	e := n.entries.served()
	if e == "" {
		return "", Attr{}, n, false
	}
	h, name, behind := e.next()
	return name, n.attrs[h.attr], Names{behind.served(), n.attrs}, true
}

// Empty reports whether there is no name.
func (n Names) Empty() bool { return n.entries == "" }
