package source

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/netip"
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

// An input is a file that is being read.
type input struct {
	io.LimitedReader

	file *os.File
	size int64 // about
}

// ReadAt reads a part of the file, wherever reading stands.
func (in *input) ReadAt(p []byte, place int64) (int, error) { return in.file.ReadAt(p, place) }

// again has the input read from its beginning.
func (in *input) again() error {
	in.N = maxFile + 1
	_, err := in.file.Seek(0, io.SeekStart)
	return err
}

// readFile reads the file, and its stamp before that.
func readFile(path string) (c Content, stamp Stamp, err error) {
	stamp, err = openFile(path, func(in *input) (err error) {
		c, err = readContent(in, in.size)
		return err
	})
	return c, stamp, err
}

// readSet is readFile for a large file, see Watch.ReadSet.
func readSet(path string, r Reading) (set *Set, stamp Stamp, err error) {
	stamp, err = openFile(path, func(in *input) (err error) {
		set, err = r.Parse(in, in.size)
		return err
	})
	return set, stamp, err
}

// readNews is readSet for a file that is compared with its content before, see
// Watch.PollSet, and readFile for what has no Set.
func readNews(path string, r Reading, last *Summary, had iter.Seq[netip.Addr]) (set *Set, c Content, stamp Stamp, err error) {
	stamp, err = openFile(path, func(in *input) (err error) {
		if set, err = r.parseNews(in, last, had); err == nil && set == nil {
			c, err = readContent(in, in.size)
		}
		return err
	})
	if set != nil {
		c.Sum = set.Hash
	}
	return set, c, stamp, err
}

// parseNews parses a large file, or what changed in it if that is little. The Set is nil,
// without an error, for other files.
func (r *Reading) parseNews(in *input, last *Summary, had iter.Seq[netip.Addr]) (set *Set, err error) {
	if in.size < minStream {
		return nil, nil
	}
	if !last.isMostlyNew(in.file, in.size) {
		if set, err = r.parseChanges(in, last, had); err == nil && set == nil {
			err = in.again()
		}
	}
	if set != nil || err != nil {
		return set, err
	}
	if set, err = r.Parse(in, in.size); err == nil && set == nil {
		err = in.again()
	}
	return set, err
}

// sumFile returns the hash of the file, and its stamp before it was read.
func sumFile(path string) (sum [sha256.Size]byte, stamp Stamp, err error) {
	h := sha256.New()
	stamp, err = openFile(path, func(in *input) error {
		_, err := io.Copy(h, in)
		return err
	})
	return [sha256.Size]byte(h.Sum(nil)), stamp, err
}

// CopyFile has read read the file. What it is given may be torn, if the file is
// being written.
func CopyFile(path string, read func(io.Reader) error) error {
	if _, err := look(path); err != nil { // opening a pipe would block
		return err
	}
	_, err := openFile(path, func(in *input) error { return read(in) })
	return err
}

// openFile has read read the file, and returns the stamp from before.
func openFile(path string, read func(*input) error) (Stamp, error) {
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
	in := &input{io.LimitedReader{R: f, N: maxFile + 1}, f, info.Size()}
	if err := read(in); err != nil {
		return Stamp{}, err
	}
	if in.N == 0 {
		return Stamp{}, errLarge(path)
	}
	return stampOf(info), nil
}

func errLarge(path string) error {
	return fmt.Errorf("reading %q: it is larger than %d GiB; split it", path, maxFile>>30)
}
