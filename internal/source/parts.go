package source

import "strings"

// A list is read in parts at the same time, each by a builder of its own. What
// they make is put together as one builder would have made it.

// parseList reads a text in the form of hosts.
func parseList(b *builder, text string, workers int) {
	if workers = min(workers, len(text)/minPart); workers < 2 || !parseTogether(b, text, workers) {
		parseSections(b, text)
	}
}

// parseTogether reads the text in portions, unless only reading it as a whole tells
// what it says.
func parseTogether(b *builder, text string, workers int) bool {
	s := newStream(strings.NewReader(text), b.outline.marks, workers, min(portionSize, len(text)/workers))
	first, err := s.next()
	if err != nil || first == nil {
		return false
	}
	ok, err := b.parsePortions(s, first, int64(len(text)))
	return ok && err == nil
}

// part returns a builder for a part of the content.
func (b *builder) part() *builder {
	return &builder{set: &Set{Summary: Summary{Options: b.set.Options}}, hooks: b.hooks, outline: &Outline{marks: b.outline.marks}}
}

// join takes over what was read in parts, in their order.
func (b *builder) join(parts []*builder) {
	lines, places := 0, make(map[*arena]uint32) // where the names begin
	var v4 []rows[row4]
	var v6 []rows[row6]
	for _, p := range parts {
		if _, known := places[p.names]; !known {
			places[p.names] = uint32(len(b.names.chunks)) << chunkBits
			b.names.chunks = append(b.names.chunks, p.names.finish()...)
		}
		b.shift(p, lines, places[p.names])
		for _, s := range p.outline.sections {
			lines += s.lines
		}
		s := b.set
		s.Lines += p.set.Lines
		s.Bad += p.set.Bad
		s.Foreign += p.set.Foreign
		s.Faults = append(s.Faults, p.set.Faults[:min(len(p.set.Faults), maxFaults-len(s.Faults))]...)
		b.outline.sections = append(b.outline.sections, p.outline.sections...)
		v4, v6 = append(v4, p.set.v4), append(v6, p.set.v6)
	}
	b.set.v4, b.set.v6 = joinRows(v4), joinRows(v6)
}

// shift makes what was read in a part true for the whole content, in which some
// lines stand before it, and its names at a place.
func (b *builder) shift(p *builder, lines int, names uint32) {
	for _, f := range p.set.Faults {
		f.Pos.Line += lines
	}
	numbers := make([]uint32, len(p.attrs.list))
	for i, a := range p.attrs.list {
		numbers[i], _ = b.attrs.of(a) // there are fewer TTLs than numbers, and a list has one owner
	}
	move := func(r *row) {
		r.line += uint32(lines) // a file of 2 GiB has fewer than 1<<32
		r.name += names
		r.more = uint32(r.length())<<attrBits | numbers[r.attr()]
	}
	for k := range p.set.v4.count {
		move(&p.set.v4.at(k).row)
	}
	for k := range p.set.v6.count {
		move(&p.set.v6.at(k).row)
	}
}
