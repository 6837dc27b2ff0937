package index

import "strings"

// A level6 is a level of a table6: what lies below it, in ascending order, and
// for each how many addresses have served names.
type level6[T any] struct {
	keys   string // keys6: what lies in front of a member is below its key
	served []int32
	below  []T
}

func (l *level6[T]) open(s *keys6) { s.open(l.keys, 0, len(l.below), 0) }

// key returns the key of the i-th member.
func (l *level6[T]) key(i int) key6 {
	var s keys6
	l.open(&s)
	return s.key(i)
}

// find returns the member where k is, if anywhere: the last whose key is not
// above it, or else the first, which takes all that is below. There must be one.
func (l *level6[T]) find(k key6) int {
	var s keys6
	l.open(&s)
	i, found := s.search(k)
	if !found && i > 0 {
		i--
	}
	return i
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
	if i == j {
		return m
	}
	var s keys6
	l.open(&s)
	for ; i < j; i++ {
		m = append(m, member6[T]{s.key(i), l.served[i], l.below[i]})
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
	first, last := m[0].key, m[len(m)-1].key
	var differ key6
	for i := range m {
		l.served[i], l.below[i] = m[i].served, m[i].below
		differ = differ.or(m[i].key.xor(first))
	}
	var buf [headSize6]byte
	head := appendHead6(buf[:0], len(m), first, last, differ)
	from := 16 - int(head[0]) - int(head[1])
	var keys strings.Builder
	keys.Grow(len(head) + len(m)*int(head[1]))
	keys.Write(head)
	for i := range m {
		key := m[i].key.bytes()
		keys.Write(key[from : from+int(head[1])])
	}
	l.keys = keys.String()
	return l
}
