package state

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
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

// HasSource reports whether the content with the SHA-256 is the one that is
// kept. It reads no more than the head of the file.
func (d Dir) HasSource(path string, sum [sha256.Size]byte) bool {
	if d.Memory() {
		return false
	}
	f, err := os.Open(filepath.Join(d.path, sourceFile(path)))
	if err != nil {
		return false
	}
	defer f.Close()
	want := magic + sourceKind + "\n" + hex.EncodeToString(sum[:]) + "\n"
	head := make([]byte, len(want))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == want
}

// SoundSource reports whether the content with the SHA-256 is kept and undamaged.
func (d Dir) SoundSource(path string, sum [sha256.Size]byte) bool {
	if !d.HasSource(path, sum) {
		return false
	}
	f, err := os.Open(filepath.Join(d.path, sourceFile(path)))
	if err != nil {
		return false
	}
	defer f.Close()
	h := sha256.New()
	head := len(magic + sourceKind + "\n" + hex.EncodeToString(sum[:]) + "\n")
	_, err = f.Seek(int64(head), io.SeekStart)
	if err == nil {
		_, err = io.Copy(h, f)
	}
	return err == nil && [sha256.Size]byte(h.Sum(nil)) == sum
}

// SaveSource keeps the text, which has the SHA-256, as the last good content of
// the source.
func (d Dir) SaveSource(path, text string, sum [sha256.Size]byte) error {
	return d.writeFrom(strings.NewReader(text), sum, sourceFile(path), sourceKind)
}
