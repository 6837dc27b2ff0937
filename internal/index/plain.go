package index

import (
	"bytes"
	"strings"
)

// A plain is a query name as our own names are spelt: lower case, no escapes.
// Everything left of and including the last label that holds an escape, which
// no name of ours has, is left out; whole is false then.
type plain struct {
	buf    [maxPlain]byte
	size   int // of the name in buf
	labels int
	whole  bool
}

func (p *plain) set(name string) {
	p.whole = true
	if i := strings.LastIndexByte(name, '\\'); i >= 0 {
		name, p.whole = afterEscape(name, i), false
	}
	if len(name) > maxPlain { // not a legal name without escapes
		name, p.whole = name[len(name)-maxPlain:], false
		name = name[strings.IndexByte(name, '.')+1:]
	}
	p.labels = 0
	for i := range len(name) {
		c := name[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c == '.' {
			p.labels++
		}
		p.buf[i] = c
	}
	p.size = len(name)
}

// name returns the name, in the buffer.
func (p *plain) name() []byte { return p.buf[:p.size] }

// afterEscape returns what stands behind the label with the last backslash, at i.
// Behind an odd number of them the next octet is escaped, and may be a dot that
// ends no label; else they escape each other.
func afterEscape(name string, i int) string {
	run := 0
	for run <= i && name[i-run] == '\\' {
		run++
	}
	rest := name[min(i+1+run%2, len(name)):]
	return rest[strings.IndexByte(rest, '.')+1:]
}

// suffix returns the last n labels of the name.
func (p *plain) suffix(n int) []byte {
	name := p.name()
	for range p.labels - n {
		name = afterDot(name)
	}
	return name
}

// afterDot returns the name without its first label.
func afterDot(name []byte) []byte { return name[bytes.IndexByte(name, '.')+1:] }
