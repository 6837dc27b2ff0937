package config

import (
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A word is a token with its place.
type word struct {
	text string
	pos  rdns.Position
}

// readWords takes all tokens.
func readWords(tokens Tokens) []word {
	var words []word
	for tokens.Next() {
		pos := rdns.Position{File: tokens.File(), Line: tokens.Line()}
		words = append(words, word{text: tokens.Val(), pos: pos})
	}
	return words
}

// opens and closes tell whether the word is a brace of its own.
func (w word) opens() bool  { return w.text == "{" }
func (w word) closes() bool { return w.text == "}" }

// before tells whether next stands on the line on which w ends. A quoted word
// may hold newlines; and an import continues in another file, or in a snippet
// further up in the same one.
func (w word) before(next word) bool {
	end := w.pos.Line + strings.Count(w.text, "\n")
	return w.pos.File == next.pos.File && end == next.pos.Line
}

// A line is a property: words of one line of the file, and the block that may
// follow them.
//
//	mappings customers.map {       words: mappings, customers.map
//	    ttl 600                    block: one line
//	}
type line struct {
	words  []word
	braces bool // it has a block, perhaps an empty one
	block  []line
	inline bool // it is the only line of a block written on one line
}

func (l line) pos() rdns.Position { return l.words[0].pos }
func (l line) name() string       { return l.words[0].text }
func (l line) args() []word       { return l.words[1:] }

// broken tells whether a word of the line is empty, which was reported.
func (l line) broken() bool {
	for _, w := range l.words {
		if w.text == "" {
			return true
		}
	}
	return false
}
