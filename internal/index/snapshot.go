package index

import (
	"fmt"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Snapshot is all that queries read at one moment. It is immutable.
type Snapshot struct {
	*Frame
	Serial uint32 // of every zone's SOA

	v4    *table4
	v6    *table6
	attrs []Attr
}

// NewSnapshot builds a Snapshot of the mappings, which are in ascending order
// of their addresses; those of one address stand in the order of preference.
func NewSnapshot(f *Frame, serial uint32, mappings []rdns.Mapping) (*Snapshot, error) {
	b := builder{number: make(map[Attr]uint64), ttl: f.ttl}
	for len(mappings) > 0 {
		n := 1
		for n < len(mappings) && mappings[n].Addr == mappings[0].Addr {
			n++
		}
		if err := b.add(mappings[:n]); err != nil {
			return nil, err
		}
		mappings = mappings[n:]
	}
	return &Snapshot{Frame: f, Serial: serial, v4: b.v4.finish(), v6: b.v6.finish(), attrs: b.attrs}, nil
}

// WithSerial returns the same data under another serial.
func (s *Snapshot) WithSerial(serial uint32) *Snapshot {
	c := *s
	c.Serial = serial
	return &c
}

// Len returns the number of addresses that have explicit names.
func (s *Snapshot) Len() int { return s.v4.size + s.v6.size }

// names returns the explicit names of the address.
func (s *Snapshot) names(a netip.Addr) Names {
	if a.Is4() {
		return Names{s.v4.lookup(a), s.attrs}
	}
	return Names{s.v6.lookup(a), s.attrs}
}

// A builder packs mappings and numbers their attributes.
type builder struct {
	v4      builder4
	v6      builder6
	ttl     uint32
	attrs   []Attr
	number  map[Attr]uint64
	entries []entry
	last    netip.Addr
}

func (b *builder) add(mappings []rdns.Mapping) error {
	addr := mappings[0].Addr
	if b.last.IsValid() && !b.last.Less(addr) {
		return fmt.Errorf("building the index: %s stands behind %s", addr, b.last)
	}
	b.last = addr
	b.entries = b.entries[:0]
	for _, m := range mappings {
		b.entries = append(b.entries, entry{b.attr(m), m.Name})
	}
	if addr.Is4() {
		b.v4.add(addr, b.entries)
	} else {
		b.v6.add(addr, b.entries)
	}
	return nil
}

func (b *builder) attr(m rdns.Mapping) uint64 {
	a := Attr{TTL: m.TTL, Class: m.Class}
	if a.TTL == 0 {
		a.TTL = b.ttl
	}
	n, ok := b.number[a]
	if !ok {
		n = uint64(len(b.attrs))
		b.attrs, b.number[a] = append(b.attrs, a), n
	}
	return n
}
