package index

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Mapping is a rdns.Mapping as the index keeps it. Its TTL is never 0 when it
// comes out of a Snapshot: the Frame's default has taken that place.
type Mapping struct {
	rdns.Mapping
	Source int // where it came from; the caller numbers the sources
	State  rdns.State
}

// A Change says what an address has from now on.
type Change struct {
	Addr     netip.Addr
	Mappings []Mapping // in the order of preference, their Addr ignored; none clears the address
}

// Counts are what a Snapshot holds.
type Counts struct {
	Mappings  int
	Addresses int      // with at least one mapping
	Served    int      // addresses with at least one served mapping
	ByState   [256]int // mappings, by their State
}

// add counts the mappings of an address, remove takes them back.
func (c *Counts) add(s slot)    { c.change(s, 1) }
func (c *Counts) remove(s slot) { c.change(s, -1) }

func (c *Counts) change(s slot, by int) {
	c.Addresses += by
	if s.served {
		c.Served += by
	}
	for e := s.data; e != ""; {
		head, _, rest := e.next()
		c.Mappings += by
		c.ByState[head.state] += by
		e = rest
	}
}

// An Attr is what many mappings share. A mapping holds only its number.
type Attr struct {
	TTL    uint32 // seconds, never 0
	Class  rdns.Class
	Source int
	Owner  string
}
