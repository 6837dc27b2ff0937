package state

import (
	"iter"
	"slices"
)

const (
	lookBits   = 12
	lookParts  = 1 << lookBits
	lookPasses = 2
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
		room := n / lookParts
		for pass := range lookPasses {
			s.take(pass, room+room/8, all)
			for i := range s {
				slices.SortStableFunc(s[i], byKey)
				for at := range s[i] {
					if again := at > 0 && s[i][at].Key == s[i][at-1].Key; !again && !yield(s[i][at]) {
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
