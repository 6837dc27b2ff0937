package index

// A level6 is a level of a table6: what lies below it, in ascending order, and
// for each how many addresses have served names.
type level6[T any] struct {
	keys   string // keys6: what lies in front of a member is below its key
	served []int32
	below  []T
}

func (l *level6[T]) packed() keys6 { return keys6{l.keys, len(l.below), 0} }

// key returns the key of the i-th member.
func (l *level6[T]) key(i int) key6 { return l.packed().key(i) }

// find returns the member where k is, if anywhere: the last whose key is not
// above it, or else the first, which takes all that is below. There must be one.
func (l *level6[T]) find(k key6) int {
	i, _ := l.packed().search(k)
	return max(i, 0)
}

// ranged is what lies below a level6.
type ranged interface {
	any(low, high key6) bool
}

// anyBelow reports whether an address from low to high has a served name. All
// members but those where the range begins and ends are known by their number.
func anyBelow[T ranged](l *level6[T], low, high key6) bool {
	if len(l.below) == 0 {
		return false
	}
	i, last := l.find(low), l.find(high)
	for between := i + 1; between < last; between++ {
		if l.served[between] > 0 {
			return true
		}
	}
	return l.served[i] > 0 && l.below[i].any(low, high) ||
		last > i && l.served[last] > 0 && l.below[last].any(low, high)
}

// A list6 is what a level6 is made from.
type list6[T any] []member6[T]

type member6[T any] struct {
	key    key6
	served int32
	below  T
}

// share appends the members of l from i up to j.
func (m list6[T]) share(l *level6[T], i, j int) list6[T] {
	for ; i < j; i++ {
		m = append(m, member6[T]{l.key(i), l.served[i], l.below[i]})
	}
	return m
}

// sum returns how many addresses have served names.
func (m list6[T]) sum() int32 {
	var n int32
	for i := range m {
		n += m[i].served
	}
	return n
}

// level packs the list.
func (m list6[T]) level() level6[T] {
	if len(m) == 0 {
		return level6[T]{}
	}
	l := level6[T]{served: make([]int32, len(m)), below: make([]T, len(m))}
	var room [fanOut]key6 // spares allocations; a root may be larger
	var text [headSize6 + 16*fanOut]byte
	keys := room[:0]
	for i := range m {
		l.served[i], l.below[i] = m[i].served, m[i].below
		keys = append(keys, m[i].key)
	}
	l.keys = string(appendKeys6(text[:0], keys))
	return l
}
