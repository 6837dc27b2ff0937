package source

import (
	"io"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"unsafe"
)

// A large list, which has the form of hosts, is cut into portions, which are parsed at
// the same time.

// parsePortions parses what a stream of about the given size brings, a portion each.
// It reports whether that can be done.
func (b *builder) parsePortions(s *stream, first *portion, size int64) (ok bool, err error) {
	var parts []*builder
	var parsing sync.WaitGroup
	work := make(chan func(*arena))
	s.names = newArenas(first.text(), findBorders(s.marks.sample(first.text())), size, s.workers)
	for _, names := range s.names {
		parsing.Go(func() {
			for parse := range work {
				parse(names)
			}
		})
	}
	for p := first; p != nil && err == nil; p, err = s.next() {
		part := b.part()
		parts = append(parts, part)
		work <- func(names *arena) {
			part.names = names
			s.parse(part, p)
		}
	}
	close(work)
	parsing.Wait()
	if err != nil || s.endless || s.countChunks() > fullChunks {
		return false, err
	}
	b.join(parts)
	return true, nil
}

// newArenas returns arenas for the names of a content of the given size, which begins
// with the text.
func newArenas(text string, borders []netip.Addr, size int64, n int) []*arena {
	piece := chunkSize
	if borders != nil {
		const some = 8 // bytes for each name: about a quarter of what a group takes
		lines := float64(strings.Count(text, "\n")) * float64(size) / float64(len(text))
		piece = min(max(int(lines)/(nameGroups*n)*some, minPiece), maxPiece)
	}
	arenas := make([]*arena, n)
	for i := range arenas {
		arenas[i] = &arena{size: piece, borders: borders}
	}
	return arenas
}

// sample returns some addresses of a list: one line of some tells enough.
func (m *marks) sample(text string) (all []netip.Addr) {
	n := 0
	for line := range strings.Lines(text) {
		if n++; n%groupSample != 0 {
			continue
		}
		if a, err := netip.ParseAddr(m.word(line)); err == nil {
			all = append(all, a)
		}
	}
	return all
}

// findBorders returns addresses that cut those given in parts of about the same size,
// or none if they ascend.
func findBorders(all []netip.Addr) (borders []netip.Addr) {
	if slices.IsSortedFunc(all, netip.Addr.Compare) {
		return nil
	}
	slices.SortFunc(all, netip.Addr.Compare)
	for i := 1; i < nameGroups; i++ {
		borders = append(borders, all[i*len(all)/nameGroups])
	}
	return slices.Compact(borders)
}

// countChunks counts the pieces of memory that the names are in.
func (s *stream) countChunks() (n int) {
	for _, names := range s.names {
		n += len(names.chunks)
	}
	return n
}

// A stream cuts a content into portions.
type stream struct {
	in      io.Reader
	marks   marks
	workers int
	portion int         // bytes to read at a time
	free    chan []byte // buffers; their number bounds that of the portions
	rest    []byte      // what follows the last portion
	ended   bool        // nothing more can be read
	endless bool        // there is no place for the next cut
	names   []*arena    // of each who parses
}

// A portion is some whole sections of a content.
type portion struct {
	buf  []byte
	ends []int // of the sections
}

// text is what stands in the buffer, and must not be used any longer than that.
func (p *portion) text() string { return unsafe.String(unsafe.SliceData(p.buf), len(p.buf)) }

func newStream(in io.Reader, m marks, workers, portion int) *stream {
	s := &stream{in: in, marks: m, workers: workers, portion: portion, free: make(chan []byte, workers+1)}
	for range cap(s.free) {
		s.free <- nil
	}
	return s
}

// skipMark skips a byte order mark. It returns how long that is.
func (s *stream) skipMark() (n int64, err error) {
	if s.rest, err = s.read(nil, len(byteOrderMark)); string(s.rest) == byteOrderMark {
		n, s.rest = int64(len(s.rest)), s.rest[:0]
	}
	return n, err
}

// next returns the next portion, or nil at the end and where the content is endless.
func (s *stream) next() (*portion, error) {
	if s.ended && len(s.rest) == 0 {
		return nil, nil
	}
	buf := <-s.free
	buf = append(buf[:0], s.rest...)
	for {
		var err error
		if buf, err = s.read(buf, max(s.portion, 2*len(buf))); err != nil {
			return nil, err
		}
		if p := s.cut(buf); len(p.ends) > 0 || s.ended {
			s.rest = append(s.rest[:0], buf[len(p.buf):]...)
			return p, nil
		}
		if s.endless = len(buf) > maxPortion; s.endless { // it would take more memory than all of the text
			return nil, nil
		}
	}
}

// read reads on until the buffer has the given length, or the content ends.
func (s *stream) read(buf []byte, length int) ([]byte, error) {
	had := len(buf)
	buf = slices.Grow(buf, length-had)
	n, err := io.ReadFull(s.in, buf[had:length])
	buf = buf[:had+n]
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		s.ended, err = true, nil
	}
	return buf, err
}

// cut finds the sections that are whole in the buffer: all when nothing follows.
func (s *stream) cut(buf []byte) *portion {
	p := &portion{buf: buf}
	text, at := p.text(), 0
	for at < len(text) {
		first, rest := s.marks.cut(text[at:])
		if len(rest) < maxReverse && !s.ended { // what follows decides about the end
			break
		}
		at += len(first)
		p.ends = append(p.ends, at)
	}
	p.buf = buf[:at]
	return p
}

// parse parses a portion, and has its buffer used again.
func (s *stream) parse(b *builder, p *portion) {
	text, at, lines := p.text(), 0, 0
	for _, end := range p.ends {
		lines += b.readSection(text[at:end], lines)
		at = end
	}
	b.words = nil
	s.free <- p.buf
}
