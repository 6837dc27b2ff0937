package source

import (
	"io"
	"strings"
)

// A content of which little is new is read as a whole, and its changes parsed. Where
// much is new, its text and all that is made of it would be in memory together. So
// samples tell in front which it is; if they are wrong, that costs time or memory.

// isMostlyNew reports whether it takes less memory to parse the file, of about the
// given size, anew than to find out what changed since the content that s is of. A
// nil Summary, or one without an Outline, tells nothing.
func (s *Summary) isMostlyNew(file io.ReaderAt, size int64) bool {
	if s == nil || s.outline == nil {
		return true
	}
	share, places := newShare, s.outline.places()
	if s.outline.listed {
		share = staleShare
	}
	buf := make([]byte, sampleSize)
	fresh, all := 0, 0
	for i := range int64(samples) {
		n, _ := file.ReadAt(buf, size/samples*i) // reading it all will find out what is wrong
		text := string(buf[:n])
		if i > 0 {
			_, text, _ = strings.Cut(text, "\n")
		}
		n = s.outline.marks.countNew(text, places)
		fresh += n
		all += len(text)
	}
	return fresh*share > all
}

// countNew returns how many bytes of the text belong to sections that are not known,
// but for its ends, which may be pieces of one.
func (m *marks) countNew(text string, places map[[2]uint64]int) int {
	fresh, met := 0, false
	for text != "" {
		part, rest := m.cut(text)
		switch _, known := places[m.sum(part)]; {
		case known && !met: // in front of it, sections began elsewhere
			fresh, met = 0, true
		case !known && (rest != "" || !met):
			fresh += len(part)
		}
		text = rest
	}
	return fresh
}
