package index

import (
	"encoding/binary"
	"net/netip"
)

// A builder6 fills a table6 with addresses in ascending order.
type builder6 struct {
	table  table6
	branch *branch6
	keys   []key6
	ends   []int
	data   []byte
}

func (b *builder6) add(a netip.Addr, entries []entry) {
	if len(b.keys) == leafSize {
		b.flush()
	}
	b.keys = append(b.keys, makeKey6(a))
	b.data = appendEntries(b.data, entries)
	b.ends = append(b.ends, len(b.data))
	b.table.size++
}

// flush packs the leaf that was filled and starts an empty one.
func (b *builder6) flush() {
	if len(b.keys) == 0 {
		return
	}
	if b.branch == nil || len(b.branch.leaves) == fanOut {
		b.branch = new(branch6)
		b.table.first = append(b.table.first, b.keys[0])
		b.table.branches = append(b.table.branches, b.branch)
	}
	b.branch.first = append(b.branch.first, b.keys[0])
	b.branch.leaves = append(b.branch.leaves, b.pack())
	b.keys, b.ends, b.data = b.keys[:0], b.ends[:0], b.data[:0]
}

func (b *builder6) pack() leaf6 {
	width := endWidth(len(b.data))
	out := make([]byte, 0, keys6+len(b.keys)*(16+width)+len(b.data))
	out = append(out, byte(width), byte(len(b.keys)))
	for _, k := range b.keys {
		out = binary.BigEndian.AppendUint64(out, k.hi)
		out = binary.BigEndian.AppendUint64(out, k.lo)
	}
	out = appendEnds(out, b.ends, width)
	return leaf6(append(out, b.data...))
}

func (b *builder6) finish() *table6 {
	b.flush()
	return &b.table
}
