package source

import (
	"iter"
	"net/netip"
)

// An ordered is what changed in a content that is in order, section by section.
type ordered struct {
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

// parseOrdered is ParseChanges for a content in order.
func parseOrdered(c *changes) *Set {
	o := &ordered{changes: c, old: c.last.outline.sections}
	for i := range c.pieces {
		if o.read(&c.pieces[i]); o.astray {
			return nil
		}
	}
	return o.finish()
}

// read takes the next section in, and reads it unless it is known.
func (o *ordered) read(p *piece) {
	if p.at >= o.done {
		o.pass(p.at)
		return
	}
	if p.at >= 0 { // it was moved, mostly out of order
		o.again += int64(p.size)
		o.astray = o.astray || o.again > o.size/staleShare
	}
	o.open = true
	o.add(o.parsePiece(o.builder, p, o.lines))
}

func (o *ordered) add(s section) {
	o.lines += s.lines
	o.outline.sections = append(o.outline.sections, s)
}

// pass takes a section in that stands in old.
func (o *ordered) pass(i int) {
	s := o.old[i]
	o.open = o.open || i > o.done
	o.done = i + 1
	o.same.said += s.said
	o.same.v4 += s.v4
	o.same.v6 += s.v6
	if s.addresses > 0 {
		if o.open {
			o.close(s.span.Before())
		}
		o.same.addresses += s.addresses
		o.same.span.Last = s.span.Last
	}
	o.add(s)
}

// close ends what is new in front of a section that is not, with the last
// address that may stand there.
func (o *ordered) close(last netip.Addr) {
	span := Span{netip.IPv4Unspecified(), last}
	if o.same.addresses > 0 {
		span.First = behind(o.same.span.Last)
	}
	if o.same.span.Last == lastAddr { // nothing can stand behind that
		o.astray = true
		return
	}
	o.astray = !within(o.set.v4.behind(o.v4), span) || !within(o.set.v6.behind(o.v6), span)
	if !span.Last.Less(span.First) {
		o.spans = append(o.spans, span)
	}
	o.open, o.v4, o.v6 = false, o.set.v4.count, o.set.v6.count
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
func (o *ordered) finish() *Set {
	if !o.astray && (o.open || o.done < len(o.old)) {
		o.close(lastAddr)
	}
	if o.astray {
		return nil
	}
	if !o.outline.inOrder() { // what stands in the others is not known
		o.outline = nil
	}
	s := o.builder.finish()
	s.partial, s.spans = true, o.spans
	s.Lines += o.same.said
	s.Mappings += o.same.mappings()
	s.Mapped += o.same.addresses
	return s
}
