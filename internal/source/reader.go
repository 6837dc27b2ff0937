package source

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Reader reads mappings of a Set in their order, once.
type Reader struct {
	set     *Set
	at, end int
	near    int // the names in front of this one are in reach
	chunk   int // the first one that may be needed
	drain   bool
	touched byte // so that no compiler leaves reading out
}

// Read returns a Reader of the mappings in the span. Memory brings their names some
// at a time: one after the other would cost a wait each in a file without order.
func (s *Set) Read(span Span) *Reader {
	begin, end := s.places(span)
	return &Reader{set: s, at: begin, near: begin, end: end}
}

// Drain is Read for the last one who reads these mappings: the Set lets go of their
// names meanwhile, where they stand in the order of the addresses. Other parts of
// it may be read at the same time.
func (s *Set) Drain(span Span) *Reader {
	r := s.Read(span)
	if r.drain = s.ordered && r.at < r.end; r.drain {
		r.chunk = s.row(r.at).chunk() + 1 // the names in front of its own are not ours
	}
	return r
}

// Addr returns the address of the next mapping. ok is false at the end.
func (r *Reader) Addr() (a netip.Addr, ok bool) {
	if r.at == r.end {
		return netip.Addr{}, false
	}
	return r.set.AddrAt(r.at), true
}

// Next returns the next mapping, which there must be, and its line.
func (r *Reader) Next() (m rdns.Mapping, line int) {
	if r.at == r.near {
		r.forget()
		r.reach()
	}
	r.at++
	return r.set.At(r.at - 1)
}

// reach reads a little of the next names, none of which waits for another.
func (r *Reader) reach() {
	for end := min(r.end, r.at+nearRows); r.near < end; r.near++ {
		name := r.set.name(r.set.row(r.near))
		r.touched += name[0] + name[len(name)-1]
	}
}

// forget lets go of names that were read.
func (r *Reader) forget() {
	if !r.drain {
		return
	}
	for now := r.set.row(r.at).chunk(); r.chunk < now; r.chunk++ {
		r.set.chunks[r.chunk] = ""
	}
}
