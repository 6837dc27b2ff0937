package index

import "net/netip"

// A table4 maps IPv4 addresses to packed mappings. Three levels of arrays, one
// an octet, lead to a block for each /24; a nil array or an empty block means
// that no address below has mappings. The levels count the addresses that have
// served names, so that their existence is known without a search.
//
// The zero value is empty. A table never changes; its successor shares the
// arrays and blocks in which nothing did.
type table4 struct {
	served [256]int32 // below each of root
	root   [256]*level1
}

type level1 struct {
	served [256]int32 // below each of next
	next   [256]*level2
}

type level2 [256]block4

// lookup returns the entries of the address.
func (t *table4) lookup(a netip.Addr) (data entries, served bool) {
	o := a.As4()
	l1 := t.root[o[0]]
	if l1 == nil {
		return "", false
	}
	l2 := l1.next[o[1]]
	if l2 == nil {
		return "", false
	}
	return l2[o[2]].lookup(o[3])
}

// any reports whether an address inside the prefix, which must end on an octet,
// has a served name.
func (t *table4) any(p netip.Prefix) bool {
	o := p.Addr().As4()
	if p.Bits() == 0 {
		return t.served != [256]int32{}
	}
	if p.Bits() == 8 || t.served[o[0]] == 0 {
		return t.served[o[0]] > 0
	}
	l1 := t.root[o[0]]
	if p.Bits() == 16 || l1.served[o[1]] == 0 {
		return l1.served[o[1]] > 0
	}
	b := l1.next[o[1]][o[2]]
	if p.Bits() == 24 {
		return b != "" && block(b).anyServed()
	}
	_, served := b.lookup(o[3])
	return served
}

// with returns the table after the changes, which are in ascending order.
func (t *table4) with(changes []slot, w *writer) *table4 {
	c := *t
	for len(changes) > 0 {
		octet, n := run(changes, 0)
		before := w.counts.Served
		c.root[octet] = c.root[octet].with(changes[:n], w)
		c.served[octet] += int32(w.counts.Served - before)
		changes = changes[n:]
	}
	return &c
}

func (l *level1) with(changes []slot, w *writer) *level1 {
	c := new(level1)
	if l != nil {
		*c = *l
	}
	for len(changes) > 0 {
		octet, n := run(changes, 1)
		before := w.counts.Served
		c.next[octet] = c.next[octet].with(changes[:n], w)
		c.served[octet] += int32(w.counts.Served - before)
		changes = changes[n:]
	}
	if c.next == [256]*level2{} {
		return nil
	}
	return c
}

func (l *level2) with(changes []slot, w *writer) *level2 {
	c := new(level2)
	if l != nil {
		*c = *l
	}
	for len(changes) > 0 {
		octet, n := run(changes, 2)
		c[octet] = c[octet].with(changes[:n], w)
		changes = changes[n:]
	}
	if *c == (level2{}) {
		return nil
	}
	return c
}

// run returns the i-th octet of the first change, and how many changes share it.
func run(changes []slot, i int) (octet byte, n int) {
	octet = changes[0].addr.As4()[i]
	n = 1
	for n < len(changes) && changes[n].addr.As4()[i] == octet {
		n++
	}
	return octet, n
}

// from yields the slots of a and of the addresses behind it, ascending. It
// returns false when yield did.
func (t *table4) from(a netip.Addr, yield func(slot) bool) bool {
	var buf [256]slot
	o := a.As4()
	start := uint64(o[0])<<24 | uint64(o[1])<<16 | uint64(o[2])<<8 | uint64(o[3])
	for k := start; k < 1<<32; {
		l1 := t.root[k>>24]
		if l1 == nil {
			k = (k | 0xffffff) + 1
			continue
		}
		l2 := l1.next[k>>16&0xff]
		if l2 == nil {
			k = (k | 0xffff) + 1
			continue
		}
		for _, s := range l2[k>>8&0xff].slots(buf[:0], [4]byte{byte(k >> 24), byte(k >> 16), byte(k >> 8)}) {
			if !s.addr.Less(a) && !yield(s) {
				return false
			}
		}
		k = (k | 0xff) + 1
	}
	return true
}
