package source

import (
	"crypto/sha256"
	"io"
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
	} else if c.unknown += int64(p.size); c.unknown > c.size/2 || !c.follow(&p) {
		return false
	}
	if c.file != nil { // the text is written over
		p.text = ""
		if p.at < 0 {
			p.text = strings.Clone(text)
		}
	}
	c.pieces, c.from = append(c.pieces, p), p.to
	return true
}

// finish returns the Set, or nil. had is that of ParseChanges.
func (c *changes) finish(had iter.Seq[netip.Addr]) (set *Set) {
	if c.outline.listed {
		set = parseScattered(c, had)
	} else {
		set = parseOrdered(c)
	}
	if c.lost {
		return nil
	}
	return set
}
