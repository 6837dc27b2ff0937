package source

import (
	"crypto/sha256"
	"io"
	"math"
	"strings"
)

// A Content is what a file held at one moment. It is text, so that what is cut
// from it needs no copy, and it comes with the sum that is made while it is read.
type Content struct {
	Text string
	Sum  [sha256.Size]byte // SHA-256 of the text
}

// NewContent returns the content that is the text.
func NewContent(text string) Content {
	h := sha256.New()
	_, _ = io.Copy(h, struct{ io.Reader }{strings.NewReader(text)}) // in pieces: at once would copy it; neither fails
	return Content{text, [sha256.Size]byte(h.Sum(nil))}
}

// readContent reads a content whose size is about that which is given.
func readContent(r io.Reader, size int64) (Content, error) {
	var text strings.Builder
	text.Grow(int(min(size, math.MaxInt/2)))
	h := sha256.New()
	_, err := io.CopyBuffer(io.MultiWriter(&text, h), r, make([]byte, copySize))
	return Content{text.String(), [sha256.Size]byte(h.Sum(nil))}, err
}
