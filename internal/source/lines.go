package source

import (
	"bytes"
	"strings"
)

// A line is one line of a file without its end.
type line struct {
	text   string
	number int // counted from 1
	long   bool
}

// A lines cuts a file into lines. It copies the file to strings a block at a
// time, so that the parsers work with substrings and need no copy of their own,
// nor of the whole file.
//
// A copy of a lines reads on from where the original was.
type lines struct {
	rest   []byte // not yet in block
	block  string // whole lines
	number int    // of the line returned last
}

// blockSize takes the longest line with its end.
const blockSize = maxLine + len("\r\n")

func newLines(data []byte) lines { return lines{rest: data} }

// next returns the next line. ok is false when there is none. Of a line that is
// too long, only the beginning is returned.
func (l *lines) next() (next line, ok bool) {
	if l.block == "" && !l.fill() {
		return l.overlong()
	}
	text := l.block
	if end := strings.IndexByte(l.block, '\n'); end >= 0 {
		text, l.block = l.block[:end], l.block[end+1:]
	} else {
		l.block = ""
	}
	l.number++
	text = strings.TrimSuffix(text, "\r")
	return line{text: text, number: l.number, long: len(text) > maxLine}, true
}

// fill takes as many whole lines as a block holds. It reports whether there
// were any.
func (l *lines) fill() bool {
	n := len(l.rest)
	if n > blockSize {
		n = bytes.LastIndexByte(l.rest[:blockSize], '\n') + 1
	}
	l.block, l.rest = string(l.rest[:n]), l.rest[n:]
	return n > 0
}

// overlong skips a line that no block holds, if there is one.
func (l *lines) overlong() (next line, ok bool) {
	if len(l.rest) == 0 {
		return line{}, false
	}
	text := string(l.rest[:maxQuote+1])
	_, l.rest, _ = bytes.Cut(l.rest, []byte("\n"))
	l.number++
	return line{text: text, number: l.number, long: true}, true
}
