package source

import (
	"iter"
	"net/netip"
)

// ParseChanges is Parse for a content that is mostly the one before: the Set
// tells of the addresses only whose lines may have changed, see Spans. Its
// Summary is that of the whole content. last, of the content before, must have
// been made with the same Options and Hooks. had yields the addresses that have
// mappings by it, in any order and perhaps several times, if that is needed: where
// a content in no order has other addresses now.
//
// It returns nil when the content has to be read as a whole: unless both are in
// the form of hosts, half of the lines are the same, and an order that there was
// still is. Where there was none, most addresses must have the same lines.
func ParseChanges(c Content, o Options, hooks Hooks, last *Summary, had iter.Seq[netip.Addr]) *Set {
	text := trimBOM(c.Text)
	if last.outline == nil || o.Format.resolve(text, o.Path) != Hosts {
		return nil
	}
	b := newBuilder(Content{Sum: c.Sum}, o, hooks)
	b.names.size = chunkSize
	b.outline = &Outline{marks: last.outline.marks, listed: last.outline.listed}
	pieces := b.outline.marks.pieces(text, last.outline.places())
	if b.outline.listed {
		return parseScattered(b, pieces, last, had)
	}
	n := &news{builder: b, old: last.outline.sections}
	if unknown(pieces) > len(text)/2 {
		return nil
	}
	for i := range pieces {
		if n.read(&pieces[i]); n.astray {
			return nil
		}
	}
	return n.finish()
}

// A piece is a section of a content that is compared with the one before.
type piece struct {
	section
	text    string
	at      int  // where it stands there, or -1
	touched bool // it is known, and read nevertheless; see scattered
}

// pieces cuts the text into sections, and finds them by the places of those that
// are known.
func (m *marks) pieces(text string, places map[[2]uint64]int) []piece {
	all := make([]piece, 0, len(places)+1)
	for text != "" {
		p := piece{at: -1}
		p.text, text = m.cut(text)
		p.sum = m.sum(p.text)
		if i, known := places[p.sum]; known {
			p.at = i
		}
		all = append(all, p)
	}
	return all
}

// unknown returns how many bytes the pieces have that are not known.
func unknown(pieces []piece) (size int) {
	for i := range pieces {
		if p := &pieces[i]; p.at < 0 {
			size += len(p.text)
		}
	}
	return size
}

// news are what is new in a content that is in order, section by section.
type news struct {
	*builder
	old    []section
	done   int     // sections of old that were passed
	lines  int     // in front of the next section
	same   section // all that stood in old together
	open   bool    // sections that did not stand there came since
	v4, v6 int     // mappings before these
	spans  []Span
	astray bool // addresses do not ascend
}

// read takes the next section in, and reads it unless it is known.
func (n *news) read(p *piece) {
	if p.at >= n.done {
		n.pass(p.at)
		return
	}
	s := n.section(p.text, n.lines)
	s.sum, n.open = p.sum, true
	n.add(s)
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
