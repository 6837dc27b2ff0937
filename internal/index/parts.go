package index

import "net/netip"

// An index can be built in parts, each by a goroutine of its own:
//
//	edits := s.Apart(2) // of a snapshot without mappings
//	...                 // Put into each what lies behind all of the one before
//	s = index.Join(edits[0].Done(), edits[1].Done())

// Border returns the last address not behind a where a part may begin: two parts
// must not have mappings of the same /24.
func Border(a netip.Addr) netip.Addr {
	if a.Is4() {
		return netip.PrefixFrom(a, 24).Masked().Addr()
	}
	return a
}

// Apart begins n successors of a snapshot without mappings, which may be made at
// the same time.
func (s *Snapshot) Apart(n int) []*Edit {
	edits := make([]*Edit, n)
	for i := range edits {
		part := *s
		part.writer = newWriter(s.writer.attrs)
		edits[i] = part.Edit()
	}
	return edits
}

// Join returns what parts made apart hold together, which are in the order of
// their addresses. The parts must not be used any more.
func Join(parts ...*Snapshot) *Snapshot {
	s := *parts[0]
	s.writer = newWriter(s.writer.attrs)
	s.attrs = s.writer.attrs.all()
	tables := []*table6{s.v6}
	for _, p := range parts[1:] {
		s.v4 = s.v4.join(p.v4)
		tables = append(tables, p.v6)
		s.counts.join(&p.counts)
	}
	s.v6 = join6(tables...)
	return &s
}

func (c *Counts) join(o *Counts) {
	c.Mappings += o.Mappings
	c.Addresses += o.Addresses
	c.Served += o.Served
	for state, n := range o.ByState {
		c.ByState[state] += n
	}
}

func (t *table4) join(o *table4) *table4 {
	c := *t
	for i := range c.root {
		c.root[i] = c.root[i].join(o.root[i])
		c.served[i] += o.served[i]
	}
	return &c
}

func (l *level1) join(o *level1) *level1 {
	switch {
	case l == nil:
		return o
	case o == nil:
		return l
	}
	c := *l
	for i := range c.next {
		c.next[i] = c.next[i].join(o.next[i])
		c.served[i] += o.served[i]
	}
	return &c
}

func (l *level2) join(o *level2) *level2 {
	switch {
	case l == nil:
		return o
	case o == nil:
		return l
	}
	c := *l
	for i := range c {
		if o[i] != "" {
			c[i] = o[i]
		}
	}
	return &c
}

// join6 puts the leaves of the tables together, in full branches.
func join6(tables ...*table6) *table6 {
	var leaves list6[leaf6]
	for _, t := range tables {
		begin := len(leaves)
		for _, b := range t.below {
			leaves = leaves.share(&b.level6, 0, len(b.below))
		}
		if 0 < begin && begin < len(leaves) {
			leaves[begin].key = leaves[begin].below.first().cut(leaves[begin-1].below.last())
		}
	}
	return &table6{addBranches(nil, leaves).level()}
}

// first and last return the addresses where the leaf begins and ends.
func (l leaf6) first() key6 { return l.keys().first() }
func (l leaf6) last() key6  { return l.keys().key(block(l).count() - 1) }
