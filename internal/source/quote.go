package source

import (
	"strconv"
	"unicode/utf8"
)

// quote quotes text from a file for a message. Customers write such text, so
// that control characters are escaped, and only the beginning of a long one is
// shown.
func quote(text string) string {
	if len(text) <= maxQuote {
		return strconv.Quote(text)
	}
	end := maxQuote
	for end > maxQuote-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return strconv.Quote(text[:end]) + "..."
}
