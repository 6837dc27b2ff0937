package source

import (
	"iter"
	"net/netip"
	"slices"
	"sort"
)

// In a content in no order, each section may have mappings of any address. So the
// sections that came and went tell which addresses may have other mappings now. The
// others may have mappings of these too: their keys tell which do, and only those
// are read beside. What went is not there to be read; whoever holds the mappings
// tells which addresses with such keys had one.

// A scattered is what changed in such a content.
type scattered struct {
	*changes
	old            []section
	stale          keySet // of the addresses that may have other mappings
	same           bool   // the sections that came have the addresses of those that went
	read           int    // bytes that are read
	lister         lister
	said, mappings int // of all that is not told of
	lines          int // in front of the next piece
}

// parseScattered is ParseChanges for a content in no order. Those pieces are known that
// stand in the same order as before.
func parseScattered(c *changes, had iter.Seq[netip.Addr]) *Set {
	keepAscending(c.pieces)
	s := &scattered{changes: c, old: c.last.outline.sections, lister: lister{marks: &c.outline.marks}}
	total := 0
	for i := range s.pieces {
		total += s.pieces[i].size
	}
	if s.read = unknown(s.pieces); s.read > total/2 {
		return nil
	}
	if !s.findStale(max(minStale, c.last.Mapped/staleShare)) {
		return nil
	}
	if s.findTouched(); s.read > total/2 {
		return nil
	}
	for i := range s.pieces {
		s.takeIn(&s.pieces[i])
	}
	return s.finish(c.last.Mapped, had)
}

// unknown returns how many bytes the pieces have that are not known.
func unknown(pieces []piece) (size int) {
	for i := range pieces {
		if p := &pieces[i]; p.at < 0 {
			size += p.size
		}
	}
	return size
}

// keepAscending leaves only those pieces known that stand in the same order as
// before, as many as it can: which name of an address comes first depends on that.
func keepAscending(pieces []piece) {
	var ends []int // the piece at which a run of so many ends that goes on best
	before := make([]int, len(pieces))
	for i := range pieces {
		at := pieces[i].at
		if at < 0 {
			continue
		}
		n := sort.Search(len(ends), func(n int) bool { return pieces[ends[n]].at >= at })
		if before[i] = -1; n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, 0)
		}
		ends[n] = i
	}
	next := -1
	if len(ends) > 0 {
		next = ends[len(ends)-1]
	}
	for i := len(pieces) - 1; i >= 0; i-- {
		if i == next {
			next = before[i]
		} else {
			pieces[i].at = -1
		}
	}
}

// findStale finds the keys of the addresses of the sections that are gone and of
// those that are new. It returns false, as soon as that is sure, when they are more
// than most: most of them are in both.
func (s *scattered) findStale(most int) bool {
	var all []key
	var went, came uint64
	gone := 0 // the first section that is, behind those that were looked at
	leave := func(to int) {
		for ; gone < to && len(all) <= 2*most; gone++ {
			all = s.old[gone].keys.appendTo(all)
			went += s.old[gone].keySum
		}
	}
	for i := range s.pieces {
		p := &s.pieces[i]
		if p.at >= 0 {
			leave(p.at)
			p.section, gone = s.old[p.at], p.at+1
			continue
		}
		p.section = s.look(p)
		came += p.keySum
		if all = p.keys.appendTo(all); len(all) > 2*most {
			return false
		}
	}
	if leave(len(s.old)); len(all) > 2*most {
		return false
	}
	s.stale, s.same = newKeySet(all), went == came
	return len(s.stale.all) <= most
}

// look returns the section that a new piece is. Its mappings are read again when
// it is known which ones stand in front of them.
func (s *scattered) look(p *piece) section {
	b := newBuilder(Content{Text: p.text}, s.set.Options, s.hooks)
	found := s.parsePiece(b, p, 0)
	found.keys, found.keySum = s.lister.list(b.set.v4.behind(0), b.set.v6.behind(0))
	return found
}

// findTouched finds the sections that did not change and may have mappings of stale
// addresses.
func (s *scattered) findTouched() {
	for i := range s.pieces {
		if p := &s.pieces[i]; p.at >= 0 && s.stale.hasAny(p.keys) {
			p.touched = true
			s.read += p.size
		}
	}
}

// takeIn takes the next piece in, and reads it if that is needed.
func (s *scattered) takeIn(p *piece) {
	switch {
	case p.at < 0:
		s.parsePiece(s.builder, p, s.lines)
	case p.touched:
		v4, v6 := s.set.v4.count, s.set.v6.count
		s.parsePiece(s.builder, p, s.lines)
		keepStale(s, &s.set.v4, v4)
		keepStale(s, &s.set.v6, v6)
		s.mappings += p.mappings() - (s.set.v4.count - v4) - (s.set.v6.count - v6)
	default:
		s.said += p.said
		s.mappings += p.mappings()
	}
	s.lines += p.lines
	s.outline.sections = append(s.outline.sections, p.section)
}

// keepStale takes those rows from a place on away whose addresses are not stale.
func keepStale[R keyed[R]](s *scattered, all *rows[R], kept int) {
	for r := range all.behind(kept) {
		if s.isStale(r.netipAddr()) {
			*all.at(kept) = r
			kept++
		}
	}
	all.cut(kept)
}

func (s *scattered) isStale(a netip.Addr) bool { return s.stale.has(keyOf(s.outline.marks.hash(a))) }

// finish returns the Set. So many addresses had mappings before, which had yields.
func (s *scattered) finish(mapped int, had iter.Seq[netip.Addr]) *Set {
	set := s.builder.finish()
	told := slices.Compact(slices.Collect(set.Addresses()))
	before := told
	if !s.same {
		before = s.staleOf(had)
	}
	set.Lines += s.said
	set.Mappings += s.mappings
	set.Mapped = mapped + len(told) - len(before)
	set.partial, set.spans = true, spansOf(ascending(slices.Concat(told, before)))
	return set
}

// staleOf returns the stale ones of the addresses, in order and each once. It takes
// some hundredths of a second for a million.
func (s *scattered) staleOf(addresses iter.Seq[netip.Addr]) []netip.Addr {
	var stale []netip.Addr
	for a := range addresses {
		if s.isStale(a) {
			stale = append(stale, a)
		}
	}
	return ascending(stale)
}

// ascending returns the addresses in order and each once.
func ascending(all []netip.Addr) []netip.Addr {
	slices.SortFunc(all, netip.Addr.Compare)
	return slices.Compact(all)
}

// spansOf returns the spans of the addresses, which are in order.
func spansOf(all []netip.Addr) []Span {
	var spans []Span
	for _, a := range all {
		if last := len(spans) - 1; last >= 0 && spans[last].Last.Next() == a {
			spans[last].Last = a
		} else {
			spans = append(spans, Span{a, a})
		}
	}
	return spans
}
