package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// openJournal locks the log of the directory, then makes it when it is missing,
// cuts off a torn record, and sets a damaged file aside.
func openJournal(d Dir, identity os.FileInfo) (*journal, error) {
	lock, err := acquire(d.verdicts() + ".lock")
	if err != nil {
		return nil, err
	}
	j := &journal{dir: d, identity: identity, lock: lock}
	if err := j.open(); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return j, nil
}

// open opens the file in whatever state it is.
func (j *journal) open() error {
	path := j.dir.verdicts()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return j.create()
	}
	if err != nil {
		return err
	}
	err = j.recover(file)
	if !errors.Is(err, ErrDamaged) {
		return err
	}
	j.repaired = fmt.Errorf("%w: kept as %q, going on without it", err, path+damagedSuffix)
	if err := os.Rename(path, path+damagedSuffix); err != nil {
		return err
	}
	return j.create()
}

// recover takes the file into use if it can. Else it closes it.
func (j *journal) recover(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	f, err := replay(file, info.Size(), nil)
	torn := info.Size() - f.size
	if err == nil && torn > 0 {
		j.repaired = fmt.Errorf("the last write was interrupted: its %d bytes behind byte %d are cut off", torn, f.size)
		err = file.Truncate(f.size)
	}
	if err == nil {
		// What the last process wrote may not be on disk, and checkTail relies on
		// it that all is before more is written.
		err = file.Sync()
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	f.file = file
	j.use(&f)
	// A crash may have left what compact was writing. If it cannot be removed,
	// the next compact writes over it or says why not.
	_ = os.Remove(j.dir.verdicts() + newSuffix)
	return nil
}

// create begins with an empty snapshot.
func (j *journal) create() error {
	f, err := createLogFile(j.dir.verdicts()+newSuffix, slices.Values([]Entry(nil)))
	if err != nil {
		return err
	}
	if err := os.Rename(f.file.Name(), j.dir.verdicts()); err != nil {
		return errors.Join(err, f.discard())
	}
	if err := j.dir.sync(); err != nil {
		return errors.Join(err, f.file.Close())
	}
	j.use(f)
	return nil
}
