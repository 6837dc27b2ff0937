package config

import "strconv"

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
