package config

import (
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A mender looks at the words before they become a tree. It reports empty words
// and braces that are written in a way that means nothing, and repairs them into
// what was surely meant, so that the rest can be checked in the same go.
type mender struct {
	faults *faults
	words  []word
	out    []word
	glued  bool // a brace that caddy did not see: it may have ended the block elsewhere
}

func (m *mender) mend() {
	for len(m.words) > 0 {
		m.next()
	}
}

// next moves one word, or the words of one placeholder.
func (m *mender) next() {
	w := m.words[0]
	switch {
	case w.text == "":
		m.faults.add(w.pos, "empty word: is it an environment variable that is not set? set it, or remove the word")
		m.take(1, w)
	case m.spaced() > 0:
		m.join(m.spaced())
	case w.opens() || w.closes():
		m.take(1, w)
	case w.text == "{}" || !balanced(w.text):
		m.split(w)
	default:
		m.take(1, w)
	}
}

// take replaces the next n words by the given ones.
func (m *mender) take(n int, words ...word) {
	m.words = m.words[n:]
	m.out = append(m.out, words...)
}

// spaced tells how many of the next words are a name with a placeholder that was
// written with spaces: three for `ip-{ ip }.host.example`, which caddy takes for
// three words, and five for `{ a }-{ b }.host.example`.
func (m *mender) spaced() int {
	n := 1
	for strings.HasSuffix(m.words[n-1].text, "{") && m.closed(n) {
		n += 2
	}
	if n == 1 {
		return 0
	}
	return n
}

// closed tells whether the words from n on are the name of a placeholder and
// something that begins with a closing brace, on the line of the word before.
func (m *mender) closed(n int) bool {
	if len(m.words) < n+2 {
		return false
	}
	w := m.words[n-1 : n+2]
	return w[0].before(w[1]) && w[1].before(w[2]) &&
		strings.HasPrefix(w[2].text, "}") && isPlaceholder(w[1].text)
}

// isPlaceholder tells whether s in braces is a placeholder of a template.
func isPlaceholder(s string) bool {
	if s == "" || strings.ContainsAny(s, "{}.") {
		return false
	}
	_, err := hostname.ParseTemplate("x{" + s + "}.host.example")
	return err == nil
}

// join makes the next n words one.
func (m *mender) join(n int) {
	var text strings.Builder
	for _, w := range m.words[:n] {
		text.WriteString(w.text)
	}
	w := word{text: text.String(), pos: m.words[0].pos}
	m.glued = true
	m.faults.add(w.pos, "%q ends at a space: a placeholder has none inside; write %s", m.words[0].text, w.text)
	m.take(n, w)
}

// split separates a word from the brace that is glued to it.
func (m *mender) split(w word) {
	m.glued = true
	m.faults.add(w.pos, "%q has a brace glued to it: write a space in front of { and } and behind {", w.text)
	for _, at := range []int{1, len(w.text) - 1} {
		before, rest := w, w
		before.text, rest.text = w.text[:at], w.text[at:]
		if isPiece(before) && isPiece(rest) {
			m.take(1, before, rest)
			return
		}
	}
	m.take(1, w)
}

// isPiece tells whether w is a brace, or free of braces that lack a partner.
func isPiece(w word) bool { return w.opens() || w.closes() || balanced(w.text) }

// balanced tells whether each brace of s has its partner, as in templates.
func balanced(s string) bool {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}
