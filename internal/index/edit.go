package index

import "net/netip"

// An Edit makes the successor of a snapshot from any number of changes that come
// in ascending order. It takes little more memory than what they change, and no
// other successor of the snapshot can be made until Done.
type Edit struct{ next Snapshot }

// Edit begins to make a successor.
func (s *Snapshot) Edit() *Edit {
	s.writer.mu.Lock()
	s.writer.begin(s)
	return &Edit{next: *s}
}

// Put gives the address, which is behind those before it, its mappings in the
// order of preference, or takes them away.
func (e *Edit) Put(a netip.Addr, mappings []Mapping) {
	w := e.next.writer
	if len(w.changes) == batchSize {
		w.apply(&e.next)
	}
	w.set(a, mappings)
}

// Done returns the successor. The Edit must not be used any more.
func (e *Edit) Done() *Snapshot {
	w := e.next.writer
	w.apply(&e.next)
	w.finish(&e.next)
	w.mu.Unlock()
	return &e.next
}

// Attrs returns the number of different attributes that the snapshot has room
// for. A successor has those of the snapshot before too, in use or not.
func (s *Snapshot) Attrs() int { return len(s.attrs) }
