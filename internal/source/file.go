package source

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// look returns the stamp of the file that the path leads to now.
func look(path string) (Stamp, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Stamp{}, err
	}
	return stampOf(info), check(path, info)
}

// check refuses what is no file, such as a pipe, which would block, and a file
// that is too large.
func check(path string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return fmt.Errorf("reading %q: it is no regular file", path)
	}
	if info.Size() > maxFile {
		return errLarge(path)
	}
	return nil
}

// readFile reads the file, and its stamp before that.
func readFile(path string) (c Content, stamp Stamp, err error) {
	stamp, err = copyFile(path, func(f io.Reader, size int64) (err error) {
		c, err = readContent(f, size)
		return err
	})
	return c, stamp, err
}

// readSet is readFile for a large list, see Watch.ReadSet.
func readSet(path string, workers int, o Options, h Hooks) (set *Set, stamp Stamp, err error) {
	stamp, err = copyFile(path, func(f io.Reader, size int64) (err error) {
		if size >= minStream {
			set, err = parseStream(f, size, workers, o, h)
		}
		return err
	})
	return set, stamp, err
}

// sumFile returns the hash of the file, and its stamp before it was read.
func sumFile(path string) (sum [sha256.Size]byte, stamp Stamp, err error) {
	h := sha256.New()
	stamp, err = copyFile(path, func(f io.Reader, _ int64) error {
		_, err := io.Copy(h, f)
		return err
	})
	return [sha256.Size]byte(h.Sum(nil)), stamp, err
}

// copyFile has read read the file, whose size is about that which is given, and
// returns the stamp from before.
func copyFile(path string, read func(f io.Reader, size int64) error) (Stamp, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0) // the operator names the file
	if err != nil {
		return Stamp{}, err
	}
	defer f.Close() // only read
	info, err := f.Stat()
	if err != nil {
		return Stamp{}, err
	}
	if err := check(path, info); err != nil {
		return Stamp{}, err
	}
	limited := &io.LimitedReader{R: f, N: maxFile + 1}
	if err := read(limited, info.Size()); err != nil {
		return Stamp{}, err
	}
	if limited.N == 0 {
		return Stamp{}, errLarge(path)
	}
	return stampOf(info), nil
}

func errLarge(path string) error {
	return fmt.Errorf("reading %q: it is larger than %d GiB; split it", path, maxFile>>30)
}
