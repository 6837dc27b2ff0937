package source

import (
	"net/netip"
	"strings"
)

// An arena keeps names in large pieces of memory: ten million names are a few
// thousand allocations, and each is found by a number of 32 bits. The zero value
// is ready.
//
// Where the addresses are in no order, names of neighbours stand together, so that
// whoever reads them in order can let go of what is behind.
type arena struct {
	chunks  []string // by their numbers; "" for those that are not full
	open    []open   // one for the addresses below each border, and one for the rest
	borders []netip.Addr
	last    int // the one of open that was written to
	size    int // of the next piece of memory; small files get a small one
}

// An open is a piece of memory that is being filled: a chunk, or several of them.
type open struct {
	text   strings.Builder
	number int // of the first chunk
}

// add keeps a name, which is not empty, with the final dot. It returns its place
// and the name; ok is false when there is no more room.
func (a *arena) add(addr netip.Addr, name string) (place uint32, kept string, ok bool) {
	n := len(name) + len(".")
	o := a.find(addr)
	if o.text.Cap()-o.text.Len() < n && !a.grow(o, n) {
		return 0, "", false
	}
	start := o.text.Len()
	o.text.WriteString(name)
	if name[len(name)-1] != '.' {
		o.text.WriteByte('.')
	}
	return uint32(o.number<<chunkBits + start), o.text.String()[start:], true
}

// find returns where the name of an address belongs.
func (a *arena) find(addr netip.Addr) *open {
	if a.open == nil {
		a.open = make([]open, len(a.borders)+1)
	}
	n := a.last
	for n > 0 && addr.Less(a.borders[n-1]) {
		n--
	}
	for n < len(a.borders) && !addr.Less(a.borders[n]) {
		n++
	}
	a.last = n
	return &a.open[n]
}

// grow begins new memory with room for n bytes. It never moves: the strings cut from
// it share it.
func (a *arena) grow(o *open, n int) bool {
	size := max(n, a.size, 1<<10)
	more := (size-1)>>chunkBits + 1
	if len(a.chunks)+more > maxChunks {
		return false
	}
	a.close(o)
	o.text, o.number = strings.Builder{}, len(a.chunks)
	a.chunks = append(a.chunks, make([]string, more)...)
	o.text.Grow(size)
	return true
}

// close has the chunks end where their memory does: a name may begin in one and end
// in the next.
func (a *arena) close(o *open) {
	text := o.text.String()
	for i := 0; i<<chunkBits < len(text); i++ {
		a.chunks[o.number+i] = text[i<<chunkBits:]
	}
}

// finish returns all chunks.
func (a *arena) finish() []string {
	for i := range a.open {
		a.close(&a.open[i])
	}
	return a.chunks
}

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
