package source

import "sort"

// places tell in which line each mapping is written. Most lines make one mapping
// and follow one that does so too: a run of those needs one element, however long
// it is. The zero value has none.
type places []run

// A run begins with a mapping that does not stand in the line after that of the
// mapping before it. A file of 2 GiB has fewer than 1<<32 of either.
type run struct{ mapping, line uint32 }

// add notes the line of the next mapping.
func (p *places) add(mapping, line int) {
	if n := len(*p); n > 0 {
		last := (*p)[n-1]
		if line-int(last.line) == mapping-int(last.mapping) {
			return
		}
	}
	*p = append(*p, run{uint32(mapping), uint32(line)})
}

// line returns the line of a mapping.
func (p places) line(mapping int) int {
	i := sort.Search(len(p), func(i int) bool { return int(p[i].mapping) > mapping }) - 1
	return int(p[i].line) + mapping - int(p[i].mapping)
}
