package index

import "slices"

// With returns the successor of the snapshot after the changes, in any order;
// of two for one address the later one counts. It shares everything else with
// s, so that it takes little time and memory however large the index is, and
// many changes at once take less than one after the other.
func (s *Snapshot) With(changes []Change) *Snapshot {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(x, y Change) int { return x.Addr.Compare(y.Addr) })
	w, c := s.writer, *s
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begin(s)
	for i, change := range changes {
		if i+1 == len(changes) || changes[i+1].Addr != change.Addr {
			w.set(change.Addr, change.Mappings)
		}
	}
	w.apply(&c)
	w.finish(&c)
	return &c
}
