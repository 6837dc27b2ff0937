package index

import (
	"iter"
	"net/netip"
)

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
	e.next.writer.put(&e.next, a, mappings)
}

// After returns the mappings behind an address that nothing was put behind, as those
// of a Snapshot. Whoever reads them a part at a time, and lets go of the snapshot
// before, gives up the memory of what was put elsewhere.
func (e *Edit) After(a netip.Addr) iter.Seq[Mapping] { return e.next.After(a) }

// Done returns the successor. The Edit must not be used any more.
func (e *Edit) Done() *Snapshot {
	w := e.next.writer
	w.apply(&e.next)
	w.finish(&e.next)
	w.mu.Unlock()
	return &e.next
}

// Holders yields the addresses that have a mapping from the source, ascending.
func (s *Snapshot) Holders(source int) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		each := func(at slot) bool { return !s.holds(at.data, source) || yield(at.addr) }
		if s.v4.from(netip.IPv4Unspecified(), each) {
			s.v6.from(key6{}, each)
		}
	}
}

// holds reports whether one of the entries is from the source.
func (s *Snapshot) holds(e entries, source int) bool {
	for e != "" {
		h, _, rest := e.next()
		if s.attrs[h.attr].Source == source {
			return true
		}
		e = rest
	}
	return false
}

// Attrs returns the number of different attributes that the snapshot has room
// for. A successor has those of the snapshot before too, in use or not.
func (s *Snapshot) Attrs() int { return len(s.attrs) }
