package config

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/coredns/caddy/caddyfile"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Read reads a whole Corefile and returns a Block for each server block with the
// directive, in the order of the file. The filename is for messages and for what
// the file imports. The error holds all faults of all blocks, a line for each; it
// does not hold those of Check.
func Read(filename string, r io.Reader) ([]*Block, error) {
	data, err := io.ReadAll(r) // caddy panics when reading fails
	if err != nil {
		return nil, fmt.Errorf("%s:1: reading: %w", filename, err)
	}
	servers, err := caddyfile.Parse(filename, bytes.NewReader(data), nil)
	if err := syntaxFaults(filename, data, err); err != nil {
		return nil, err
	}
	var blocks []*Block
	var faults rdns.Faults
	for _, server := range servers {
		tokens, ok := server.Tokens[directive]
		if !ok {
			continue
		}
		d := caddyfile.NewDispenserTokens(filename, tokens)
		b, err := Parse(server.Keys, &d)
		faults.Add(err)
		blocks = append(blocks, b)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return blocks, nil
}

// syntaxFaults returns err, which caddy gave for the file, as faults. Caddy sees
// braces only as words of their own, so that one that is glued to a word ends
// blocks in the wrong place; such a brace is reported instead.
func syntaxFaults(filename string, data []byte, err error) error {
	var f faults
	d := caddyfile.NewDispenser(filename, bytes.NewReader(data))
	words := readWords(&d)
	for i, w := range words {
		begins := i == 0 || !words[i-1].before(w)
		switch {
		case begins && w.text == directive+"{":
			f.add(w.pos, "%q has a brace glued to it: write %s {", w.text, directive)
		case begins && w.text == directive && err != nil:
			mendDirective(words[i:], &f)
		}
	}
	switch {
	case err == nil, len(f.list) > 0 && strings.HasSuffix(err.Error(), unexpectedEOF):
		return f.err()
	}
	var all rdns.Faults
	all.Add(f.err())
	all.Add(caddyFault(filename, err))
	return all.Err()
}

// mendDirective reports the faulty braces of the directive with which words
// begin.
func mendDirective(words []word, f *faults) {
	m := mender{faults: f, words: words}
	depth := 0
	for len(m.words) > 0 {
		n := len(m.out)
		m.next()
		for _, w := range m.out[n:] {
			switch {
			case w.opens():
				depth++
			case w.closes():
				depth--
			}
		}
		if depth <= 0 && m.out[len(m.out)-1].closes() {
			return
		}
	}
}

const unexpectedEOF = "Unexpected EOF"

// caddyFault returns an error of caddy, "file:line - Error during parsing: text",
// in the form of ours.
func caddyFault(filename string, err error) error {
	pos, text := filename+":1", err.Error()
	for _, sep := range []string{" - Error during parsing: ", " - Syntax error: "} {
		if before, after, ok := strings.Cut(text, sep); ok {
			pos, text = before, after
			break
		}
	}
	if text == unexpectedEOF {
		text = "the file ends inside a block: write the } that is missing"
	}
	return fmt.Errorf("%s: %s", pos, strings.Map(printable, lowerFirst(text)))
}

// printable replaces what could break a message into lines: caddy quotes words
// of the file as they are.
func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return unicode.ReplacementChar
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
