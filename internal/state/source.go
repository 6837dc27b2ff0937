package state

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Sources are kept under the hash of their path, which may be longer than a
// file name and hold any character.
func sourceFile(path string) string {
	sum := sha256.Sum256([]byte(path))
	return "source-" + hex.EncodeToString(sum[:8])
}

const sourceKind = "source 1"

// Source returns the last good content of the source, or nil when none is
// kept.
func (d Dir) Source(path string) ([]byte, error) { return d.read(sourceFile(path), sourceKind) }

// HasAnySource reports whether some content of the source seems to be kept, or that
// cannot be told.
func (d Dir) HasAnySource(path string) bool {
	if d.Memory() {
		return false
	}
	_, err := os.Stat(filepath.Join(d.path, sourceFile(path)))
	return !errors.Is(err, fs.ErrNotExist)
}

// HasSource reports whether the content with the SHA-256 is the one that is
// kept. It reads no more than the head of the file.
func (d Dir) HasSource(path string, sum [sha256.Size]byte) bool {
	body, ok := d.openSource(path, sum)
	if ok {
		_ = body.Close() // only read
	}
	return ok
}

// SoundSource is HasSource, and reads all of the file to find out whether it is
// undamaged.
func (d Dir) SoundSource(path string, sum [sha256.Size]byte) bool {
	body, ok := d.openSource(path, sum)
	if !ok {
		return false
	}
	defer body.Close()
	h := sha256.New()
	_, err := io.Copy(h, body)
	return err == nil && [sha256.Size]byte(h.Sum(nil)) == sum
}

// openSource opens what is kept of a source behind its head. ok is false unless
// that names the SHA-256.
func (d Dir) openSource(path string, sum [sha256.Size]byte) (body *os.File, ok bool) {
	if d.Memory() {
		return nil, false
	}
	f, err := os.Open(filepath.Join(d.path, sourceFile(path)))
	if err != nil {
		return nil, false
	}
	want := magic + sourceKind + "\n" + hex.EncodeToString(sum[:]) + "\n"
	head := make([]byte, len(want))
	if _, err = io.ReadFull(f, head); err != nil || string(head) != want {
		_ = f.Close() // only read
		return nil, false
	}
	return f, true
}

// SaveSource keeps a content, which has the SHA-256, as the last good one of the
// source. If it turns out to have another, the one before stays.
func (d Dir) SaveSource(path string, content io.Reader, sum [sha256.Size]byte) error {
	return d.writeFrom(&checked{content, sum}, sum, sourceFile(path), sourceKind)
}

// A checked is a body with its SHA-256.
type checked struct {
	io.Reader
	sum [sha256.Size]byte
}

// WriteTo writes the body. It is an error when that has another sum.
func (c *checked) WriteTo(w io.Writer) (int64, error) {
	h := sha256.New()
	n, err := io.CopyBuffer(io.MultiWriter(w, h), struct{ io.Reader }{c.Reader}, make([]byte, copySize))
	if err == nil && [sha256.Size]byte(h.Sum(nil)) != c.sum {
		err = errors.New("it is another content than the one to be kept")
	}
	return n, err
}
