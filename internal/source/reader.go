package source

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Reader reads mappings of a Set in their order, once.
type Reader struct {
	set     *Set
	at, end int
	near    int    // the names in front of this one are in reach
	drains  bool   // nobody reads this behind it, so that memory can be let go of:
	behind  int    // up to where the rows are
	drain   []used // the chunks that nobody else needs, by where they end
	touched byte   // so that no compiler leaves reading out
}

// Read returns a Reader of the mappings in the span. Memory brings their names some
// at a time: one after the other would cost a wait each in a file without order.
func (s *Set) Read(span Span) *Reader {
	begin, end := s.places(span)
	return &Reader{set: s, at: begin, near: begin, end: end}
}

// Drain is Read for the last one who reads these mappings: the Set lets go of them
// meanwhile, and of their names as far as neighbours have theirs together. Other parts
// of it may be read at the same time, when all have begun.
func (s *Set) Drain(span Span) *Reader {
	r := s.Read(span)
	r.drains, r.behind = true, r.at
	s.usedOnce.Do(s.findUsed)
	for _, u := range s.used {
		if u.from >= r.at && u.to <= r.end {
			r.drain = append(r.drain, u)
		}
	}
	return r
}

// A used tells which mappings have their names in a chunk: some of those at from up to
// to.
type used struct{ chunk, from, to int }

// findUsed finds out where the chunks are needed.
func (s *Set) findUsed() {
	s.used = make([]used, len(s.chunks))
	for k := range s.Len() {
		u := &s.used[s.row(k).chunk()]
		if u.to == 0 {
			u.from = k
		}
		u.to = k + 1
	}
	for i := range s.used {
		s.used[i].chunk = i
	}
	slices.SortFunc(s.used, func(a, b used) int { return cmp.Compare(a.to, b.to) })
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

// forget lets go of what was read.
func (r *Reader) forget() {
	if r.drains {
		r.behind = r.set.letGo(r.behind, r.at)
	}
	for len(r.drain) > 0 && r.drain[0].to <= r.at {
		r.set.chunks[r.drain[0].chunk] = ""
		r.drain = r.drain[1:]
	}
}

// letGo lets go of the pages of rows between two places. It returns from where to go
// on.
func (s *Set) letGo(from, to int) int {
	n := s.v4.count
	if from < n {
		if from = s.v4.letGo(from, min(to, n)); from < n {
			return from
		}
	}
	return n + s.v6.letGo(from-n, max(from, to)-n)
}
