package index

import (
	"bytes"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
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
	if strings.IndexByte(name, '\\') >= 0 { // much faster than from the right
		name, p.whole = afterEscape(name, strings.LastIndexByte(name, '\\')), false
	}
	if len(name) > maxPlain { // not a legal name without escapes
		name, p.whole = name[len(name)-maxPlain:], false
		name = name[strings.IndexByte(name, '.')+1:]
	}
	for i, buf := 0, p.buf[:len(name)]; i < len(buf) && i < len(name); i++ {
		buf[i] = hostname.Fold(name[i])
	}
	p.labels, p.size = strings.Count(name, "."), len(name)
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

// suffix returns the last n labels of the name. It begins at the nearer end:
// names may have 127 labels, of which all but a few are noise.
func (p *plain) suffix(n int) []byte {
	name := p.name()
	if p.labels <= 2*n {
		for range p.labels - n {
			name = afterDot(name)
		}
		return name
	}
	start := len(name)
	for range n + 1 {
		start = bytes.LastIndexByte(name[:start], '.')
	}
	return name[start+1:]
}

// afterDot returns the name without its first label.
func afterDot(name []byte) []byte { return name[bytes.IndexByte(name, '.')+1:] }
