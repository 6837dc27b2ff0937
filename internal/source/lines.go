package source

import "strings"

// A line is one line of a file without its end.
type line struct {
	text   string
	number int // counted from 1
	long   bool
}

// A lines cuts a file into lines, which are parts of its text.
//
// A copy of a lines reads on from where the original was.
type lines struct {
	rest   string
	number int // of the line returned last
}

func newLines(text string) lines { return lines{rest: text} }

// next returns the next line. ok is false when there is none. Of a line that is
// too long, only the beginning is returned.
func (l *lines) next() (next line, ok bool) {
	if l.rest == "" {
		return line{}, false
	}
	text := l.rest
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		text, l.rest = text[:end], text[end+1:]
	} else {
		l.rest = ""
	}
	l.number++
	text = strings.TrimSuffix(text, "\r")
	if len(text) > maxLine {
		return line{text: text[:maxQuote+1], number: l.number, long: true}, true
	}
	return line{text: text, number: l.number}, true
}
