package confirm

import (
	"encoding/binary"
	"math/rand/v2"
	"sync"
)

// A Table keeps the Records of all mappings by their keys, in about 75 bytes
// each. It is made to outlive the Engine that works on it: when a configuration
// is loaded again, the new one takes it over from the old one, and for a moment
// both use it. It is safe for concurrent use. The zero value must not be used;
// make one with NewTable.
//
// The entries stand in pages, so that a growing Table is never copied; heads and
// next chain those whose keys fall together.
type Table struct {
	mu     sync.Mutex
	mix    uint64    // random, so that nobody can choose names whose keys fall together
	heads  []uint32  // by place; the number of an entry plus one, 0 for none
	pages  [][]entry // of entriesPerPage
	used   uint32    // entries that were ever in use
	free   uint32    // the first of those that are not any more, plus one
	counts Counts
	census uint32 // the number of the last one

	tracked bool  // somebody called Changes
	changes []Key // what Changes has not told of yet
}

type entry struct {
	key     Key
	record  Record
	next    uint32 // in its chain or in the free ones; the number plus one
	seen    uint32 // the last census that counted it
	changed bool   // stands in Table.changes
}

const entriesPerPage = 1 << 12

// An Entry is a Record with its key. A zero Record means that the key is not in
// the Table any more.
type Entry struct {
	Key    Key
	Record Record
}

// NewTable returns an empty Table.
func NewTable() *Table {
	return &Table{mix: rand.Uint64() | 1, heads: make([]uint32, 1<<10)} //nolint:gosec // against bad luck on purpose; nothing leaks it
}

// Get returns the Record of a mapping; the zero Record when there is none.
func (t *Table) Get(k Key) Record {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.find(k); e != nil {
		return e.record
	}
	return Record{}
}

// Put sets the Record of a mapping. A zero Record deletes it.
func (t *Table) Put(k Key, r Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.put(k, r)
}

// Swap sets the Record of a mapping if it is still the old one, and reports
// whether it was.
func (t *Table) Swap(k Key, old, r Record) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.find(k); e == nil || e.record != old {
		return false
	}
	t.put(k, r)
	return true
}

// Counts returns how many Records there are of each kind.
func (t *Table) Counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts
}

// put must be called with the lock held.
func (t *Table) put(k Key, r Record) {
	if r == (Record{}) {
		t.remove(k)
		return
	}
	e := t.find(k)
	if e == nil {
		e = t.insert(k)
	}
	t.counts.add(e.record, -1)
	e.record = r
	t.counts.add(r, 1)
	if t.tracked && !e.changed {
		e.changed = true
		t.changes = append(t.changes, k)
	}
}

// find returns the entry of the key, or nil.
func (t *Table) find(k Key) *entry {
	for n := t.heads[t.place(k)]; n != 0; {
		e := t.at(n - 1)
		if e.key == k {
			return e
		}
		n = e.next
	}
	return nil
}

func (t *Table) at(number uint32) *entry {
	return &t.pages[number/entriesPerPage][number%entriesPerPage]
}

// place is where the chain of the key begins. The number of heads is a power of 2.
func (t *Table) place(k Key) uint64 {
	return binary.LittleEndian.Uint64(k[:]) * t.mix >> 32 & uint64(len(t.heads)-1)
}

// insert adds an empty entry.
func (t *Table) insert(k Key) *entry {
	n := t.free
	if n != 0 {
		t.free = t.at(n - 1).next
	} else {
		n = t.extend()
	}
	head := &t.heads[t.place(k)]
	e := t.at(n - 1)
	*e = entry{key: k, next: *head}
	*head = n
	return e
}

// extend takes a new entry into use and returns its number plus one.
func (t *Table) extend() uint32 {
	if int(t.used) == len(t.pages)*entriesPerPage {
		t.pages = append(t.pages, make([]entry, entriesPerPage))
	}
	if int(t.used) >= len(t.heads) {
		t.rehash()
	}
	t.used++
	return t.used
}

// rehash doubles the number of chains. A million entries take some 50 ms.
func (t *Table) rehash() {
	t.heads = make([]uint32, 2*len(t.heads))
	for n := range t.used {
		if e := t.at(n); e.record != (Record{}) {
			head := &t.heads[t.place(e.key)]
			e.next, *head = *head, n+1
		}
	}
}

// remove takes the key's entry out of its chain.
func (t *Table) remove(k Key) {
	for link := &t.heads[t.place(k)]; *link != 0; {
		e := t.at(*link - 1)
		if e.key != k {
			link = &e.next
			continue
		}
		t.counts.add(e.record, -1)
		n := *link
		*link = e.next
		*e = entry{next: t.free}
		t.free = n
		if t.tracked {
			t.changes = append(t.changes, k)
		}
		return
	}
}
