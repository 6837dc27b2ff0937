package source

import (
	"iter"
	"net/netip"
	"slices"
)

// An Outline tells what stands where in a content, so that of the next content only
// what changed needs to be read. It takes a thousandth of the content, and where that
// is in no order three bytes more for each mapping. It never changes.
//
// The content is cut into sections of whole lines. Where one ends depends on the
// lines around only, so that a line more or less moves the others and changes no
// more than its own section.
type Outline struct {
	marks    marks
	sections []section
	listed   bool // the content is in no order, and each section knows its keys
}

// A section is a run of lines.
type section struct {
	sum       [2]uint64
	from, to  *carried // at its beginning and its end; nil in the form of hosts
	lines     int      // all of them
	said      int      // those that say something
	v4, v6    int      // mappings
	addresses int      // each counted once, if they ascend
	span      Span     // of the addresses; zero when there are none
	clean     bool     // nothing is to be reported
	ascends   bool     // the addresses do, by families
	keys      keys     // of the addresses, where they are listed
	keySum    uint64
}

// mappings returns how many mappings the section has.
func (s *section) mappings() int { return s.v4 + s.v6 }

// parseSections reads the text and makes its Outline.
func parseSections(b *builder, text string) {
	for number := 0; text != ""; {
		var part string
		part, text = b.outline.marks.cut(text)
		number += b.readSection(part, number)
	}
}

// readSection reads a section and notes it in the Outline. It returns how many
// lines it has.
func (b *builder) readSection(text string, before int) int {
	s := b.section(text, before)
	s.sum = b.outline.marks.sum(text)
	b.outline.sections = append(b.outline.sections, s)
	return s.lines
}

// section reads a section, in front of which stand some lines.
func (b *builder) section(text string, before int) section {
	had := b.tally()
	lines := parseHosts(b, text, before)
	s := b.since(had)
	s.lines = lines
	return s
}

// A tally is how much was read.
type tally struct{ v4, v6, said, bad, skipped int }

func (b *builder) tally() tally {
	return tally{b.set.v4.count, b.set.v6.count, b.set.Lines, b.set.Bad, b.skipped}
}

// since returns a section of what was read since then.
func (b *builder) since(then tally) section {
	now := b.tally()
	s := section{v4: now.v4 - then.v4, v6: now.v6 - then.v6, said: now.said - then.said, ascends: true}
	s.clean = now.bad == then.bad && now.skipped == then.skipped
	addRows(&s, b.set.v4.behind(then.v4))
	addRows(&s, b.set.v6.behind(then.v6))
	return s
}

// addRows takes note of the addresses of one family.
func addRows[R keyed[R]](s *section, rows iter.Seq[R]) {
	var last netip.Addr
	for r := range rows {
		a := r.netipAddr()
		if a == last {
			continue
		}
		last = a
		switch {
		case s.addresses == 0:
			s.span = Span{a, a}
		case s.span.Last.Less(a):
			s.span.Last = a
		default:
			s.ascends = false
			if a.Less(s.span.First) {
				s.span.First = a
			}
		}
		s.addresses++
	}
}

// inOrder reports whether the addresses ascend from each section to the next, so that
// the spans tell where each address may stand, and do so within most sections.
func (o *Outline) inOrder() bool {
	last, ascend := netip.Addr{}, 0
	for i := range o.sections {
		s := &o.sections[i]
		if s.ascends {
			ascend++
		}
		if s.addresses == 0 {
			continue
		}
		if !last.Less(s.span.First) {
			return false
		}
		last = s.span.Last
	}
	return 2*ascend >= len(o.sections)
}

// list has the sections know their addresses if they are in no order. The rows
// are those of all sections, in the order of the file.
func (o *Outline) list(v4 *rows[row4], v6 *rows[row6]) {
	if o == nil || o.listed || o.inOrder() {
		return
	}
	o.listed = true
	l := lister{marks: &o.marks}
	at4, at6 := 0, 0
	for i := range o.sections {
		s := &o.sections[i]
		s.keys, s.keySum = l.list(v4.between(at4, at4+s.v4), v6.between(at6, at6+s.v6))
		at4, at6 = at4+s.v4, at6+s.v6
	}
}

// soil notes that the lines, which are those of duplicates, are to be reported.
func (o *Outline) soil(lines []uint32) {
	if o == nil {
		return
	}
	slices.Sort(lines)
	number := 0
	for i := range o.sections {
		s := &o.sections[i]
		number += s.lines
		for ; len(lines) > 0 && int(lines[0]) <= number; lines = lines[1:] {
			s.clean = false
		}
	}
}

// places returns where the sections stand that need not be read again.
func (o *Outline) places() map[[2]uint64]int {
	at := make(map[[2]uint64]int, len(o.sections))
	for i := range o.sections {
		if s := &o.sections[i]; s.clean && (s.ascends || o.listed) {
			at[s.sum] = i
		}
	}
	return at
}
