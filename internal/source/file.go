package source

import (
	"bytes"
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
func readFile(path string) ([]byte, Stamp, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0) // the operator names the file
	if err != nil {
		return nil, Stamp{}, err
	}
	defer f.Close() // only read
	info, err := f.Stat()
	if err != nil {
		return nil, Stamp{}, err
	}
	if err := check(path, info); err != nil {
		return nil, Stamp{}, err
	}
	var data bytes.Buffer
	data.Grow(int(min(info.Size(), maxFile/2)) + bytes.MinRead) // half of it fits an int everywhere
	if _, err := data.ReadFrom(io.LimitReader(f, maxFile+1)); err != nil {
		return nil, Stamp{}, err
	}
	if int64(data.Len()) > maxFile {
		return nil, Stamp{}, errLarge(path)
	}
	return data.Bytes(), stampOf(info), nil
}

func errLarge(path string) error {
	return fmt.Errorf("reading %q: it is larger than %d GiB; split it", path, maxFile>>30)
}
