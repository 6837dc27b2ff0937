package source

import (
	"crypto/sha256"
	"io"
	"iter"
	"net/netip"
	"strings"
	"unsafe"
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
	all := newChanges(o, hooks, last, int64(len(text)))
	for rest := text; rest != ""; {
		var first string
		if first, rest = all.outline.marks.cut(rest); !all.take(first, 0, rest != "") {
			return nil
		}
	}
	all.set.Hash = c.Sum
	return all.finish(had)
}

// parseChanges is ParseChanges for a large file that is being read: no more is in memory
// of what is known than a few pieces. The Set is nil, without an error, when the file has
// to be read as a whole.
func (r *Reading) parseChanges(in *input, last *Summary, had iter.Seq[netip.Addr]) (*Set, error) {
	text, all := io.Reader(in), newChanges(r.Options, r.Hooks, last, in.size)
	all.file = in
	if r.Tap != nil {
		text = r.Tap(text)
	}
	if again, ok := text.(io.ReaderAt); ok {
		all.file = again
	}
	sum, ok, err := all.takeFrom(text)
	if !ok || err != nil {
		return nil, err
	}
	all.set.Hash = sum
	return all.finish(had), nil
}

// takeFrom takes all sections in that a file has. It returns the hash of the file; ok is
// false when that has to be read as a whole.
func (c *changes) takeFrom(text io.Reader) (hash [sha256.Size]byte, ok bool, err error) {
	sum := sha256.New()
	s := newStream(io.TeeReader(text, sum), c.outline.marks, 1, portionSize)
	place, err := s.skipMark()
	for first := true; err == nil; first = false {
		var p *portion
		if p, err = s.next(); p == nil {
			break
		}
		if first && !c.isForm(p.text()) || !c.takePortion(s, p, place) {
			return hash, false, nil
		}
		place += int64(len(p.buf))
		s.free <- p.buf
	}
	return [sha256.Size]byte(sum.Sum(nil)), !s.endless, err
}

// isForm reports whether a content that begins with the text has the form of the one
// before.
func (c *changes) isForm(text string) bool {
	o := c.set.Options
	_, _, told := firstLine(text)
	return told && o.Format.resolve(text, o.Path) == c.outline.marks.form
}

// takePortion takes the sections of a portion in.
func (c *changes) takePortion(s *stream, p *portion, place int64) bool {
	at := 0
	for _, end := range p.ends {
		goesOn := end < len(p.buf) || len(s.rest) > 0 || !s.ended
		if !c.take(p.text()[at:end], place+int64(at), goesOn) {
			return false
		}
		at = end
	}
	return true
}

// changes are the sections of a content that is compared with the one before.
type changes struct {
	*builder
	last    *Summary
	places  map[[2]uint64]int // of its sections
	size    int64             // of the content, about
	unknown int64             // bytes that are not known
	from    *carried          // to the next piece; nil in the form of hosts
	pieces  []piece
	file    io.ReaderAt // where the content is, if that is not in memory
	lost    bool        // that is another content now
}

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

func newChanges(o Options, hooks Hooks, last *Summary, size int64) *changes {
	b, old := newBuilder(Content{}, o, hooks), last.outline
	b.names.size = chunkSize
	b.outline = &Outline{marks: old.marks, listed: old.listed}
	c := &changes{builder: b, last: last, places: old.places(), size: size}
	if old.marks.form != Hosts {
		from := b.start()
		c.from = &from
	}
	c.pieces = make([]piece, 0, len(old.sections)+1)
	return c
}

// take takes the next section in, which stands at a place in the file. It returns false
// when the content has to be read as a whole.
func (c *changes) take(text string, place int64, goesOn bool) bool {
	old := c.last.outline
	p := piece{text: text, size: len(text), place: place, goesOn: goesOn, at: -1}
	p.sum, p.from, p.to = old.marks.sum(text), c.from, c.from
	if i, known := c.places[p.sum]; known && old.sections[i].from.same(c.from) {
		p.at, p.to = i, old.sections[i].to
		if c.file != nil {
			p.text = ""
		}
	} else {
		if c.unknown += int64(p.size); c.unknown > c.size/2 {
			return false
		}
		if c.file != nil {
			p.text = strings.Clone(text)
		}
		if !c.follow(&p) {
			return false
		}
	}
	c.pieces, c.from = append(c.pieces, p), p.to
	return true
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

// finish returns the Set, or nil. had is that of ParseChanges.
func (c *changes) finish(had iter.Seq[netip.Addr]) (set *Set) {
	if c.outline.listed {
		set = parseScattered(c, had)
	} else {
		set = parseNews(c)
	}
	if c.lost {
		return nil
	}
	return set
}
