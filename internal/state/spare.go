package state

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// A Spare holds a content that may have to be kept, until that is known. It is a
// file of the directory without a name: whatever happens to the process, nothing is
// left of it, and what is kept stays as it was.
type Spare struct {
	file *os.File // nil when there is none
	size int64
	err  error // why
}

// NewSpare returns an empty Spare. Without room on the disk, or where an open file
// cannot lose its name, it holds nothing, and says so when it is read.
func (d Dir) NewSpare() *Spare {
	if d.Memory() {
		return &Spare{err: os.ErrNotExist}
	}
	f, err := os.CreateTemp(d.path, ".new-*")
	if err != nil {
		return &Spare{err: err}
	}
	s := &Spare{file: f}
	if err := os.Remove(f.Name()); err != nil {
		s.fail(errors.Join(err, f.Close(), os.Remove(f.Name())))
	}
	return s
}

// fail gives the room on the disk back.
func (s *Spare) fail(err error) {
	s.Close()
	s.err = err
}

// Write takes more of the content. It never fails: Reader does if it must.
func (s *Spare) Write(p []byte) (int, error) {
	if s.file != nil {
		n, err := s.file.Write(p)
		if s.size += int64(n); err != nil {
			s.fail(err)
		}
	}
	return len(p), nil
}

// Reader reads all that was written, or returns what went wrong then.
func (s *Spare) Reader() (io.Reader, error) {
	if s.file == nil {
		return nil, s.err
	}
	return io.NewSectionReader(s.file, 0, s.size), nil
}

// Sound reports whether all that was written is there.
func (s *Spare) Sound() bool { return s.file != nil }

// IsFull reports whether a file could not be written because there was no room.
func IsFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// Close drops the content. A nil Spare has none.
func (s *Spare) Close() {
	if s != nil && s.file != nil {
		_ = s.file.Close() // nobody will read it
		s.file, s.err = nil, os.ErrClosed
	}
}
