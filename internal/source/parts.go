package source

import (
	"slices"
	"strings"
	"sync"
)

// A list is read in parts at the same time, each by a builder of its own. What
// they make is put together as one builder would have made it.

// parseList reads a text in the form of hosts.
func parseList(b *builder, text string, workers int) {
	texts := splitText(text, min(workers, len(text)/minPart))
	if len(texts) < 2 {
		parseSections(b, text)
		return
	}
	parts := make([]*builder, len(texts))
	ends := make([]int, len(texts)) // of their room
	total := 0
	for i, text := range texts {
		total += countRoom(text)
		ends[i] = total
	}
	rooms := &rooms{size: total}
	var reading sync.WaitGroup
	for i := range texts {
		from := 0
		if i > 0 {
			from = ends[i-1]
		}
		parts[i] = b.part(rooms, from, ends[i])
		reading.Go(func() { parseSections(parts[i], texts[i]) })
	}
	reading.Wait()
	if countChunks(parts) > maxChunks { // only reading it as a whole tells which names are too many
		parseSections(b, text)
		return
	}
	b.join(rooms, parts)
}

// countChunks counts the pieces of memory that the names of all parts are in.
func countChunks(parts []*builder) (n int) {
	for _, p := range parts {
		n += len(p.names.chunks)
	}
	return n
}

// splitText cuts the text into about n parts, behind lines of different addresses.
func splitText(text string, n int) []string {
	var parts []string
	for ; n > 1 && text != ""; n-- {
		at := partEnd(text, len(text)/n)
		parts, text = append(parts, text[:at]), text[at:]
	}
	if text != "" {
		parts = append(parts, text)
	}
	return parts
}

// partEnd returns where a part of about the length may end.
func partEnd(text string, at int) int {
	for {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			return len(text)
		}
		at += end + 1
		line := text[strings.LastIndexByte(text[:at-1], '\n')+1:]
		if firstWord(line) != firstWord(text[at:]) {
			return at
		}
	}
}

// part returns a builder for a part of the content.
func (b *builder) part(r *rooms, from, to int) *builder {
	return &builder{
		set: &Set{Summary: Summary{Options: b.set.Options}}, hooks: b.hooks, names: &arena{size: chunkSize},
		rooms: r, from: from, to: to, outline: &Outline{marks: b.outline.marks},
	}
}

// join takes over what was read in parts, in their order.
func (b *builder) join(r *rooms, parts []*builder) {
	lines, places := 0, make(map[*arena]uint32) // where the names begin
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
		s.Faults = append(s.Faults, p.set.Faults...)
		b.outline.sections = append(b.outline.sections, p.outline.sections...)
	}
	b.set.Faults = b.set.Faults[:min(len(b.set.Faults), maxFaults)]
	var v4 [][]row4
	var v6 [][]row6
	var from []int // where each begins
	for _, p := range parts {
		v4, v6, from = append(v4, p.set.v4), append(v6, p.set.v6), append(from, p.from)
	}
	b.set.v4, b.set.v6 = joinRows(r.v4, v4, from), joinRows(r.v6, v6, from)
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
	for i := range p.set.v4 {
		move(&p.set.v4[i].row)
	}
	for i := range p.set.v6 {
		move(&p.set.v6[i].row)
	}
}

// joinRows puts the rows of the parts together, each of which begins at its place
// in the room unless it needed more.
func joinRows[R any](room []R, parts [][]R, from []int) []R {
	n := 0
	for i, p := range parts {
		if n > from[i] { // it would be written over
			return slices.Concat(parts...)
		}
		n += len(p)
	}
	if n == 0 || n > len(room) {
		return slices.Concat(parts...)
	}
	n = 0
	for _, p := range parts {
		n += copy(room[n:], p)
	}
	return room[:n]
}

// rooms are the memory for the mappings of all parts, one behind the other. It is
// taken when the first mapping of a family comes.
type rooms struct {
	size         int
	once4, once6 sync.Once
	v4           []row4
	v6           []row6
}

// countRoom returns how many mappings a text has at most, but for $GENERATE and
// further names of an address.
func countRoom(text string) int {
	return min(strings.Count(text, "\n")+1, len(text)/minMapping+1)
}

func (r *rooms) four(from, to int) []row4 {
	r.once4.Do(func() { r.v4 = make([]row4, r.size) })
	return room(r.v4, from, to)
}

func (r *rooms) six(from, to int) []row6 {
	r.once6.Do(func() { r.v6 = make([]row6, r.size) })
	return room(r.v6, from, to)
}

// room returns a piece of the rows, or other memory when they do not reach so far.
func room[R any](rows []R, from, to int) []R {
	if to > len(rows) {
		return make([]R, 0, to-from)
	}
	return rows[from:from:to]
}
