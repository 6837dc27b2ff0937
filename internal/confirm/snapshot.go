package confirm

import (
	"iter"
	"slices"
)

// All yields every Record, those of mappings that are gone too, for a snapshot
// on disk. The Table may change meanwhile; what changed then is in Changes, if
// that was called before.
func (t *Table) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for page := 0; ; page++ {
			entries := t.page(page)
			if entries == nil {
				return
			}
			for _, e := range entries {
				if e.record != (Record{}) && !yield(Entry{e.key, e.record}) {
					return
				}
			}
		}
	}
}

// page returns a copy, so that nobody waits for the disk with the lock held.
func (t *Table) page(number int) []entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	if number >= len(t.pages) {
		return nil
	}
	return slices.Clone(t.pages[number])
}

// Changes returns the Records that changed since the last call, each once and
// as it is now. The first call returns nothing and begins the watch.
func (t *Table) Changes() []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tracked = true
	changes := make([]Entry, 0, len(t.changes))
	for _, k := range t.changes {
		var r Record
		if e := t.find(k); e != nil {
			e.changed, r = false, e.record
		}
		changes = append(changes, Entry{k, r})
	}
	t.changes = nil
	return changes
}
