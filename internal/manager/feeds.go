package manager

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// spans returns the addresses that a draft has to look at, in order.
func (b *Block) spans(d *draft) []source.Span {
	if d.anew {
		return []source.Span{source.Everywhere()}
	}
	var all []source.Span
	for _, f := range b.mappings {
		if f.next != nil {
			all = append(all, f.next.Spans()...)
		}
	}
	slices.SortFunc(all, func(x, y source.Span) int { return x.First.Compare(y.First) })
	return source.Join(all)
}

// feeds returns all that is claimed of a span in the block: what the sources say
// that were read since the last publication, and for the others what was
// published.
func (b *Block) feeds(d *draft, span source.Span) []feed {
	var all []feed
	switch {
	case d.first:
		all = append(b.inherited(), b.ownLines(span))
	case span.First == span.Last: // a file in no order has thousands of these
		all = append(all, b.publishedAt(span.First))
	default:
		all = append(all, publishedFeed(b.Snapshot(), span, false), publishedFeed(b.aside, span, true))
	}
	for _, f := range b.mappings {
		if f.next != nil {
			all = append(all, d.feed(f, span))
		}
	}
	return all
}

// feed yields what a file says.
func (d *draft) feed(f *mappingFile, span source.Span) feed {
	read := f.next.Read
	if d.drains(f) {
		read = f.next.Drain
	}
	return &setFeed{reader: read(span), from: f.number, ttl: f.block.Config.TTL, owners: f.manager.rules.owners}
}

// drains reports whether nobody reads the names of a file behind the draft, so that
// the index can take the memory that they had. With owners, the lines of names that
// others have confirmed are looked up.
func (d *draft) drains(f *mappingFile) bool {
	owners := d.block.manager.globals.owners
	return f.next != nil && f.next.Whole() && len(owners) == 0
}

// publishedFeed yields what is published.
func publishedFeed(s *index.Snapshot, span source.Span, outside bool) feed {
	return &snapshotFeed{snapshot: s, last: span.Before(), end: span.Last, adapt: func(c *claim) bool {
		c.published, c.outside = true, outside
		return true
	}}
}

// publishedAt yields what is published of one address.
func (b *Block) publishedAt(a netip.Addr) feed {
	var claims []claim
	for _, s := range []*index.Snapshot{b.Snapshot(), b.aside} {
		for m := range s.At(a) {
			c := claim{Mapping: m.Mapping, from: int32(m.Source), state: m.State} //nolint:gosec // lines of a Corefile
			c.published, c.outside = true, s == b.aside
			claims = append(claims, c)
		}
	}
	return &listFeed{claims}
}

// ownLines yields the ptr lines of the Corefile.
func (b *Block) ownLines(span source.Span) feed {
	lines := make([]claim, 0, len(b.Config.Mappings))
	for _, m := range b.Config.Mappings {
		if !span.Contains(m.Addr) {
			continue
		}
		c := claim{Mapping: m.Mapping, from: corefile}
		if c.TTL == 0 {
			c.TTL = b.Config.TTL
		}
		c.Owner = b.manager.rules.owners.Effective(c.Mapping)
		lines = append(lines, c)
	}
	slices.SortStableFunc(lines, func(x, y claim) int { return x.Addr.Compare(y.Addr) })
	return &listFeed{lines}
}

// inherited yields what the instance before published of the files that need
// not be read again. Each snapshot is read once, however many files it holds.
func (b *Block) inherited() []feed {
	var all []feed
	of := make(map[*index.Snapshot][]map[int32]*mappingFile) // by their numbers then
	for _, f := range b.mappings {
		if f.next != nil {
			continue
		}
		s := f.before.snapshot
		i := slices.IndexFunc(of[s], func(files map[int32]*mappingFile) bool { return files[f.before.number] == nil })
		if i < 0 {
			files := make(map[int32]*mappingFile)
			of[s], i = append(of[s], files), len(of[s])
			all = append(all, inheritedFeed(s, files), inheritedFeed(f.before.aside, files))
		}
		of[s][i][f.before.number] = f
	}
	return all
}

// inheritedFeed yields what a snapshot of the instance before holds of the files.
func inheritedFeed(s *index.Snapshot, files map[int32]*mappingFile) feed {
	return &snapshotFeed{snapshot: s, adapt: func(c *claim) bool {
		f := files[c.from]
		if f == nil {
			return false
		}
		c.from, c.state = f.number, 0
		if was := f.before.owners; was != nil && was.Of(c.Addr) == c.Owner {
			c.Owner = f.manager.rules.owners.Of(c.Addr)
		}
		return true
	}}
}

// addresses yields the addresses that the good mappings of the file have where
// the next ones are told of, in ascending runs.
func (f *mappingFile) addresses(next *source.Set) iter.Seq[netip.Addr] {
	switch {
	case f.had != nil:
		return f.had.All()
	case f.next != nil && f.next.Whole():
		return f.next.Addresses()
	case f.before.snapshot != nil:
		return holders(f.before.number, f.before.snapshot, f.before.aside)
	case f.block.Snapshot() == nil:
		return nobody
	case next.Whole():
		return f.holders()
	}
	return f.holdersIn(next.Spans())
}

// holdersIn yields the addresses of the spans that the published mappings of the
// file have.
func (f *mappingFile) holdersIn(spans []source.Span) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, s := range []*index.Snapshot{f.block.Snapshot(), f.block.aside} {
			for _, span := range spans {
				for m := range within(s, span) {
					if m.Source == int(f.number) && !yield(m.Addr) {
						return
					}
				}
			}
		}
	}
}

// within yields the published mappings of a span.
func within(s *index.Snapshot, span source.Span) iter.Seq[index.Mapping] {
	if span.First == span.Last {
		return s.At(span.First)
	}
	return func(yield func(index.Mapping) bool) {
		for m := range s.After(span.Before()) {
			if span.Last.Less(m.Addr) || !yield(m) {
				return
			}
		}
	}
}

// holders yields the addresses that a source has in the snapshots.
func holders(source int32, snapshots ...*index.Snapshot) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, s := range snapshots {
			for a := range s.Holders(int(source)) {
				if !yield(a) {
					return
				}
			}
		}
	}
}
