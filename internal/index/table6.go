package index

import (
	"net/netip"
	"sort"
)

// A table6 maps IPv6 addresses to packed mappings: a root of branches, each
// with leaves. The zero value is empty. A table never changes; its successor
// shares the branches and leaves in which nothing did.
type table6 struct{ level6[*branch6] }

type branch6 struct{ level6[leaf6] }

// lookup returns the entries of the address.
func (t *table6) lookup(a netip.Addr) (data entries, served bool) {
	if len(t.below) == 0 {
		return "", false
	}
	k := makeKey6(a)
	b := t.below[t.find(k)]
	return b.below[b.find(k)].lookup(k)
}

// any reports whether an address inside the prefix has a served name.
func (t *table6) any(p netip.Prefix) bool {
	low := makeKey6(p.Addr())
	return anyBelow(&t.level6, low, low.or(ones(128-uint(p.Bits()))))
}

func (b *branch6) any(low, high key6) bool { return anyBelow(&b.level6, low, high) }

// from yields the slots of k and of the addresses behind it, ascending.
func (t *table6) from(k key6, yield func(slot) bool) {
	if len(t.below) == 0 {
		return
	}
	var buf [leafSize]slot
	for _, b := range t.below[t.find(k):] {
		for _, l := range b.below[b.find(k):] {
			for _, s := range l.slots(buf[:0], k) {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// with returns the table after the changes, which are in ascending order.
func (t *table6) with(changes []slot, w *writer) *table6 {
	if len(t.below) == 0 {
		return &table6{new(branch6).with(nil, changes, w).level()}
	}
	list := make(list6[*branch6], 0, len(t.below)+1)
	done := 0
	for len(changes) > 0 {
		i := t.find(makeKey6(changes[0].addr))
		n := t.reach(i, changes)
		list = list.share(&t.level6, done, i)
		list = t.below[i].with(list, changes[:n], w)
		done, changes = i+1, changes[n:]
	}
	return &table6{list.share(&t.level6, done, len(t.below)).level()}
}

// reach returns how many of the changes belong to the i-th member at most.
func (l *level6[T]) reach(i int, changes []slot) int {
	if i+1 == len(l.below) {
		return len(changes)
	}
	next := l.key(i + 1).addr()
	return sort.Search(len(changes), func(c int) bool { return !changes[c].addr.Less(next) })
}

// with appends the branches that take the place of b after the changes.
func (b *branch6) with(dst list6[*branch6], changes []slot, w *writer) list6[*branch6] {
	list := w.leaves[:0]
	if len(b.below) == 0 {
		first := makeKey6(changes[0].addr)
		list = w.addLeaves(list, "", first.cut(makeKey6(changes[len(changes)-1].addr)), changes)
		changes = nil
	}
	done := 0
	for len(changes) > 0 {
		i := b.find(makeKey6(changes[0].addr))
		n := b.reach(i, changes)
		list = list.share(&b.level6, done, i)
		list = w.addLeaves(list, b.below[i], b.key(i), changes[:n])
		done, changes = i+1, changes[n:]
	}
	w.leaves = list.share(&b.level6, done, len(b.below))
	return addBranches(dst, w.leaves)
}

// addBranches makes branches of the leaves. When they are many, all branches
// but the last two are full.
func addBranches(dst list6[*branch6], leaves list6[leaf6]) list6[*branch6] {
	for len(leaves) > 0 {
		n := partSize(len(leaves), fanOut)
		dst = append(dst, member6[*branch6]{leaves[0].key, leaves[:n].sum(), &branch6{leaves[:n].level()}})
		leaves = leaves[n:]
	}
	return dst
}

// partSize returns how many of n members the next part takes, where a full one
// has the given size.
func partSize(n, full int) int {
	switch {
	case n > 2*full:
		return full
	case n > full:
		return n / 2
	}
	return n
}

// addLeaves appends the leaves that take the place of l, and of its key, after
// the changes, which are all for l.
func (w *writer) addLeaves(dst list6[leaf6], l leaf6, key key6, changes []slot) list6[leaf6] {
	w.old = l.slots(w.old[:0], key6{})
	slots := w.merge(changes)
	if len(slots) > 0 { // the first leaf of all takes what is in front of it
		if first := makeKey6(slots[0].addr); first.below(key) {
			key = first.cut(key)
		}
	}
	for len(slots) > 0 {
		n := partSize(len(slots), leafSize)
		part := slots[:n]
		slots = slots[n:]
		dst = append(dst, member6[leaf6]{key, countServed(part), pack6(part)})
		if len(slots) > 0 {
			key = makeKey6(slots[0].addr).cut(makeKey6(part[n-1].addr))
		}
	}
	return dst
}

func countServed(slots []slot) int32 {
	var n int32
	for i := range slots {
		if slots[i].served {
			n++
		}
	}
	return n
}
