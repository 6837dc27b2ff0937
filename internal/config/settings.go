package config

import (
	"strconv"
	"strings"
)

// ttl reads "ttl ANSWERS [NEGATIVE]".
func (p *parser) ttl(l line) {
	args := l.args()
	if n, ok := p.seconds(args[0]); ok {
		p.block.TTL = n
	}
	if len(args) < 2 {
		return
	}
	if n, ok := p.seconds(args[1]); ok {
		p.block.Negative = n
	}
}

// names reads "names COUNT": how many names an address may have.
func (p *parser) names(l line) {
	w := l.args()[0]
	n, err := strconv.Atoi(w.text)
	if err != nil || n < minNames || n > maxNames {
		p.faults.add(w.pos, "names %q: want a number from %d to %d", w.text, minNames, maxNames)
		n = maxNames // so that the number of names is not a fault as well
	}
	p.block.Names = n
}

// state reads "state DIRECTORY" and "state memory".
func (p *parser) state(l line) {
	dir := l.args()[0].text
	if dir == "memory" {
		dir = ""
	}
	p.block.State = &State{Dir: dir, Pos: l.pos()}
}

// control reads "control PATH".
func (p *parser) control(l line) {
	w := l.args()[0]
	switch n := len(w.text); {
	case n > maxSocket:
		p.faults.add(w.pos, "control %.80q...: the path has %d octets, and that of a socket at most %d: write a shorter one", w.text, n, maxSocket)
	case !isSocketPath(w.text):
		p.faults.add(w.pos, "control %q: want the path of a Unix socket, such as /run/rdnsmgr.sock", w.text)
	}
	p.block.Control = &Control{Path: w.text, Pos: l.pos()}
}

// isSocketPath tells whether s can be the path of a file. What begins with "@"
// or a zero is a name that Linux keeps in no directory, so that everybody may
// connect; and a network address is a slip.
func isSocketPath(s string) bool {
	switch {
	case s[0] == '@', strings.Contains(s, "\x00"), strings.HasSuffix(s, "/"):
		return false
	}
	return !strings.Contains(s, ":") || strings.Contains(s, "/") && !strings.Contains(s, "://")
}
