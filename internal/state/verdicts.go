package state

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"
)

// LoadVerdicts calls put with what was appended, in that order: a later entry
// takes the place of an earlier one with its key, one without a Value deletes
// it. An Entry's Value is good until put returns.
//
// It neither locks nor changes anything, and may be called while somebody, in
// any process, appends or compacts: then it gives what was there at some moment.
// A torn last record is passed over. After an error, what put got counts for
// nothing; ErrDamaged means that it got nothing, and that OpenVerdicts will set
// the log aside.
func (d Dir) LoadVerdicts(put func(Entry)) error {
	if d.Memory() {
		return nil
	}
	if err := load(d.verdicts(), put); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading state %q: %w", d.verdicts(), err)
	}
	return nil
}

// load reads the file twice, so that nothing of a damaged one is told.
func load(path string, put func(Entry)) error {
	file, err := os.Open(path) //nolint:gosec // the operator names the directory
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	good, err := replay(file, info.Size(), nil)
	if err != nil {
		return err
	}
	_, err = replay(file, good.size, put)
	return err
}

// Verdicts is a log of entries that are on disk when Append returns. The process
// has one for each directory, however often it is opened: a new instance shares
// it with the old one, which closes it later. It is safe for concurrent use. The
// zero value, which is also that of a Dir without a directory, remembers
// nothing.
type Verdicts struct {
	journal *journal
	mu      sync.Mutex // guards closed
	closed  bool
}

// OpenVerdicts opens the log for writing and keeps other processes from doing
// so until Close; when another has it, the error is ErrInUse. A damaged log is
// set aside and a new one begun, and a torn last record is cut off; Repaired
// tells.
func (d Dir) OpenVerdicts() (*Verdicts, error) {
	if d.Memory() {
		return &Verdicts{}, nil
	}
	j, err := journals.open(d)
	if err != nil {
		return nil, fmt.Errorf("opening state %q: %w", d.verdicts(), err)
	}
	return &Verdicts{journal: j}, nil
}

// Repaired returns what was wrong with the log when the process opened it, nil
// if nothing was. ErrDamaged means that all that had been kept is lost; else
// only what was being written when the last process died.
func (v *Verdicts) Repaired() error {
	if v.journal == nil || v.journal.repaired == nil {
		return nil
	}
	return fmt.Errorf("opening state %q: %w", v.journal.dir.verdicts(), v.journal.repaired)
}

// Append adds the entries and returns when they are on disk, together with those
// of others who called it meanwhile. Up to MaxBatch entries are kept all or not
// at all. After an error, append them again, or call Compact, which makes the
// log good whatever happened to it.
func (v *Verdicts) Append(entries []Entry) error {
	if v.isClosed() {
		return fmt.Errorf("appending to verdicts: %w", os.ErrClosed)
	}
	for _, e := range entries {
		if err := check(e); err != nil {
			return err
		}
	}
	if v.journal == nil {
		return nil
	}
	return v.journal.append(entries)
}

// Grown reports whether it is time to call Compact.
func (v *Verdicts) Grown() bool {
	if v.journal == nil {
		return false
	}
	snapshot := v.journal.snapshot.Load()
	return v.journal.size.Load()-snapshot > max(compactFloor, compactFactor*snapshot)
}

// Compact writes the log anew, with all instead of what was appended until now.
// Others may append meanwhile; it is enough that all tells of each key what was
// appended last before the call, or anything that will be appended after it. A
// Value need not outlive the step. After an error nothing is lost that was
// appended; call it again later.
func (v *Verdicts) Compact(all iter.Seq[Entry]) error {
	if v.isClosed() {
		return fmt.Errorf("compacting verdicts: %w", os.ErrClosed)
	}
	if v.journal == nil {
		return nil
	}
	if err := v.journal.compact(all); err != nil {
		return fmt.Errorf("compacting state %q: %w", v.journal.dir.verdicts(), err)
	}
	return nil
}

// Size returns how many bytes the log takes on disk.
func (v *Verdicts) Size() int64 {
	if v.journal == nil {
		return 0
	}
	return v.journal.size.Load()
}

// Close ends the use of the log; the last to have it releases it to other
// processes, after what is being written. To close it again does nothing.
func (v *Verdicts) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.journal == nil {
		return nil
	}
	v.closed = true
	if err := journals.close(v.journal); err != nil {
		return fmt.Errorf("closing state %q: %w", v.journal.dir.verdicts(), err)
	}
	return nil
}

func (v *Verdicts) isClosed() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.closed
}

// check refuses what cannot be kept.
func check(e Entry) error {
	if len(e.Value) > MaxValue {
		return fmt.Errorf("keeping a value of %d bytes: want at most %d", len(e.Value), MaxValue)
	}
	return nil
}

// verdicts is the path of the log.
func (d Dir) verdicts() string { return filepath.Join(d.path, "verdicts") }
