package state

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
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

// HasSource reports whether the content with the SHA-256 is the one that is
// kept. It reads no more than the head of the file.
func (d Dir) HasSource(path string, sum [sha256.Size]byte) bool {
	k := d.OpenSource(path)
	defer k.Close()
	return k != nil && k.Sum == sum
}

// SoundSource is HasSource, and reads all of the file to find out whether it is
// undamaged.
func (d Dir) SoundSource(path string, sum [sha256.Size]byte) bool {
	k := d.OpenSource(path)
	defer k.Close()
	if k == nil || k.Sum != sum {
		return false
	}
	h := sha256.New()
	_, err := io.Copy(h, k)
	return err == nil && [sha256.Size]byte(h.Sum(nil)) == sum
}

// A KeptSource is the last good content of a source, to be read. Its SHA-256 tells
// whoever has read it whether it is undamaged.
type KeptSource struct {
	io.Reader
	Size int64
	Sum  [sha256.Size]byte

	file *os.File
}

// OpenSource opens what is kept of a source. It returns nil when that is nothing, or no
// file of ours; Source tells more.
func (d Dir) OpenSource(path string) *KeptSource {
	if d.Memory() {
		return nil
	}
	f, err := os.Open(filepath.Join(d.path, sourceFile(path)))
	if err != nil {
		return nil
	}
	k := &KeptSource{Reader: f, file: f}
	if !k.readHead() {
		k.Close()
		return nil
	}
	return k
}

// readHead reports whether the file has a head.
func (k *KeptSource) readHead() bool {
	info, err := k.file.Stat()
	if err != nil {
		return false
	}
	head := make([]byte, len(fileHead(sourceKind, k.Sum)))
	if _, err := io.ReadFull(k.file, head); err != nil {
		return false
	}
	k.Size = info.Size() - int64(len(head))
	_, err = hex.Decode(k.Sum[:], head[len(magic+sourceKind+"\n"):len(head)-len("\n")])
	return err == nil && string(head) == fileHead(sourceKind, k.Sum)
}

// Close ends reading. A nil KeptSource has nothing to close.
func (k *KeptSource) Close() {
	if k != nil {
		_ = k.file.Close() // only read
	}
}

// SaveSource keeps a content, which has the SHA-256, as the last good one of the
// source. If it turns out to have another, the one before stays.
func (d Dir) SaveSource(path string, content io.Reader, sum [sha256.Size]byte) error {
	return d.writeFrom(func(w io.Writer) ([sha256.Size]byte, error) {
		h := sha256.New()
		_, err := io.CopyBuffer(io.MultiWriter(w, h), struct{ io.Reader }{content}, make([]byte, copySize))
		if err == nil && [sha256.Size]byte(h.Sum(nil)) != sum {
			err = errors.New("it is another content than the one to be kept")
		}
		return sum, err
	}, sourceFile(path), sourceKind)
}
