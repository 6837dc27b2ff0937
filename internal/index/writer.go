package index

import (
	"net/netip"
	"sync"
	"unsafe"
)

// A writer makes snapshots. One belongs to a snapshot built by NewSnapshot and
// to all its successors, so that they number attributes alike.
type writer struct {
	mu    sync.Mutex // two successors of one snapshot may be made at once
	attrs *attrs
	last  Attr // neighbours mostly share them; zero at first
	lastN uint64

	// Of the snapshot that is being made.
	ttl     uint32 // of mappings that name none
	counts  Counts
	batches int    // that were packed
	changes []slot // ascending
	text    []byte // their data; written over when they are packed

	// Kept between successors only for their memory.
	old, merged []slot
	leaves      list6[leaf6]
}

func newWriter(a *attrs) *writer { return &writer{attrs: a} }

// begin prepares a successor of s.
func (w *writer) begin(s *Snapshot) { w.ttl, w.counts, w.batches = s.ttl, s.counts, 0 }

// put is set for many addresses, some of which are packed at a time.
func (w *writer) put(s *Snapshot, a netip.Addr, mappings []Mapping) {
	if len(w.changes) >= batchSize {
		w.apply(s)
		w.batches++
	}
	w.set(a, mappings)
}

// set gives the address its mappings, or takes them away.
func (w *writer) set(a netip.Addr, mappings []Mapping) {
	start, served := len(w.text), false
	for i, m := range mappings {
		h := head{w.attr(m), m.State}
		w.text = appendEntry(w.text, h, m.Name, i == len(mappings)-1)
		served = served || m.State.Served()
	}
	data := w.text[start:]
	w.changes = append(w.changes, slot{a, entries(unsafe.String(unsafe.SliceData(data), len(data))), served})
}

// attr returns the number of the mapping's attributes.
func (w *writer) attr(m Mapping) uint64 {
	a := Attr{TTL: m.TTL, Class: m.Class, Source: m.Source, Owner: m.Owner}
	if a.TTL == 0 {
		a.TTL = w.ttl
	}
	if a != w.last || a == (Attr{}) {
		w.last, w.lastN = a, w.attrs.of(a)
	}
	return w.lastN
}

// apply makes the changes that were set.
func (w *writer) apply(s *Snapshot) {
	n := 0
	for n < len(w.changes) && w.changes[n].addr.Is4() {
		n++
	}
	if n > 0 {
		s.v4 = s.v4.with(w.changes[:n], w)
	}
	if n < len(w.changes) {
		s.v6 = s.v6.with(w.changes[n:], w)
	}
	w.changes = w.changes[:0]
	w.text = w.text[:0] // packing has copied it
}

// finish completes s. The writer lets go of all the text that it has packed. Batches
// that come one behind the other leave branches half full.
func (w *writer) finish(s *Snapshot) {
	if w.batches > 0 && len(s.v6.below) > 0 {
		s.v6 = join6(s.v6)
	}
	s.attrs, s.counts = w.attrs.all(), w.counts
	w.changes, w.text = used(w.changes), nil
	w.old, w.merged, w.leaves = used(w.old), used(w.merged), used(w.leaves)
}

// used returns an empty slice, with the memory of s unless that is too large.
func used[S ~[]E, E any](s S) S {
	if cap(s) > maxKept {
		return nil
	}
	clear(s[:cap(s)])
	return s[:0]
}

// merge returns the old slots with the changes made, and counts them.
func (w *writer) merge(changes []slot) []slot {
	old, dst := w.old, w.merged[:0]
	for i := range changes {
		c := &changes[i]
		for len(old) > 0 && old[0].addr.Less(c.addr) {
			dst, old = append(dst, old[0]), old[1:]
		}
		if len(old) > 0 && old[0].addr == c.addr {
			w.counts.remove(old[0])
			old = old[1:]
		}
		if c.data != "" {
			w.counts.add(*c)
			dst = append(dst, *c)
		}
	}
	dst = append(dst, old...)
	w.merged = dst
	return dst
}
