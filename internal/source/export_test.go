package source

import (
	"crypto/sha256"
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// IsPlainName is for comparing it with the rules of host names.
func IsPlainName(name string) bool { return isPlainName(name) }

// ParseStream parses a text as a stream, with portions of about the given size.
// Nothing may be left that points to the memory that it was read into: that is
// written over.
func ParseStream(text string, workers, portion int, o Options, h Hooks) (*Set, error) {
	in := &scribbler{in: strings.NewReader(text)}
	defer in.scribble()
	return newBuilder(Content{}, o, h).parseStream(in, workers, portion, int64(len(text)))
}

// A scribbler writes all over the memory that it reads into.
type scribbler struct {
	in     *strings.Reader
	memory [][]byte
}

func (s *scribbler) Read(p []byte) (int, error) {
	s.memory = append(s.memory, p)
	scribble(p)
	return s.in.Read(p)
}

func (s *scribbler) scribble() {
	for _, p := range s.memory {
		scribble(p)
	}
}

func scribble(p []byte) {
	for i := range p {
		p[i] = '!'
	}
}

// Kept counts the pieces of memory with names that s has not let go of.
func (s *Set) Kept() int {
	return len(slices.DeleteFunc(slices.Clone(s.chunks), func(chunk string) bool { return chunk == "" }))
}

// SetNow gives w another clock.
func (w *Watch) SetNow(now func() time.Time) { w.now = now }

// SetContent has w find data behind whatever stamp the file has.
func (w *Watch) SetContent(data string) {
	w.fetch = func(path string) (Content, Stamp, error) {
		_, stamp, err := readFile(path)
		return NewContent(data), stamp, err
	}
	w.sum = func(path string) ([sha256.Size]byte, Stamp, error) {
		c, stamp, err := w.fetch(path)
		return c.Sum, stamp, err
	}
}

// SetAfterRead has f called each time after w has read the file, and before it
// looks whether the file has changed meanwhile.
func (w *Watch) SetAfterRead(f func()) { w.wake = f }

// Room returns for how many mappings s holds memory.
func (s *Set) Room() int { return s.v4.room() + s.v6.room() }

func (r *rows[R]) room() (n int) {
	for _, page := range r.pages {
		n += cap(page)
	}
	return n
}

// KeysOf returns how many keys a section has of the addresses, and in how many bytes.
func KeysOf(addrs []netip.Addr) (n, size int) {
	var s Set
	for _, a := range addrs {
		if b := a.As16(); a.Is4() {
			s.v4.add(row4{addr: binary.BigEndian.Uint32(b[12:])})
		} else {
			s.v6.add(row6{hi: binary.BigEndian.Uint64(b[:8]), lo: binary.BigEndian.Uint64(b[8:])})
		}
	}
	m := newMarks(Hosts)
	l := lister{marks: &m}
	list, _ := l.list(s.v4.behind(0), s.v6.behind(0))
	all := list.appendTo(nil)
	set := newKeySet(slices.Clone(all))
	for _, a := range addrs {
		if !set.has(keyOf(m.hash(a))) {
			panic("one is missing")
		}
	}
	if !slices.IsSorted(all) {
		panic("they are in no order")
	}
	return len(all), len(list)
}

// Key returns the key that an address has in the sections of a content.
func (s *Summary) Key(a netip.Addr) uint32 { return uint32(keyOf(s.outline.marks.hash(a))) }
