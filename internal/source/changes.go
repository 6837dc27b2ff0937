package source

import "net/netip"

// ParseChanges is Parse for a content that is mostly the one before: the Set
// tells of the addresses only whose lines may have changed, see Spans. Its
// Summary is that of the whole content. last, of the content before, must have
// been made with the same Options and Hooks.
//
// It returns nil when the content has to be read as a whole: unless both are in
// the form of hosts, their addresses ascend, and half of the lines are the same.
func ParseChanges(c Content, o Options, hooks Hooks, last *Summary) *Set {
	text := trimBOM(c.Text)
	if last.outline == nil || o.Format.resolve(text, o.Path) != Hosts {
		return nil
	}
	b := newBuilder(Content{Sum: c.Sum}, o, hooks)
	b.names.size = chunkSize
	b.outline = &Outline{marks: last.outline.marks}
	n := &news{builder: b, old: last.outline.sections, places: last.outline.places()}
	pieces, size := n.cut(text)
	if size > len(text)/2 {
		return nil
	}
	for _, p := range pieces {
		if n.read(p); n.astray {
			return nil
		}
	}
	return n.finish()
}

// A piece is a section that was not compared yet.
type piece struct {
	text string
	sum  [2]uint64
}

// cut cuts the text into sections, and makes room for the mappings of those that
// are new. size is how many bytes these have.
func (n *news) cut(text string) (pieces []piece, size int) {
	n.room = 0
	for text != "" {
		var p piece
		p.text, text = n.outline.marks.cut(text)
		p.sum = n.outline.marks.sum(p.text)
		if _, known := n.places[p.sum]; !known {
			size += len(p.text)
			n.room += countRoom(p.text)
		}
		pieces = append(pieces, p)
	}
	return pieces, size
}

// places returns where the sections stand that need not be read again.
func (o *Outline) places() map[[2]uint64]int {
	at := make(map[[2]uint64]int, len(o.sections))
	for i := range o.sections {
		if o.sections[i].clean {
			at[o.sections[i].sum] = i
		}
	}
	return at
}

// news are what is new in a content, section by section.
type news struct {
	*builder
	old    []section
	places map[[2]uint64]int // of old
	done   int               // sections of old that were passed
	lines  int               // in front of the next section
	same   section           // all that stood in old together
	open   bool              // sections that did not stand there came since
	v4, v6 int               // mappings before these
	spans  []Span
	astray bool // addresses do not ascend
}

// read takes the next section in, and reads it unless it is known.
func (n *news) read(p piece) {
	if i, known := n.places[p.sum]; known && i >= n.done {
		n.pass(i)
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
	n.same.mappings += s.mappings
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
	n.astray = !within(n.set.v4[n.v4:], span) || !within(n.set.v6[n.v6:], span)
	if !span.Last.Less(span.First) {
		n.spans = append(n.spans, span)
	}
	n.open, n.v4, n.v6 = false, len(n.set.v4), len(n.set.v6)
}

// within reports whether all rows lie in the span.
func within[R keyed[R]](rows []R, s Span) bool {
	for i := range rows {
		if !s.Contains(rows[i].netipAddr()) {
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
	s := n.builder.finish()
	s.partial, s.spans = true, n.spans
	s.Lines += n.same.said
	s.Mappings += n.same.mappings
	s.Mapped += n.same.addresses
	return s
}
