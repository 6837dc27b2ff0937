package source

import (
	"iter"
	"net/netip"
)

// news are what is new in a content that is in order, section by section.
type news struct {
	*changes
	old    []section
	done   int     // sections of old that were passed
	lines  int     // in front of the next section
	same   section // all that stood in old together
	open   bool    // sections that did not stand there came since
	v4, v6 int     // mappings before these
	spans  []Span
	again  int64 // bytes that are known and read again
	astray bool  // addresses do not ascend, or it is too much
}

// parseNews is ParseChanges for a content in order.
func parseNews(c *changes) *Set {
	n := &news{changes: c, old: c.last.outline.sections}
	for i := range c.pieces {
		if n.read(&c.pieces[i]); n.astray {
			return nil
		}
	}
	return n.finish()
}

// read takes the next section in, and reads it unless it is known.
func (n *news) read(p *piece) {
	if p.at >= n.done {
		n.pass(p.at)
		return
	}
	if p.at >= 0 { // it was moved, mostly out of order
		n.again += int64(p.size)
		n.astray = n.astray || n.again > n.size/staleShare
	}
	n.open = true
	n.add(n.parsePiece(n.builder, p, n.lines))
}

func (n *news) add(s section) {
	n.lines += s.lines
	n.outline.sections = append(n.outline.sections, s)
}

// pass takes a section in that stands in old.
func (n *news) pass(i int) {
	s := n.old[i]
	n.open = n.open || i > n.done
	n.done = i + 1
	n.same.said += s.said
	n.same.v4 += s.v4
	n.same.v6 += s.v6
	if s.addresses > 0 {
		if n.open {
			n.close(s.span.Before())
		}
		n.same.addresses += s.addresses
		n.same.span.Last = s.span.Last
	}
	n.add(s)
}

// close ends what is new in front of a section that is not, with the last
// address that may stand there.
func (n *news) close(last netip.Addr) {
	span := Span{netip.IPv4Unspecified(), last}
	if n.same.addresses > 0 {
		span.First = behind(n.same.span.Last)
	}
	if n.same.span.Last == lastAddr { // nothing can stand behind that
		n.astray = true
		return
	}
	n.astray = !within(n.set.v4.behind(n.v4), span) || !within(n.set.v6.behind(n.v6), span)
	if !span.Last.Less(span.First) {
		n.spans = append(n.spans, span)
	}
	n.open, n.v4, n.v6 = false, n.set.v4.count, n.set.v6.count
}

// within reports whether all rows lie in the span.
func within[R keyed[R]](rows iter.Seq[R], s Span) bool {
	for r := range rows {
		if !s.Contains(r.netipAddr()) {
			return false
		}
	}
	return true
}

// finish returns the Set, or nil.
func (n *news) finish() *Set {
	if !n.astray && (n.open || n.done < len(n.old)) {
		n.close(lastAddr)
	}
	if n.astray {
		return nil
	}
	if !n.outline.inOrder() { // what stands in the others is not known
		n.outline = nil
	}
	s := n.builder.finish()
	s.partial, s.spans = true, n.spans
	s.Lines += n.same.said
	s.Mappings += n.same.mappings()
	s.Mapped += n.same.addresses
	return s
}
