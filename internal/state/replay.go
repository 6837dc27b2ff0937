package state

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// ErrDamaged means that the log holds something else than was written, and not
// only a last record that a crash tore.
var ErrDamaged = errors.New("damaged")

// A reader takes records from a part of a log, one after the other.
type reader struct {
	in     *bufio.Reader
	offset int64  // behind the last record
	number uint32 // of the last record
	held   int    // length of the record that the caller still looks at
}

// newReader reads what stands between start and end. The record before start
// has the number.
func newReader(file io.ReaderAt, start, end int64, number uint32) *reader {
	// The buffer takes the longest record, so that none is copied.
	in := bufio.NewReaderSize(io.NewSectionReader(file, start, end-start), headSize+recordBytes)
	return &reader{in: in, offset: start, number: number}
}

// next returns the next record, which is good until the next call, or nil when
// no whole one follows.
func (r *reader) next() ([]byte, error) {
	if _, err := r.in.Discard(r.held); err != nil {
		return nil, err
	}
	r.held = 0
	data, err := r.in.Peek(headSize)
	if size := recordSize(data); err == nil && size > 0 {
		data, err = r.in.Peek(size)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !whole(data) || recordNumber(data) != r.number+1 || !entries(data, nil) {
		return nil, nil
	}
	r.held = len(data)
	r.number++
	r.offset += int64(len(data))
	return data, nil
}

// replay reads the log in the first size bytes of the file and calls put, unless
// it is nil, with each entry. The result has no file: it says where the good
// records end, which is before size when the last one is torn.
func replay(file io.ReaderAt, size int64, put func(Entry)) (logFile, error) {
	snapshot, err := readHeader(file)
	if err != nil {
		return logFile{}, err
	}
	r := newReader(file, headerSize, size, 0)
	for {
		record, err := r.next()
		if err != nil {
			return logFile{}, err
		}
		if record == nil {
			break
		}
		if put != nil {
			entries(record, put)
		}
	}
	if r.offset < snapshot {
		return logFile{}, fmt.Errorf("%w: the snapshot takes %d bytes and breaks off at byte %d of %d",
			ErrDamaged, snapshot, r.offset, size)
	}
	return logFile{size: r.offset, snapshot: snapshot, number: r.number}, checkTail(file, r, size)
}

// checkTail tells a torn record from damage. A record is written when the one
// before is on disk, so a crash hurts one at most: the last. If more than fits
// in one cannot be read, or if a later record can, something else went wrong.
func checkTail(file io.ReaderAt, r *reader, size int64) error {
	if size-r.offset > headSize+recordBytes {
		return fmt.Errorf("%w: no record at byte %d of %d", ErrDamaged, r.offset, size)
	}
	tail := make([]byte, size-r.offset)
	n, err := file.ReadAt(tail, r.offset)
	if err != nil && !errors.Is(err, io.EOF) { // it may be cut while we look
		return err
	}
	if later(tail[:n], r.number) {
		return fmt.Errorf("%w: record %d at byte %d is broken, but records follow", ErrDamaged, r.number+1, r.offset)
	}
	return nil
}

// later reports whether there is a record behind the numbered one anywhere in
// the tail.
func later(tail []byte, number uint32) bool {
	last := number + 1 + uint32(len(tail)/(headSize+minEntry))
	for ; len(tail) >= headSize+minEntry; tail = tail[1:] {
		if n := recordNumber(tail); n > number && n <= last && whole(tail) {
			return true
		}
	}
	return false
}
