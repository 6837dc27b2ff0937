package state

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"
)

// A journal is the open log of a directory; the process has one for each. It
// is safe for concurrent use.
type journal struct {
	dir      Dir
	identity os.FileInfo // of the directory
	lock     io.Closer
	repaired error // what was wrong when it was opened
	refs     int   // guarded by the registry

	compacting sync.Mutex // held by compact; locked before commit
	commit     sync.Mutex // held while the file is written; guards the next two
	log        *logFile   // nil when closed
	failed     error      // nobody knows what the disk has; compact makes it good

	size, snapshot atomic.Int64 // copies from log, for those who must not wait

	mu      sync.Mutex // guards pending
	pending *batch     // takes the entries of the next commit
}

// A batch is what several callers of append commit together: one makes it and
// writes it, and while that one waits for its turn, others join.
type batch struct {
	record []byte // guarded by journal.mu while pending, then owned by its maker
	count  int
	done   chan struct{} // closed when err is set
	err    error
}

// append returns when the entries are on disk.
func (j *journal) append(entries []Entry) error {
	for chunk := range slices.Chunk(entries, MaxBatch) {
		b, made := j.join(chunk)
		if made {
			j.write(b)
		}
		<-b.done
		if b.err != nil {
			return b.err
		}
	}
	return nil
}

// join puts the entries into the pending batch if there is room, else into a
// new one, which the caller must write.
func (j *journal) join(entries []Entry) (b *batch, made bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	b = j.pending
	if b == nil || b.count+len(entries) > MaxBatch {
		b = &batch{record: make([]byte, headSize), done: make(chan struct{})}
		j.pending, made = b, true
	}
	for _, e := range entries {
		b.record = appendEntry(b.record, e)
	}
	b.count += len(entries)
	return b, made
}

// write commits the batch when it is its turn, with all who joined until then.
func (j *journal) write(b *batch) {
	j.commit.Lock()
	defer j.commit.Unlock()
	j.mu.Lock()
	if j.pending == b {
		j.pending = nil
	}
	j.mu.Unlock()
	if err := j.sync(b.record); err != nil {
		b.err = fmt.Errorf("appending to state %q: %w", j.dir.verdicts(), err)
	}
	close(b.done)
}

// sync writes the record and waits for the disk. It must be called with commit
// held.
func (j *journal) sync(record []byte) error {
	switch {
	case j.log == nil:
		return os.ErrClosed
	case j.failed != nil:
		return fmt.Errorf("not written again as a whole since: %w", j.failed)
	case j.log.size+int64(len(record)) > maxFileBytes:
		return fmt.Errorf("it has %d bytes already: look for errors of compacting it", j.log.size)
	}
	before := *j.log
	if err := j.log.write(record); err != nil {
		return fmt.Errorf("%w: check the free space of the directory", err)
	}
	if err := j.log.file.Sync(); err != nil {
		// The system forgets what it could not write: the next Sync may report
		// success, and the record may be there or not.
		*j.log, j.failed = before, err
		return fmt.Errorf("%w: check the disk", err)
	}
	j.size.Store(j.log.size)
	return nil
}

// position returns behind which record the log ends now.
func (j *journal) position() (logFile, error) {
	j.commit.Lock()
	defer j.commit.Unlock()
	if j.log == nil {
		return logFile{}, os.ErrClosed
	}
	return *j.log, nil
}

// use makes the file the one to append to. It must be called with commit held,
// or before anybody else knows the journal.
func (j *journal) use(f *logFile) {
	j.log, j.failed = f, nil
	j.size.Store(f.size)
	j.snapshot.Store(f.snapshot)
}

// close waits for what is being written.
func (j *journal) close() error {
	j.compacting.Lock()
	defer j.compacting.Unlock()
	j.commit.Lock()
	defer j.commit.Unlock()
	file := j.log.file
	j.log = nil
	return errors.Join(file.Close(), j.lock.Close())
}
