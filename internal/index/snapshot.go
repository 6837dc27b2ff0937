package index

import (
	"fmt"
	"iter"
	"net/netip"
)

// A Snapshot is all that queries read at one moment. It is immutable.
type Snapshot struct {
	*Frame
	Serial uint32 // of every zone's SOA

	v4     *table4
	v6     *table6
	attrs  []Attr // as they were at the time
	counts Counts
	writer *writer // shared with the snapshots before and after
}

// NewSnapshot builds a Snapshot of the mappings, which are in ascending order
// of their addresses; those of one address stand in the order of preference.
func NewSnapshot(f *Frame, serial uint32, mappings iter.Seq[Mapping]) (*Snapshot, error) {
	s := &Snapshot{Frame: f, Serial: serial, v4: new(table4), v6: new(table6)}
	s.writer = newWriter(&attrs{number: make(map[Attr]uint64)})
	w := s.writer
	w.begin(s)
	var same []Mapping // of one address
	var last netip.Addr
	for m := range mappings {
		if !m.Addr.IsValid() {
			return nil, fmt.Errorf("building the index: %q has no address", m.Name)
		}
		if m.Addr != last {
			if !last.Less(m.Addr) {
				return nil, fmt.Errorf("building the index: %s stands behind %s", m.Addr, last)
			}
			if len(same) > 0 {
				w.put(s, last, same)
			}
			same, last = same[:0], m.Addr
		}
		same = append(same, m)
	}
	if len(same) > 0 {
		w.put(s, last, same)
	}
	w.apply(s)
	w.finish(s)
	return s, nil
}

// WithSerial returns the same data under another serial.
func (s *Snapshot) WithSerial(serial uint32) *Snapshot {
	c := *s
	c.Serial = serial
	return &c
}

// WithFrame returns the same mappings under another frame. They keep their
// TTLs, also those that were the default of the frame before.
func (s *Snapshot) WithFrame(f *Frame) *Snapshot {
	c := *s
	c.Frame = f
	return &c
}

// Len returns the number of addresses that have served names.
func (s *Snapshot) Len() int { return s.counts.Served }

// Counts returns what the snapshot holds.
func (s *Snapshot) Counts() Counts { return s.counts }

// packed returns the mappings of the address, and whether one is served.
func (s *Snapshot) packed(a netip.Addr) (data entries, served bool) {
	if a.Is4() {
		return s.v4.lookup(a)
	}
	return s.v6.lookup(a)
}

// At returns all desired mappings of the address, in the order of preference.
func (s *Snapshot) At(a netip.Addr) iter.Seq[Mapping] {
	return func(yield func(Mapping) bool) {
		data, _ := s.packed(a)
		s.unpack(slot{addr: a, data: data}, yield)
	}
}

// After returns all desired mappings of the addresses behind a, ascending, and
// for the zero Addr those of all addresses, IPv4 before IPv6.
func (s *Snapshot) After(a netip.Addr) iter.Seq[Mapping] {
	return func(yield func(Mapping) bool) {
		each := func(at slot) bool { return s.unpack(at, yield) }
		first4, first6 := netip.IPv4Unspecified(), netip.IPv6Unspecified()
		switch {
		case a.Is4():
			first4 = a.Next()
		case a.Is6():
			first4, first6 = netip.Addr{}, a.Next()
		}
		if first4.IsValid() && !s.v4.from(first4, each) {
			return
		}
		if first6.IsValid() {
			s.v6.from(makeKey6(first6), each)
		}
	}
}

// unpack yields the mappings of a slot. It returns false when yield did.
func (s *Snapshot) unpack(at slot, yield func(Mapping) bool) bool {
	for e := at.data; e != ""; {
		h, name, rest := e.next()
		a := &s.attrs[h.attr]
		m := Mapping{Source: a.Source, State: h.state}
		m.Addr, m.Name, m.TTL, m.Class, m.Owner = at.addr, name, a.TTL, a.Class, a.Owner
		if !yield(m) {
			return false
		}
		e = rest
	}
	return true
}
