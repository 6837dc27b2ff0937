package source

import "strings"

// An arena keeps names in large pieces of memory: ten million names are a few
// thousand allocations, and each is found by a number of 32 bits. The zero value
// is ready.
type arena struct {
	chunks []string // those that are full
	chunk  strings.Builder
	size   int // of the next chunk; small files get a small one
}

// add keeps a name, which is not empty, with the final dot. It returns its place
// and the name; ok is false when there is no more room.
func (a *arena) add(name string) (place uint32, kept string, ok bool) {
	n := len(name) + len(".")
	if a.chunk.Cap()-a.chunk.Len() < n && !a.grow(n) {
		return 0, "", false
	}
	start := a.chunk.Len()
	a.chunk.WriteString(name)
	if name[len(name)-1] != '.' {
		a.chunk.WriteByte('.')
	}
	return uint32(len(a.chunks)<<chunkBits | start), a.chunk.String()[start:], true
}

// grow begins a new chunk with room for n bytes. A chunk never moves: the strings
// cut from it share its memory.
func (a *arena) grow(n int) bool {
	if len(a.chunks) == maxChunks {
		return false
	}
	if a.chunk.Len() > 0 {
		a.chunks = append(a.chunks, a.chunk.String())
		a.chunk = strings.Builder{}
	}
	a.chunk.Grow(max(n, a.size, 1<<10))
	return true
}

// finish returns all chunks.
func (a *arena) finish() []string { return append(a.chunks, a.chunk.String()) }

// nameAt returns the name at a place in the chunks.
func nameAt(chunks []string, place uint32, length int) string {
	start := int(place & (1<<chunkBits - 1))
	return chunks[place>>chunkBits][start : start+length]
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
