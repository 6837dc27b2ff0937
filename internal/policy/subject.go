package policy

import (
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
)

// A subject is a name taken apart: what the checks look at. It stays on the
// stack; strings are parts of name.
type subject struct {
	addr   netip.Addr
	name   string // lower case, without the final dot
	starts [maxLabels + 1]uint8
	n      int // number of labels

	icann   int // index of the first label of the public suffix of the ICANN section
	private int // the same with the private section; equal to icann if there is no rule
	managed bool

	unicode []string // the labels in Unicode, nil if all of them are ASCII
	latin   []string // the same in the Latin letters that they look like
}

// plain returns label i in the Latin letters that it looks like.
func (s *subject) plain(i int) string {
	if s.latin != nil {
		return s.latin[i]
	}
	return s.label(i)
}

// international tells whether label i has characters beyond ASCII.
func (s *subject) international(i int) bool {
	return s.unicode != nil && !ascii(s.unicode[i])
}

// label returns the label with index i, from the left.
func (s *subject) label(i int) string {
	return s.name[s.starts[i] : int(s.starts[i+1])-1]
}

// from returns the name from label i on.
func (s *subject) from(i int) string {
	if i >= s.n {
		return ""
	}
	return s.name[s.starts[i]:]
}

// split finds the labels of a name that is not longer than maxName. It returns
// false if a label is empty.
func (s *subject) split() bool {
	s.n = 0
	for start := 0; ; {
		end := strings.IndexByte(s.name[start:], '.')
		if end < 0 {
			end = len(s.name) - start
		}
		if end == 0 || s.n == maxLabels {
			return false
		}
		s.starts[s.n] = uint8(start)
		s.n++
		if start += end + 1; start > len(s.name) {
			break
		}
	}
	s.starts[s.n] = uint8(len(s.name) + 1)
	return true
}

// suffixes finds where the name can be registered. Rules of the private section
// are those of companies that give away names below their own; they are not
// public suffixes, but whoever has the name below them is somebody else again.
func (s *subject) suffixes() {
	suffix, managed := publicsuffix.PublicSuffix(s.name)
	s.managed = managed
	s.private = s.indexOf(suffix)
	s.icann = s.private
	if managed || s.private == s.n-1 {
		return
	}
	// A private rule. The ICANN suffix is that of what is above it.
	for i := s.private + 1; i < s.n; i++ {
		suffix, s.managed = publicsuffix.PublicSuffix(s.from(i))
		s.icann = s.indexOf(suffix)
		if s.managed {
			return
		}
	}
}

// indexOf returns the index of the label where suffix begins.
func (s *subject) indexOf(suffix string) int {
	at := len(s.name) - len(suffix)
	for i := range s.n {
		if int(s.starts[i]) >= at {
			return i
		}
	}
	return s.n - 1
}

// ascii tells whether s has no character beyond ASCII.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
