package source

import "strings"

// A line is one line of a file without its end.
type line struct {
	text   string
	number int // counted from 1
	long   bool
}

// A lines cuts a file into lines, which are parts of its text.
type lines struct {
	rest   string  // of what is in memory
	number int     // of the line returned last
	window *window // brings what follows; nil when all of the text is in memory

	recorder *recorder // of an Outline; nil when none is made
	goesOn   bool      // the text does, behind the last of the lines
}

func newLines(text string) lines { return lines{rest: text} }

// next returns the next line. ok is false when there is none. Of a line that is
// too long, only the beginning is returned.
//
// The lines before, and all that was cut from them, are not valid any more, unless
// they are held or all of the text is in memory.
func (l *lines) next() (next line, ok bool) {
	end := strings.IndexByte(l.rest, '\n')
	if end < 0 && l.window != nil {
		end = l.fill()
	}
	if l.rest == "" {
		return line{}, false
	}
	text := l.rest
	if end >= 0 {
		text, l.rest = text[:end+1], text[end+1:]
	} else {
		l.rest = ""
	}
	l.number++
	l.recorder.line(l.number, text)
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	if len(text) > maxLine {
		l.recorder.fail()
		return line{text: text[:maxQuote+1], number: l.number, long: true}, true
	}
	return line{text: text, number: l.number}, true
}

// fill reads on until the next line is whole, or known to be too long. It returns
// where the line ends, or -1 when no end is in memory.
func (l *lines) fill() (end int) {
	w := l.window
	if w.cut {
		l.skip()
	}
	for looked := 0; ; {
		if end = strings.IndexByte(l.rest[looked:], '\n'); end >= 0 {
			return looked + end
		}
		looked = len(l.rest)
		if w.cut = !w.ended && looked > maxLine+len("\r"); w.cut || w.ended {
			return -1
		}
		l.rest = w.more(looked)
	}
}

// skip goes to the end of a line that is too long.
func (l *lines) skip() {
	for w := l.window; w.cut; {
		l.rest = w.more(0)
		_, after, found := strings.Cut(l.rest, "\n")
		l.rest, w.cut = after, !found && !w.ended
	}
}

// hold has the line that was returned last, and those from now on, stay valid. It
// returns where to go back to.
func (l *lines) hold() lines {
	if w := l.window; w != nil {
		w.held, w.begin = true, len(w.buf)-len(l.rest)
	}
	return *l
}

// release ends what hold began.
func (l *lines) release() {
	if l.window != nil {
		l.window.held = false
	}
}

// back is release, and goes back to where hold was called.
func (l *lines) back(start lines) {
	*l = start
	if w := l.window; w != nil {
		l.rest = w.last(len(w.buf) - w.begin)
		w.held, w.cut = false, false
	}
}
