package source

import (
	"iter"
	"net/netip"
	"strings"
)

// ParseChanges is Parse for a content that is mostly the one before: the Set
// tells of the addresses only whose lines may have changed, see Spans. Its
// Summary is that of the whole content. last, of the content before, must have
// been made with the same Options and Hooks. had yields the addresses that have
// mappings by it, in any order and perhaps several times, if that is needed: where
// a content in no order has other addresses now.
//
// It returns nil when the content has to be read as a whole: unless both are in
// the same form, half of the lines are the same, and an order that there was
// still is. Where there was none, most addresses must have the same lines.
func ParseChanges(c Content, o Options, hooks Hooks, last *Summary, had iter.Seq[netip.Addr]) *Set {
	text := trimBOM(c.Text)
	if last.outline == nil || o.Format.resolve(text, o.Path) != last.outline.marks.form {
		return nil
	}
	b := newBuilder(Content{Sum: c.Sum}, o, hooks)
	b.names.size = chunkSize
	b.outline = &Outline{marks: last.outline.marks, listed: last.outline.listed}
	pieces, ok := b.pieces(text, last.outline)
	if !ok {
		return nil
	}
	if b.outline.listed {
		return parseScattered(b, pieces, last, had)
	}
	n := &news{builder: b, old: last.outline.sections}
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
	form    Format
	text    string // from its beginning on
	size    int    // of the piece; the text goes on behind it
	at      int    // where it stands there, or -1
	touched bool   // it is known, and read nevertheless; see scattered
}

// pieces cuts the text into sections, and finds those that are known. It reports
// whether half of the text is.
func (b *builder) pieces(text string, old *Outline) (all []piece, ok bool) {
	places, form, unknown := old.places(), old.marks.form, 0
	var from *carried
	if form != Hosts {
		e := b.whole()
		from = &e.from
	}
	all = make([]piece, 0, len(places)+1)
	for rest := text; rest != ""; {
		p := piece{form: form, text: rest, at: -1}
		first, behind := old.marks.cut(rest)
		p.size, p.sum, p.from, rest = len(first), old.marks.sum(first), from, behind
		if i, known := places[p.sum]; known && old.sections[i].from.same(from) {
			p.at, p.to = i, old.sections[i].to
		} else if unknown += p.size; unknown > len(text)/2 || !b.follow(&p) {
			return nil, false
		}
		all, from = append(all, p), p.to
	}
	return all, true
}

// follow finds out what a piece carries on. It reports whether the piece can be read
// without what follows it.
func (b *builder) follow(p *piece) (ok bool) {
	if p.to = p.from; p.from == nil {
		return true
	}
	to, ok := newBuilder(Content{Text: p.own()}, b.set.Options, b.hooks).parse(p.form, newLines(p.text), extent{*p.from, p.count()})
	if !p.from.same(&to) {
		p.to = &to
	}
	return ok
}

// own is the text of the piece itself.
func (p *piece) own() string { return p.text[:p.size] }

// count returns how many lines the piece has.
func (p *piece) count() int {
	n := strings.Count(p.own(), "\n")
	if p.text[p.size-1] != '\n' {
		n++
	}
	return n
}

// read reads the piece, in front of which stand some lines, and returns the section that
// it is.
func (p *piece) read(b *builder, before int) section {
	if p.from == nil {
		s := b.section(p.own(), before)
		s.sum = p.sum
		return s
	}
	had, n := b.tally(), p.count()
	_, _ = b.parse(p.form, lines{rest: p.text, number: before}, extent{*p.from, before + n}) // as follow did
	s := b.since(had)
	s.sum, s.lines, s.from, s.to = p.sum, n, p.from, p.to
	return s
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
	n.open = true
	n.add(p.read(n.builder, n.lines))
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
