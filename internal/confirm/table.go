package confirm

import "sync"

// A Table keeps the Records of all mappings by their keys, in about 36 bytes
// each, and in 24 more for those that something speaks against. It is made to
// outlive the Engine that works on it: when a configuration is loaded again, the
// new one takes it over from the old one, and for a moment both use it. It is
// safe for concurrent use. The zero value must not be used; make one with
// NewTable.
type Table struct {
	mixer mixer

	mu     sync.Mutex // guards what follows
	shards [shards]shard
	counts Counts
	size   int    // Records
	census uint32 // the number of the last one

	tracked bool  // somebody called Changes
	changes []Key // what Changes has not told of yet, in no order, some twice
	untold  bool  // there were too many of them to be listed
}

// An Entry is a Record with its key. A zero Record means that the key is not in
// the Table any more.
type Entry struct {
	Key    Key
	Record Record
}

// NewTable returns an empty Table.
func NewTable() *Table { return &Table{mixer: newMixer()} }

// Get returns the Record of a mapping; the zero Record when there is none.
func (t *Table) Get(k Key) Record {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.find(k)
	return p.record()
}

// Put sets the Record of a mapping. A zero Record deletes it.
func (t *Table) Put(k Key, r Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.find(k)
	t.set(&p, &r)
}

// Swap sets the Record of a mapping if it is still the old one, and reports
// whether it was.
func (t *Table) Swap(k Key, old, r Record) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.find(k)
	if !p.found || p.record() != old {
		return false
	}
	t.set(&p, &r)
	return true
}

// Counts returns how many Records there are of each kind.
func (t *Table) Counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts
}

// Reserve makes room for n Records in all. To add so many then hardly leaves
// anything behind for the garbage collector.
func (t *Table) Reserve(n int) {
	for i := range t.shards {
		t.reserve(&t.shards[i], n/shards)
	}
}

func (t *Table) reserve(s *shard, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if slots := n + n/11; slots > len(s.slots) {
		s.resize(slots)
	}
}

// A place is where a key stands in its shard, or would stand. It is good until
// the next change of the shard.
type place struct {
	shard *shard
	id    identity
	at    int
	found bool
}

// find must be called with the lock held, and so must all that follow.
func (t *Table) find(k Key) place {
	id := t.mixer.identity(k)
	p := place{shard: &t.shards[id.order>>(64-shardBits)], id: id}
	p.at, p.found = p.shard.find(id)
	return p
}

func (p *place) slot() *slot { return &p.shard.slots[p.at] }

// record returns the zero Record when there is none.
func (p *place) record() Record {
	if !p.found {
		return Record{}
	}
	return p.shard.record(p.slot())
}

// set gives a key another Record. A zero Record deletes it.
func (t *Table) set(p *place, r *Record) {
	if *r == (Record{}) {
		if p.found {
			t.drop(p)
			p.shard.fit()
		}
		return
	}
	if p.found {
		t.counts.add(p.record(), -1)
	} else {
		p.at, p.found = p.shard.insert(p.id, p.at), true
		t.size++
	}
	t.counts.add(*r, 1)
	p.shard.set(p.slot(), r)
	t.note(p.id)
}

// drop deletes a Record that was found.
func (t *Table) drop(p *place) {
	t.counts.add(p.record(), -1)
	t.size--
	t.note(p.id)
	p.shard.remove(p.at)
}
