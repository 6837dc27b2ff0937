package source

import (
	"crypto/sha256"
	"io"
	"slices"
	"strings"
)

// A large file is parsed while it is read, so that no more than a few pieces of
// its text are in memory at a time: touching new memory takes a good part of the
// time of a start.

// A Reading says how to parse a file while it is read. What it calls is called from
// several goroutines.
type Reading struct {
	Options Options
	Hooks   Hooks
	Workers int // goroutines that parse a list

	// Tap, unless it is nil, returns what passes on all that it reads from the
	// file. It is asked anew for each time that the file is read from its beginning.
	// What is an io.ReaderAt, too, is also asked for parts that are read once more.
	Tap func(io.Reader) io.Reader
}

// Parse parses a content of about the given size, if it is large. The Set is nil,
// without an error, when only reading it as a whole tells what it is.
func (r *Reading) Parse(text io.Reader, size int64) (*Set, error) {
	if size < minStream {
		return nil, nil
	}
	if r.Tap != nil {
		text = r.Tap(text)
	}
	return newBuilder(Content{}, r.Options, r.Hooks).parseStream(text, r.Workers, portionSize, size)
}

// parseStream parses a content of about the given size while it is read.
func (b *builder) parseStream(text io.Reader, workers, portion int, size int64) (*Set, error) {
	sum := sha256.New()
	in := lines{window: &window{in: io.TeeReader(text, sum), size: min(portion, windowSize)}}
	form, ok := in.form(b.set.Options)
	switch {
	case !ok:
	case form == Hosts:
		ok = b.parseStreamed(in, workers, portion, size)
	default:
		ok = b.parseWindows(form, in, size)
	}
	if err := in.window.err; !ok || err != nil {
		return nil, err
	}
	b.set.Hash = [sha256.Size]byte(sum.Sum(nil))
	return b.finish(), nil
}

// form returns the form of a text that is just being read. It reports whether the
// first lines tell that.
func (l *lines) form(o Options) (form Format, ok bool) {
	for !l.window.ended && len(l.rest) < portionSize {
		l.rest = l.window.more(len(l.rest))
		text := trimBOM(l.whole())
		if _, _, told := firstLine(text); told {
			l.rest = trimBOM(l.rest)
			return o.Format.resolve(text, o.Path), l.window.err == nil
		}
	}
	return Auto, false
}

// whole returns the lines in memory that are whole, or too long.
func (l *lines) whole() string {
	end := strings.LastIndexByte(l.rest, '\n') + 1
	if l.window.ended || len(l.rest)-end > maxLine+len("\r") {
		end = len(l.rest)
	}
	return l.rest[:end]
}

// parseWindows parses a text in another form than that of hosts, of which the first
// lines are in memory. It reports whether that can be done.
func (b *builder) parseWindows(form Format, in lines, size int64) bool {
	first := in.whole()
	sample := newBuilder(Content{Text: first}, b.set.Options, Hooks{})
	sample.parse(form, newLines(first), sample.start())
	b.names = newArenas(first, findBorders(slices.Collect(sample.set.Addresses())), size, 1)[0]
	b.record(form, in)
	return len(b.names.chunks) <= fullChunks
}

// parseStreamed parses a list of which the first lines are in memory. It reports
// whether that can be done.
func (b *builder) parseStreamed(in lines, workers, portion int, size int64) bool {
	w := in.window
	b.outline = &Outline{marks: newMarks(Hosts)}
	s := newStream(w.in, b.outline.marks, workers, portion)
	s.rest, s.ended = w.buf[len(w.buf)-len(in.rest):], w.ended
	first, err := s.next()
	if err == nil && first != nil {
		var ok bool
		if ok, err = b.parsePortions(s, first, size); ok {
			return true
		}
	}
	w.err = err
	return false
}
