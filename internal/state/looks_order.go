package state

import (
	"iter"
	"slices"
)

const (
	lookBits   = 12
	lookParts  = 1 << lookBits
	lookPasses = 2
	nearBits   = 6
)

// A sorter puts looks in order. Their keys are hashes: by their first bits they fall
// into parts of about the same size, which are sorted one by one. Only some of the
// parts are held at a time.
type sorter [lookParts / lookPasses][]Look

// inOrder yields looks in the order of their keys, the first one of each key. It goes
// through all of them, about n, once in each pass.
func inOrder(n int, all iter.Seq[Look]) iter.Seq[Look] {
	return func(yield func(Look) bool) {
		var s sorter
		var near []Look
		room := n / lookParts
		for pass := range lookPasses {
			s.take(pass, room+room/8, all)
			for i := range s {
				near = sortPart(near[:0], s[i])
				for at := range near {
					if again := at > 0 && near[at].Key == near[at-1].Key; !again && !yield(near[at]) {
						return
					}
				}
			}
		}
	}
}

// take takes the looks that belong to the parts of a pass.
func (s *sorter) take(pass, room int, all iter.Seq[Look]) {
	for i := range s {
		if s[i] = s[i][:0]; s[i] == nil {
			s[i] = make([]Look, 0, room)
		}
	}
	for look := range all {
		part := int(prefix(&look) >> (64 - lookBits)) //nolint:gosec // less than lookParts
		if part/len(s) == pass {
			s[part%len(s)] = append(s[part%len(s)], look)
		}
	}
}

// sortPart appends a part in order. The next bits of the keys bring all of it near to
// its places, and looks with the same key stay as they came.
func sortPart(dst, part []Look) []Look {
	var ends [1 << nearBits]int
	place := func(l *Look) *int { return &ends[prefix(l)>>(64-lookBits-nearBits)%(1<<nearBits)] }
	for i := range part {
		*place(&part[i])++
	}
	end := 0
	for i, n := range ends {
		ends[i] = end // where these begin
		end += n
	}
	dst = slices.Grow(dst, len(part))[:len(part)]
	for i := range part {
		at := place(&part[i])
		dst[*at] = part[i]
		*at++
	}
	begin := 0
	for _, end := range ends {
		slices.SortStableFunc(dst[begin:end], byKey)
		begin = end
	}
	return dst
}
