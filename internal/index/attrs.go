package index

import "sync"

// attrs number the attributes of mappings. The list only grows, and each snapshot
// reads it as it was at its time. They are safe for concurrent use: the parts of
// an index number alike.
type attrs struct {
	mu     sync.Mutex
	number map[Attr]uint64
	list   []Attr
}

// of returns the number of the attribute.
func (as *attrs) of(a Attr) uint64 {
	as.mu.Lock()
	defer as.mu.Unlock()
	n, ok := as.number[a]
	if !ok {
		n = uint64(len(as.list))
		as.list, as.number[a] = append(as.list, a), n
	}
	return n
}

// all returns the attributes by their numbers.
func (as *attrs) all() []Attr {
	as.mu.Lock()
	defer as.mu.Unlock()
	return as.list
}
