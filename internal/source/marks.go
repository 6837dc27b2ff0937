package source

import (
	"hash/maphash"
	"net/netip"
	"strings"
)

// marks are the secrets of an Outline, and tell where its sections end. As they are
// random, nobody can write two sections that look the same, nor lines that make
// sections too long or short.
type marks struct {
	seeds [2]maphash.Seed
	form  Format
}

func newMarks(form Format) marks {
	return marks{[2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, form}
}

// sum stands for a section. Nobody who does not know the marks can do better than
// guess which other section has the same, with a chance of 1 in 1<<128.
func (m *marks) sum(text string) [2]uint64 {
	return [2]uint64{maphash.String(m.seeds[0], text), maphash.String(m.seeds[1], text)}
}

// cut cuts the first section off.
func (m *marks) cut(text string) (first, rest string) {
	for at := 0; ; {
		end := strings.IndexByte(text[at:], '\n') + 1
		if end == 0 || at+end == len(text) {
			return text, ""
		}
		line := text[at : at+end]
		at += end
		if m.chooses(line, at) && m.areApart(m.word(line), text[at:]) {
			return text[:at], text[at:]
		}
	}
}

// chooses reports whether a section that has so many bytes then may end behind a line,
// which about one of sectionLines may.
func (m *marks) chooses(line string, size int) bool {
	return size >= minSection && (size >= maxSection || maphash.String(m.seeds[0], line)%sectionLines == 0)
}

// areApart reports whether a section may end between a line that begins with the word
// and the next one: not between lines of one address, nor in front of a record whose
// owner stands in another line.
func (m *marks) areApart(word, next string) bool {
	switch m.form {
	case Zone:
		return statesOwner(next) && word != m.word(next)
	case CSV: // whose first column may be any
		_, err := netip.ParseAddr(word)
		return err != nil || word != m.word(next)
	default:
		return word != m.word(next)
	}
}

// word returns what the lines of one address begin with, or "" for a line that has no
// such word.
func (m *marks) word(text string) string {
	longest := maxAddress
	if m.form == Zone {
		longest = maxReverse
	}
	for i := range min(len(text), longest) {
		switch c := text[i]; {
		case c == '\n':
			return ""
		case isBlank(c) || m.form == CSV && (c == ',' || c == ';'):
			return text[:i]
		}
	}
	return ""
}
