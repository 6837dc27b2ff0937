package source

import (
	"strings"
	"unsafe"
)

// A piece is a section of a content that is compared with the one before.
type piece struct {
	section
	text    string // "" when it is in the file only
	size    int    // of the text
	place   int64  // in the file
	goesOn  bool   // something follows
	at      int    // where it stands in the content before, or -1
	touched bool   // it is known, and read nevertheless; see scattered
}

// follow finds out what a piece carries on. It reports whether the piece can be read
// without what follows it.
func (c *changes) follow(p *piece) (ok bool) {
	if p.from == nil {
		return true
	}
	to, ok := newBuilder(Content{Text: p.text}, c.set.Options, c.hooks).parse(c.outline.marks.form, p.open(0), *p.from)
	if !p.from.same(&to) {
		p.to = &to
	}
	return ok
}

// open returns the lines of the piece, in front of which stand some others.
func (p *piece) open(before int) lines {
	return lines{rest: p.text, number: before, goesOn: p.goesOn}
}

// parsePiece has a builder read a piece, in front of which stand some lines, and returns
// the section that it is.
func (c *changes) parsePiece(b *builder, p *piece, before int) (s section) {
	c.load(p)
	if p.from == nil {
		s = b.section(p.text, before)
	} else {
		had := b.tally()
		_, _ = b.parse(c.outline.marks.form, p.open(before), *p.from) // follow did that, too
		s = b.since(had)
		s.lines = strings.Count(p.text, "\n")
		if !strings.HasSuffix(p.text, "\n") {
			s.lines++
		}
	}
	s.sum, s.from, s.to = p.sum, p.from, p.to
	if c.file != nil && p.at >= 0 {
		p.text = ""
	}
	return s
}

// load brings the text of a piece into memory.
func (c *changes) load(p *piece) {
	if p.text != "" {
		return
	}
	buf := make([]byte, p.size)
	_, err := c.file.ReadAt(buf, p.place)
	text := unsafe.String(unsafe.SliceData(buf), len(buf)) // nobody writes there any more
	if c.lost = c.lost || err != nil || c.outline.marks.sum(text) != p.sum; !c.lost {
		p.text = text
	}
}
