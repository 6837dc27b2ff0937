package index

// A leaf6 is the block of up to leafSize neighbouring IPv6 addresses. Its head
// and its keys are keys6.
type leaf6 block

func (l leaf6) open(s *keys6) { s.open(string(l), blockHead, block(l).count(), block(l).width()) }

// lookup returns the entries of the address.
func (l leaf6) lookup(k key6) (data entries, served bool) {
	var s keys6
	l.open(&s)
	i, found := s.search(k)
	if !found {
		return "", false
	}
	return block(l).at(s.begin, s.stride, i)
}

// any reports whether an address from low to high has a served name.
func (l leaf6) any(low, high key6) bool {
	if !block(l).anyServed() {
		return false
	}
	var s keys6
	l.open(&s)
	i, _ := s.search(low)
	end, last := s.search(high)
	if last {
		end++
	}
	for ; i < end; i++ {
		if _, served := block(l).at(s.begin, s.stride, i); served {
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
	var s keys6
	l.open(&s)
	for i, _ := s.search(k); i < s.count; i++ {
		data, served := block(l).at(s.begin, s.stride, i)
		dst = append(dst, slot{s.key(i).addr(), data, served})
	}
	return dst
}

func pack6(slots []slot) leaf6 {
	first, last := makeKey6(slots[0].addr), makeKey6(slots[len(slots)-1].addr)
	var differ key6
	for i := range slots {
		differ = differ.or(makeKey6(slots[i].addr).xor(first))
	}
	var buf [headSize6]byte
	head := appendHead6(buf[:0], len(slots), first, last, differ)
	from := 16 - int(head[0]) - int(head[1])
	return leaf6(pack(slots, 0, head, from, from+int(head[1])))
}
