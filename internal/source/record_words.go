package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// requote writes the data of a record as it stands in a master file.
func requote(h head) ([]string, error) {
	data := slices.Clone(h.data)
	for i, word := range data {
		switch {
		case h.kind == "TXT" || h.kind == "CAA" && i == 2:
			data[i] = quoteString(word)
		default:
			if err := checkWord(h.kind+" data", word); err != nil {
				return nil, err
			}
		}
	}
	return data, nil
}

// checkWord refuses a word that would be something else in a master file.
func checkWord(what, word string) error {
	if word == "" || strings.ContainsAny(word, " \t\r\n\"();") {
		return fmt.Errorf("%s %s: want a word without blanks, quotes, parentheses or semicolons", what, quote(word))
	}
	return nil
}

// quoteString writes a character-string (RFC 1035, 5.1).
func quoteString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ' || c > '~':
			b.WriteString(`\` + strconv.Itoa(1000 + int(c))[1:])
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
