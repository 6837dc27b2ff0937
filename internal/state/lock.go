package state

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

// ErrInUse means that another process has the log open.
var ErrInUse = errors.New("in use by another process")

// A lock keeps other processes away. It is a file of its own, because the log
// is replaced by another file now and then. Its content, the number of the
// process that had it last, is for people only.
type lock struct{ file *os.File }

// acquire takes the lock or fails with ErrInUse at once.
func acquire(path string) (io.Closer, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := tryLock(file); err != nil {
		if errors.Is(err, ErrInUse) {
			err = fmt.Errorf("%w (%s): stop that one, or give each server a state directory of its own", err, holder(file))
		}
		return nil, errors.Join(err, file.Close())
	}
	pid := strconv.AppendInt(nil, int64(os.Getpid()), 10)
	err = file.Truncate(0)
	if err == nil {
		_, err = file.WriteAt(append(pid, '\n'), 0)
	}
	if err != nil {
		return nil, errors.Join(err, lock{file}.Close())
	}
	return lock{file}, nil
}

// Close lets others have the lock. It does not leave that to the closing of the
// file: a child that is being started may have a copy of it for a moment.
func (l lock) Close() error {
	return errors.Join(unlock(l.file), l.file.Close())
}

// holder names the process that has the lock.
func holder(file *os.File) string {
	content := make([]byte, 32)
	n, _ := file.ReadAt(content, 0) // what cannot be read is no number
	pid, err := strconv.Atoi(string(bytes.TrimSpace(content[:n])))
	if err != nil {
		return "process unknown"
	}
	return fmt.Sprintf("process %d", pid)
}
