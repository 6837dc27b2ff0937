package state

import (
	"crypto/sha256"
	"encoding/hex"
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

// SaveSource keeps the content as the last good one of the source.
func (d Dir) SaveSource(path string, data []byte) error {
	return d.write(sourceFile(path), sourceKind, data)
}
