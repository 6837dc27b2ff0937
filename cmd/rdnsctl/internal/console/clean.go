package console

import (
	"strconv"
	"strings"
)

// Clean returns s with everything escaped that is not printable ASCII, as in a
// string of Go. Most text is returned as it is.
func Clean(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return s
	}
	quoted := strconv.QuoteToASCII(s)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// cleanLines is Clean for text of several lines, such as an error that holds
// many.
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = Clean(l)
	}
	return strings.Join(lines, "\n")
}
