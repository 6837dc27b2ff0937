package source

import "strings"

// An arena makes strings that stay by cutting them from large pieces of memory:
// ten million names are a few thousand allocations. The zero value is ready.
type arena struct {
	chunk strings.Builder
	size  int // of the next chunk; small files get a small one
}

// absolute returns the name, which is not empty, with the final dot.
func (a *arena) absolute(name string) string {
	a.reserve(len(name) + len("."))
	start := a.chunk.Len()
	a.chunk.WriteString(name)
	if name[len(name)-1] != '.' {
		a.chunk.WriteByte('.')
	}
	return a.chunk.String()[start:]
}

// reserve makes room for n bytes, so that the chunk never moves: the strings
// cut from it share its memory.
func (a *arena) reserve(n int) {
	if a.chunk.Cap()-a.chunk.Len() >= n {
		return
	}
	a.chunk.Reset()
	a.chunk.Grow(max(n, a.size, 1<<10))
}

// hasUpper tells whether s has ASCII letters in upper case.
func hasUpper(s string) bool {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return true
		}
	}
	return false
}

// lower folds ASCII only, as the DNS does (RFC 4343, 3).
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// lowerName returns s with ASCII letters in lower case.
func lowerName(s string) string {
	if !hasUpper(s) {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		b[i] = lower(c)
	}
	return string(b)
}
