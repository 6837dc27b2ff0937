package confirm

import (
	"bytes"
	"iter"
	"slices"
)

// All yields every Record, those of mappings that are gone too, for a snapshot
// on disk. The Table may change meanwhile; what changed then is in Changes, if
// that was called before.
func (t *Table) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		var entries []Entry
		for i := range t.shards {
			entries = t.entries(&t.shards[i], entries[:0])
			for _, e := range entries {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// entries appends a copy of a shard, so that nobody waits for the disk with the
// lock held. A mapping never stands in another shard.
func (t *Table) entries(s *shard, dst []Entry) []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range s.slots {
		if e := &s.slots[i]; e.used() {
			dst = append(dst, Entry{t.mixer.key(e.id), s.record(e)})
		}
	}
	return dst
}

// Changes returns the Records that changed since the last call, each once and
// as it is now. ok is false when they were too many to be listed: then they are
// in All. The first call returns nothing and begins the watch.
func (t *Table) Changes() (changes []Entry, ok bool) {
	keys, ok := t.changed()
	slices.SortFunc(keys, func(a, b Key) int { return bytes.Compare(a[:], b[:]) })
	keys = slices.Compact(keys)
	changes = make([]Entry, 0, len(keys))
	for _, k := range keys {
		changes = append(changes, Entry{k, t.Get(k)})
	}
	return changes, ok
}

// changed returns the keys whose Records changed since the last call.
func (t *Table) changed() (keys []Key, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	keys, ok = t.changes, !t.untold
	t.tracked, t.changes, t.untold = true, nil, false
	return keys, ok
}

// note lists a change for Changes.
func (t *Table) note(id identity) {
	switch {
	case !t.tracked || t.untold:
	case len(t.changes) >= max(minListed, t.size/listedShare):
		t.changes, t.untold = nil, true
	default:
		t.changes = append(t.changes, t.mixer.key(id))
	}
}
