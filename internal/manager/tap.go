package manager

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// A tap passes on what is read from a large file that is parsed meanwhile: it keeps
// a spare of it for the state directory, and tells that reading comes on.
type tap struct {
	dir   state.Dir
	spare *state.Spare // nil when none is wanted
	pulse *pulse
}

// open is for source.Reading.
func (t *tap) open(r io.Reader) io.Reader {
	if !t.dir.Memory() {
		t.spare.Close() // the file changed while it was read
		t.spare = t.dir.NewSpare()
	}
	return &tapped{r, t}
}

// take returns the spare of what was parsed, nil for nothing.
func (t *tap) take(set *source.Set) *state.Spare {
	if set == nil {
		t.spare.Close()
		return nil
	}
	return t.spare
}

// A tapped is a file that is read through a tap.
type tapped struct {
	io.Reader

	tap *tap
}

func (t *tapped) Read(p []byte) (int, error) {
	if t.tap.pulse.stopped.Load() {
		return 0, context.Canceled
	}
	n, err := t.Reader.Read(p)
	if t.tap.spare != nil {
		_, _ = t.tap.spare.Write(p[:n]) // never fails
	}
	t.tap.pulse.beat(err)
	return n, err
}

// ReadAt reads a part once more, behind the end.
func (t *tapped) ReadAt(p []byte, place int64) (int, error) {
	file, ok := t.Reader.(io.ReaderAt)
	switch {
	case !ok:
		return 0, errors.ErrUnsupported
	case t.tap.pulse.stopped.Load():
		return 0, context.Canceled
	}
	t.tap.pulse.beat(nil)
	defer t.tap.pulse.beat(io.EOF)
	return file.ReadAt(p, place)
}

// A pulse tells whether reading comes on. What is still to be done when all was read
// is no matter of the file system.
type pulse struct {
	start   time.Time
	last    atomic.Int64 // when something was read, since start
	ended   atomic.Bool
	stopped atomic.Bool // nobody waits for what is read
}

// begin begins a look, while there is no other.
func (p *pulse) begin() {
	p.start = time.Now()
	p.last.Store(0)
	p.ended.Store(false)
}

// beat notes that something was read, or why not.
func (p *pulse) beat(err error) {
	p.last.Store(int64(time.Since(p.start)))
	p.ended.Store(err != nil)
}

// beats reports whether something was read a short time ago.
func (p *pulse) beats() bool {
	return p.ended.Load() || time.Since(p.start)-time.Duration(p.last.Load()) < patience
}
