package source

import (
	"io"
	"unsafe"
)

// A window is the part of a text that is in memory while the text is read.
//
// Its memory is written again, but not while lines are held: what follows them comes
// into other memory, together with a copy.
type window struct {
	in     io.Reader
	size   int    // of its memory, as long as no line and nothing held needs more
	buf    []byte // what is in memory
	held   bool   // lines are, and must be found from begin on
	begin  int
	cut    bool   // the rest of a line that is too long is to be skipped
	ended  bool   // nothing more can be read
	err    error  // why, if that is not the end
	rescue func() // copies what else is needed, before its memory is written again
}

// last returns the last n bytes that are in memory.
func (w *window) last(n int) string {
	buf := w.buf[len(w.buf)-n:]
	return unsafe.String(unsafe.SliceData(buf), n)
}

// more reads on, and returns what is in memory from the last n bytes on.
func (w *window) more(n int) string {
	kept := w.buf[len(w.buf)-n:]
	if w.held {
		kept = w.buf[w.begin:]
	}
	buf := w.buf[:0]
	switch {
	case w.held || 2*len(kept) >= cap(buf):
		buf = make([]byte, 0, max(w.size, 2*len(kept)))
	case w.rescue != nil:
		w.rescue()
	}
	buf = append(buf, kept...)
	had := len(buf)
	got, err := io.ReadFull(w.in, buf[had:cap(buf)])
	w.buf, w.begin = buf[:had+got], 0
	if w.ended = err != nil; w.ended && err != io.EOF && err != io.ErrUnexpectedEOF {
		w.err = err
	}
	return w.last(n + got)
}
