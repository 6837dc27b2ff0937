package state

import (
	"errors"
	"fmt"
	"iter"
	"os"
)

// newSuffix ends the name of a log that is being written. It is always the
// same, so that crashes do not leave one file each.
const newSuffix = ".new"

// compact replaces the file by one with a snapshot of all. Others append to the
// old one meanwhile, and what they append is copied behind the snapshot; only
// for the last of it and the rename do they wait.
func (j *journal) compact(all iter.Seq[Entry]) error {
	j.compacting.Lock()
	defer j.compacting.Unlock()
	// What all tells was appended before this position or will be behind it.
	from, err := j.position()
	if err != nil {
		return err
	}
	f, err := createLogFile(j.dir.verdicts()+newSuffix, all)
	if err != nil {
		return fmt.Errorf("%w: check the free space of the directory", err)
	}
	from, err = j.catchUp(f, from)
	if err != nil {
		return errors.Join(err, f.discard())
	}
	return j.swap(f, from)
}

// catchUp copies what was appended since from, until that is no more than one
// commit may bring, and returns how far it came.
func (j *journal) catchUp(f *logFile, from logFile) (logFile, error) {
	for range catchUpRounds {
		to, err := j.position()
		if err != nil {
			return from, err
		}
		if to.size-from.size <= recordBytes {
			break
		}
		if err := f.copy(from, to); err != nil {
			return from, err
		}
		from = to
	}
	return from, f.file.Sync()
}

// swap copies the rest and puts the new file in the place of the old one.
func (j *journal) swap(f *logFile, from logFile) error {
	j.commit.Lock()
	defer j.commit.Unlock()
	err := f.copy(from, *j.log)
	if err == nil {
		err = f.file.Sync()
	}
	if err == nil {
		err = os.Rename(f.file.Name(), j.dir.verdicts())
	}
	if err != nil {
		return errors.Join(err, f.discard())
	}
	old := j.log.file
	j.use(f)
	// Until the directory is on disk, a crash may bring back the old file, and
	// nothing that is appended to the new one would survive.
	j.failed = j.dir.sync()
	return errors.Join(j.failed, old.Close())
}

// copy appends the records between the two positions of another file, which
// get new numbers.
func (f *logFile) copy(from, to logFile) error {
	r := newReader(from.file, from.size, to.size, from.number)
	for r.offset < to.size {
		record, err := r.next()
		if err != nil {
			return err
		}
		if record == nil {
			return fmt.Errorf("%w: record %d at byte %d changed since it was written: check the disk", ErrDamaged, r.number+1, r.offset)
		}
		if err := f.write(record); err != nil { // numbers it in the reader's buffer
			return err
		}
	}
	return nil
}
