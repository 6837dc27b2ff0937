package index

// A leaf6 is the block of up to leafSize neighbouring IPv6 addresses. Its head
// and its keys are keys6.
type leaf6 block

func (l leaf6) keys() keys6 { return keys6{string(l[blockHead:]), block(l).count(), block(l).width()} }

// at returns the entries of the i-th address.
func (l leaf6) at(i int) (data entries, served bool) {
	return block(l).at(blockHead+headSize6, l.keys().stride(), i)
}

// lookup returns the entries of the address.
func (l leaf6) lookup(k key6) (data entries, served bool) {
	i, found := l.keys().search(k)
	if !found {
		return "", false
	}
	return l.at(i)
}

// search returns the place of the first address that is not below k, which may
// be behind the last one.
func (l leaf6) search(k key6) int {
	i, found := l.keys().search(k)
	if !found {
		i++
	}
	return i
}

// any reports whether an address from low to high has a served name.
func (l leaf6) any(low, high key6) bool {
	if !block(l).anyServed() {
		return false
	}
	last, _ := l.keys().search(high)
	for i := l.search(low); i <= last; i++ {
		if _, served := l.at(i); served {
			return true
		}
	}
	return false
}

// slots appends what the leaf keeps of k and of the addresses behind it, in
// ascending order.
func (l leaf6) slots(dst []slot, k key6) []slot {
	if l == "" {
		return dst
	}
	keys := l.keys()
	for i := l.search(k); i < keys.count; i++ {
		data, served := l.at(i)
		dst = append(dst, slot{keys.key(i).addr(), data, served})
	}
	return dst
}

func pack6(slots []slot) leaf6 {
	var keys [leafSize]key6
	for i := range slots {
		keys[i] = makeKey6(slots[i].addr)
	}
	var buf [headSize6 + 16*leafSize]byte
	text := appendKeys6(buf[:0], keys[:len(slots)])
	return leaf6(pack(slots, 0, text[:headSize6], text[headSize6:]))
}
