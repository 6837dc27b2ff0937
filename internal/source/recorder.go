package source

import (
	"hash/maphash"
	"strings"
)

// A recorder makes the Outline of a content in another form than that of hosts, while
// its lines are read one by one. A nil recorder makes none.
type recorder struct {
	marks   marks
	builder *builder

	texts [2]maphash.Hash // of the section so far
	size  int             // of that, in bytes
	seen  int             // the number of the last line
	ends  bool            // the section may end behind that, if the next one does not begin
	word  string          // with this

	found    []ending // of sections, behind which no statement was read yet
	begun    int      // the last line in front of the section
	had      tally    // there
	from     *carried // there
	sections []section
	broken   bool // no Outline can be made
}

// An ending is where a section ends.
type ending struct {
	line int // the last one
	sum  [2]uint64
}

func newRecorder(b *builder, form Format, from carried) *recorder {
	r := &recorder{marks: newMarks(form), builder: b, from: &from}
	for i := range r.texts {
		r.texts[i].SetSeed(r.marks.seeds[i])
	}
	return r
}

// line takes note of a line with its end. Lines behind an open parenthesis may come
// twice.
func (r *recorder) line(number int, text string) {
	if r == nil || number <= r.seen {
		return
	}
	if r.ends && r.marks.areApart(r.word, text) {
		r.found = append(r.found, ending{r.seen, r.cut()})
	}
	r.seen = number
	for i := range r.texts {
		_, _ = r.texts[i].WriteString(text) // never fails
	}
	r.size += len(text)
	if r.ends = r.marks.chooses(text, r.size); r.ends {
		r.word = strings.Clone(r.marks.word(text))
	}
}

// fail has no Outline made: the end of a line may never be in memory.
func (r *recorder) fail() {
	if r != nil {
		r.broken = true
	}
}

// cut ends the text of a section, and returns what stands for it.
func (r *recorder) cut() (sum [2]uint64) {
	for i := range r.texts {
		sum[i] = r.texts[i].Sum64()
		r.texts[i].Reset()
	}
	r.size = 0
	return sum
}

// reach takes note of a statement, from its first line to the last, before anything is
// made of it. This is carried to it.
func (r *recorder) reach(first, last int, c *carried) {
	if r == nil || len(r.found) == 0 {
		return
	}
	for len(r.found) > 0 && r.found[0].line < first {
		r.end(r.found[0], c)
		r.found = r.found[1:]
	}
	if len(r.found) > 0 && r.found[0].line < last { // the section ends amid the statement
		r.broken = true
	}
}

// end ends a section, of which all was read.
func (r *recorder) end(e ending, c *carried) {
	s := r.builder.since(r.had)
	s.sum, s.lines, s.from = e.sum, e.line-r.begun, r.from
	if !r.from.same(c) {
		to := *c
		r.from = &to
	}
	s.to = r.from
	r.sections = append(r.sections, s)
	r.begun, r.had = e.line, r.builder.tally()
}

// outline returns the Outline of what was read, nil if there is none. This is carried to
// its end.
func (r *recorder) outline(c carried) *Outline {
	r.reach(r.seen+1, r.seen+1, &c)
	if r.size > 0 {
		r.end(ending{r.seen, r.cut()}, &c)
	}
	if r.broken {
		return nil
	}
	return &Outline{marks: r.marks, sections: r.sections}
}

// record parses a content in another form than that of hosts, and makes its Outline.
func (b *builder) record(form Format, in lines) {
	r := newRecorder(b, form, b.start())
	in.recorder = r
	to, _ := b.parse(form, in, *r.from)
	b.outline = r.outline(to)
}
