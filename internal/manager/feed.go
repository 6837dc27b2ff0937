package manager

import (
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A claim is a mapping with the place it came from and what becomes of it. Its
// Owner is the effective one, and its TTL is never 0.
type claim struct {
	rdns.Mapping
	from      int32 // number of the source, corefile for the Corefile itself
	line      int32 // in the source; 0 when nobody remembers
	state     rdns.State
	published bool // it stands in the snapshot before, with the state
	outside   bool // and there among the addresses in none of our zones
}

// corefile is the number of the source that is the Corefile itself.
const corefile = -1

// same reports whether both say the same.
func (c *claim) same(o *claim) bool { return c.from == o.from && c.Mapping == o.Mapping }

// A feed yields claims by their addresses, ascending.
type feed interface {
	// next returns the address that comes next. ok is false at the end.
	next() (a netip.Addr, ok bool)
	// take appends the claims to that address, those of one source in their
	// order, and goes on to the address behind it.
	take(dst []claim) []claim
}

// A listFeed yields claims that are in order.
type listFeed struct{ rest []claim }

func (f *listFeed) next() (netip.Addr, bool) {
	if len(f.rest) == 0 {
		return netip.Addr{}, false
	}
	return f.rest[0].Addr, true
}

func (f *listFeed) take(dst []claim) []claim {
	n := 1
	for n < len(f.rest) && f.rest[n].Addr == f.rest[0].Addr {
		n++
	}
	dst = append(dst, f.rest[:n]...)
	f.rest = f.rest[n:]
	return dst
}

// A setFeed yields the mappings of a file as it was read.
type setFeed struct {
	reader *source.Reader
	from   int32
	ttl    uint32 // of mappings that name none
	owners *claims.Owners
}

func (f *setFeed) next() (netip.Addr, bool) { return f.reader.Addr() }

func (f *setFeed) take(dst []claim) []claim {
	first, ok := f.reader.Addr()
	for a := first; ok && a == first; a, ok = f.reader.Addr() {
		m, line := f.reader.Next()
		if m.TTL == 0 {
			m.TTL = f.ttl
		}
		m.Owner = f.owners.Effective(m)
		dst = append(dst, claim{Mapping: m, from: f.from, line: int32(line)}) //nolint:gosec // files of at most 2 GiB
	}
	return dst
}

// A snapshotFeed yields what a snapshot holds, reading a page of it at a time.
type snapshotFeed struct {
	snapshot *index.Snapshot
	adapt    func(*claim) bool // changes a claim, and reports whether it is wanted
	page     listFeed
	room     []claim    // for the pages
	last     netip.Addr // that was read
	end      netip.Addr // the last one to read; zero for all
	ended    bool
}

func (f *snapshotFeed) next() (netip.Addr, bool) {
	for len(f.page.rest) == 0 && !f.ended {
		f.read()
	}
	return f.page.next()
}

func (f *snapshotFeed) take(dst []claim) []claim { return f.page.take(dst) }

// read reads a page, which ends with the last mapping of an address.
func (f *snapshotFeed) read() {
	f.room, f.ended = f.room[:0], true
	n := 0
	for m := range f.snapshot.After(f.last) {
		if f.end.IsValid() && f.end.Less(m.Addr) {
			break
		}
		if n >= pageSize && m.Addr != f.last {
			f.ended = false
			break
		}
		n++
		f.last = m.Addr
		f.room = append(f.room, claim{Mapping: m.Mapping, from: int32(m.Source), state: m.State}) //nolint:gosec // lines of a Corefile
		if last := len(f.room) - 1; !f.adapt(&f.room[last]) {
			f.room = f.room[:last]
		}
	}
	f.page.rest = f.room
}

// A merge yields the claims of several feeds. It is a heap: the feed whose
// address comes next is the first.
type merge []entrant

type entrant struct {
	addr netip.Addr // that comes next
	feed feed
}

// newMerge begins with all feeds that have anything.
func newMerge(feeds ...feed) *merge {
	m := make(merge, 0, len(feeds))
	for _, f := range feeds {
		if a, ok := f.next(); ok {
			m = append(m, entrant{a, f})
		}
	}
	slices.SortFunc(m, func(x, y entrant) int { return x.addr.Compare(y.addr) })
	return &m
}

// next appends the claims to the next address; those of one feed stand together.
// It appends none at the end.
func (m *merge) next(dst []claim) []claim {
	if len(*m) == 0 {
		return dst
	}
	for a := (*m)[0].addr; len(*m) > 0 && (*m)[0].addr == a; {
		first := &(*m)[0]
		dst = first.feed.take(dst)
		ok := false
		if first.addr, ok = first.feed.next(); !ok {
			last := len(*m) - 1
			*first = (*m)[last]
			*m = (*m)[:last]
		}
		m.sink()
	}
	return dst
}

// sink moves the first feed to its place.
func (m *merge) sink() {
	h := *m
	for i, c := 0, 1; c < len(h); c = 2*i + 1 {
		if c+1 < len(h) && h[c+1].addr.Less(h[c].addr) {
			c++
		}
		if !h[c].addr.Less(h[i].addr) {
			return
		}
		h[i], h[c] = h[c], h[i]
		i = c
	}
}
