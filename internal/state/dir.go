package state

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// A Dir is a state directory. The zero value has none: it remembers nothing.
type Dir struct{ path string }

// Open makes the directory, mode 0700, when it is missing, and makes sure that
// files can be written there. An empty path opens the Dir that remembers
// nothing.
func Open(path string) (Dir, error) {
	if path == "" {
		return Dir{}, nil
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return Dir{}, fmt.Errorf("making the state directory %q: %w: check who owns the directory above", path, err)
	}
	probe, err := os.CreateTemp(path, ".probe-*")
	if err != nil {
		return Dir{}, fmt.Errorf("writing to the state directory %q: %w: check its owner and mode", path, err)
	}
	return Dir{path}, errors.Join(probe.Close(), remove(probe.Name()))
}

// remove removes a file, unless another instance that tidies up was faster.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Tidy removes what a crash left behind while a file was written. Nobody else
// may be writing.
func (d Dir) Tidy() error {
	if d.Memory() {
		return nil
	}
	var errs []error
	for _, pattern := range []string{".new-*", ".probe-*"} {
		left, err := filepath.Glob(filepath.Join(d.path, pattern))
		errs = append(errs, err)
		for _, path := range left {
			errs = append(errs, remove(path))
		}
	}
	return errors.Join(errs...)
}

// Memory reports whether the Dir remembers nothing over a restart.
func (d Dir) Memory() bool { return d.path == "" }

// A file begins with a line that names its kind and version, then the SHA-256
// of the rest in hex on a line of its own.
const magic = "rdnsmgr "

// damagedSuffix ends the name of a file that was set aside.
const damagedSuffix = ".damaged"

// write replaces the file.
func (d Dir) write(name, kind string, body []byte) error {
	return d.writeFrom(func(w io.Writer) ([sha256.Size]byte, error) {
		_, err := w.Write(body)
		return sha256.Sum256(body), err
	}, name, kind)
}

// writeFrom replaces the file by a body of which write tells the SHA-256 when it has
// written all of it.
func (d Dir) writeFrom(write func(io.Writer) ([sha256.Size]byte, error), name, kind string) error {
	if d.Memory() {
		return nil
	}
	f, err := os.CreateTemp(d.path, ".new-*")
	if err != nil {
		return fmt.Errorf("writing state %q: %w: check the owner, mode and free space of the directory", filepath.Join(d.path, name), err)
	}
	err = writeAll(f, write, kind)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(d.path, name))
	}
	if err != nil {
		return fmt.Errorf("writing state %q: %w", filepath.Join(d.path, name), errors.Join(err, os.Remove(f.Name())))
	}
	return d.sync()
}

// writeAll writes a body with its head, which is right at last.
func writeAll(f *os.File, write func(io.Writer) ([sha256.Size]byte, error), kind string) error {
	if _, err := f.WriteString(fileHead(kind, [sha256.Size]byte{})); err != nil {
		return err
	}
	sum, err := write(f)
	if err == nil {
		_, err = f.WriteAt([]byte(fileHead(kind, sum)), 0)
	}
	return err
}

// fileHead returns the head of a file.
func fileHead(kind string, sum [sha256.Size]byte) string {
	return magic + kind + "\n" + hex.EncodeToString(sum[:]) + "\n"
}

// sync makes a rename durable.
func (d Dir) sync() error {
	f, err := os.Open(d.path)
	if err != nil {
		return fmt.Errorf("syncing the state directory: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// read returns the body of the file, or nil when it does not exist. A damaged
// file is moved aside; the error then tells where it is.
func (d Dir) read(name, kind string) ([]byte, error) {
	if d.Memory() {
		return nil, nil
	}
	path := filepath.Join(d.path, name)
	data, err := os.ReadFile(path) //nolint:gosec // the operator names the directory
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading state %q: %w", path, err)
	}
	body, err := open(data, kind)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reading state %q: %w: kept as %q, going on without it", path, err, path+damagedSuffix),
			os.Rename(path, path+damagedSuffix))
	}
	return body, nil
}

// open checks the head of a file and returns what stands behind it.
func open(data []byte, kind string) ([]byte, error) {
	head, rest, ok := bytes.Cut(data, []byte("\n"))
	if !ok || string(head) != magic+kind {
		return nil, fmt.Errorf("begins with %.40q instead of %q", head, magic+kind)
	}
	sum, body, ok := bytes.Cut(rest, []byte("\n"))
	want := sha256.Sum256(body)
	if !ok || string(sum) != hex.EncodeToString(want[:]) {
		return nil, errors.New("the checksum does not match")
	}
	return body, nil
}
