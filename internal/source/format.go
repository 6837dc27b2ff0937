package source

import (
	"net/netip"
	"path/filepath"
	"strings"
)

// A Format is a form of mapping files.
type Format uint8

const (
	// Auto finds the form by the first line that says something.
	Auto Format = iota
	// Hosts has lines of ADDRESS NAME [NAME...] [TTL].
	Hosts
	// Zone is a master file (RFC 1035, 5) with PTR records.
	Zone
	// CSV has a header that names its columns.
	CSV
)

// String returns the word that configurations use for the format.
func (f Format) String() string {
	switch f {
	case Hosts:
		return "hosts"
	case Zone:
		return "zone"
	case CSV:
		return "csv"
	default:
		return "auto"
	}
}

// resolve returns f, or for Auto what the text seems to be.
func (f Format) resolve(text, path string) Format {
	if f != Auto {
		return f
	}
	line, comment, told := firstLine(text)
	if !told {
		return guess(path, comment)
	}
	return detect(line)
}

// firstLine returns the first line that says something. told is false when there
// is none; then comment is what the last comment begins with.
func firstLine(text string) (line string, comment byte, told bool) {
	for in := newLines(text); ; {
		l, ok := in.next()
		if !ok {
			return "", comment, false
		}
		switch text := strings.TrimLeft(l.text, " \t"); {
		case text == "":
		case text[0] == '#' || text[0] == ';':
			comment = text[0]
		default:
			return text, comment, true
		}
	}
}

// guess is for files that hold nothing but perhaps comments, the last of which
// begins with the given character.
func guess(path string, comment byte) Format {
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case ext == ".csv":
		return CSV
	case ext == ".zone" || ext == ".db" || comment == ';':
		return Zone
	default:
		return Hosts
	}
}

// detect tells the form of a file from its first line that says something.
func detect(text string) Format {
	if _, problem := parseHeader(text); problem == nil && strings.ContainsAny(text, ",;") {
		return CSV
	}
	words := appendFields(nil, text)
	if _, err := netip.ParseAddr(words[0]); err == nil {
		return Hosts
	}
	if words[0][0] == '$' || words[0] == "@" {
		return Zone
	}
	for _, w := range words[:min(len(words), 4)] {
		switch strings.ToUpper(w) {
		case "IN", "PTR", "SOA", "NS":
			return Zone
		}
	}
	return Hosts
}

// byteOrderMark is what some editors put in front of UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

func trimBOM(text string) string { return strings.TrimPrefix(text, byteOrderMark) }
