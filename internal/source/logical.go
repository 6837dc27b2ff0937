package source

import (
	"errors"
	"fmt"
)

// A statement is an entry of a master file (RFC 1035, 5.1): a line, or several
// that parentheses join.
type statement struct {
	number   int      // the line where it begins
	text     string   // on one line, without comments and parentheses
	words    []string // of the text, with their quotes and escapes
	inherits bool     // begins with a blank: has the owner of the one before
	err      error    // why there are no words
}

// A splitter cuts a master file into statements. A statement that cannot be
// read ends at its own line; the lines after it are read as if it were not there.
//
// This is not left to the DNS library, whose parser stops for good at the first
// mistake and does not know the line of what it returns.
type splitter struct {
	in    lines
	words []string
	joint []byte // what parentheses have joined so far
	torn  bool   // a parenthesis is open at the end of lines that are not all
}

// next returns the next statement that says something. Its words are valid
// until the next call.
func (s *splitter) next() (st statement, ok bool) {
	for {
		l, ok := s.in.next()
		if !ok {
			return statement{}, false
		}
		if st = s.statement(l); len(st.words) > 0 || st.err != nil {
			return st, true
		}
	}
}

func (s *splitter) statement(l line) statement {
	st := statement{number: l.number, text: l.text, inherits: l.text != "" && isBlank(l.text[0])}
	switch {
	case l.long:
		st.err = errLong(l.text)
	case isPlain(l.text):
		s.words = appendFields(s.words[:0], l.text)
		st.words = s.words
	default:
		var text string
		if text, st.err = s.join(l); st.err == nil {
			st.text = text
			s.words = appendWords(s.words[:0], text)
			st.words = s.words
		}
	}
	return st
}

// isPlain tells whether text has none of the characters that mean something in
// a master file. Nearly every line of a large file is plain.
func isPlain(text string) bool {
	for i := range len(text) {
		switch text[i] {
		case '"', '(', ')', ';', '\\':
			return false
		}
	}
	return true
}

// join returns the text from l to the line where all parentheses are closed.
func (s *splitter) join(l line) (string, error) {
	s.joint = s.joint[:0]
	start, first := s.in.hold(), l
	depth, err := 0, error(nil)
	for n := 1; err == nil; n++ {
		if depth, err = s.unfold(l.text, depth); err == nil && depth == 0 {
			s.in.release()
			return string(s.joint), nil
		}
		var ok bool
		l, ok = s.in.next()
		s.torn = s.torn || !ok && s.in.goesOn
		if !ok || l.long || n == maxJoined || len(s.joint) > maxLine {
			break
		}
	}
	s.in.back(start)
	if err == nil {
		err = fmt.Errorf("a ( is not closed within %d lines", maxJoined)
	}
	return "", fmt.Errorf("line %s: %w", quote(first.text), err)
}

// unfold appends a line to the joint without its comment and parentheses.
// depth is the number of open parentheses.
func (s *splitter) unfold(text string, depth int) (int, error) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			if i++; i == len(text) {
				return depth, errors.New(`a backslash at its end: want the character that it escapes`)
			}
			s.joint = append(s.joint, c, text[i])
		case c == '"':
			quoted = !quoted
			s.joint = append(s.joint, c)
		case quoted:
			s.joint = append(s.joint, c)
		case c == ';':
			i = len(text)
		case c == '(':
			depth++
			s.blank()
		case c == ')':
			if depth--; depth < 0 {
				return depth, errors.New("a ) without a ( before it")
			}
			s.blank()
		default:
			s.joint = append(s.joint, c)
		}
	}
	s.blank() // the newline, if it is inside parentheses
	if quoted {
		return depth, errors.New("a quote is not closed on its line")
	}
	return depth, nil
}

// blank puts a blank where a parenthesis or a newline was, but not in front of
// everything: there it would mean that the owner is left out.
func (s *splitter) blank() {
	if len(s.joint) > 0 {
		s.joint = append(s.joint, ' ')
	}
}

// appendWords appends the words of text. Blanks in quotes or behind a backslash
// do not separate words.
func appendWords(words []string, text string) []string {
	start, quoted := -1, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		if isBlank(c) && !quoted {
			if start >= 0 {
				words, start = append(words, text[start:i]), -1
			}
			continue
		}
		if start < 0 {
			start = i
		}
		switch c {
		case '"':
			quoted = !quoted
		case '\\':
			i++ // unfold has seen that something follows
		}
	}
	if start >= 0 {
		words = append(words, text[start:])
	}
	return words
}
