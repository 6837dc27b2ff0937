package config

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

const (
	observe    = "observe"
	resolvConf = "resolv.conf" // stands for the resolvers of the system
)

// confirm reads "confirm [observe] RESOLVER... [{ ... }]".
func (p *parser) confirm(l line) {
	c := &Confirm{Pos: l.pos()}
	resolvers := l.args()
	if resolvers[0].text == observe {
		c.Observe, resolvers = true, resolvers[1:]
	}
	p.checkResolvers(l, resolvers)
	c.Resolvers = texts(resolvers)
	p.confirmOptions(l, c)
	p.block.Confirm = c
}

// confirmOptions reads the block of a confirm line into c.
func (p *parser) confirmOptions(l line, c *Confirm) {
	options := map[string]property{
		"every": {form: "every TIME", min: 1, max: 1, once: true, read: func(l line) { c.Every = p.duration(l.args()[0], minEvery, maxEvery, "every") }},
		"grace": {form: "grace TIME", min: 1, max: 1, once: true, read: func(l line) { c.Grace = p.duration(l.args()[0], minGrace, maxGrace, "grace") }},
		"rate":  {form: "rate QUERIES", min: 1, max: 1, once: true, read: func(l line) { c.Rate = p.rate(l.args()[0]) }},
	}
	p.innerTable(options).read(l.block)
}

// rate reads a number of queries a second.
func (p *parser) rate(w word) float64 {
	n, err := strconv.ParseFloat(w.text, 64)
	if err != nil || !(n >= minRate && n <= maxRate) { // NaN is neither
		p.faults.add(w.pos, "rate %q: want queries a second from %d to %d", w.text, minRate, maxRate)
		return 0
	}
	return n
}

// checkResolvers judges how many resolvers there are, and each word by itself.
// What a resolver is in full is known to whoever asks them.
func (p *parser) checkResolvers(l line, words []word) {
	switch n := len(words); {
	case n == 0:
		p.faults.add(l.pos(), "confirm: the resolvers are missing: write their addresses behind observe, or resolv.conf for those of the system")
	case n > maxResolvers:
		p.faults.add(l.pos(), "confirm: %d resolvers, and at most %d are possible: remove some, two or three do", n, maxResolvers)
	}
	for _, w := range words {
		p.checkResolver(w, len(words) == 1)
	}
}

func (p *parser) checkResolver(w word, alone bool) {
	switch {
	case w.text == observe:
		p.faults.add(w.pos, "confirm: observe stands behind a resolver: write it first")
	case w.text == resolvConf && alone:
	case w.text == resolvConf:
		p.faults.add(w.pos, "confirm: resolv.conf stands beside other resolvers: write either it or them")
	case strings.ContainsFunc(w.text, unicode.IsSpace):
		p.faults.add(w.pos, "resolver %q has a space inside: write each resolver as a word of its own", w.text)
	case isServerName(w.text):
		p.faults.add(w.pos, "resolver %q is a name, and there is nobody yet to look it up: write its address, such as 192.0.2.53 or %s", w.text, "tls://192.0.2.53%dns.example.net")
	}
}

// isServerName tells whether there is a host name where a resolver's address
// should be: behind the scheme, and in front of a port or of the name that its
// certificate has.
func isServerName(s string) bool {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "%")
	host, port, _ := strings.Cut(s, ":")
	return !strings.Contains(port, ":") && hostname.Check("www."+host) == nil
}

// unconfirmed reads "unconfirmed serve" and "unconfirmed template".
func (p *parser) unconfirmed(l line) {
	word, _ := p.choice(l.args()[0], "unconfirmed", "serve", "template")
	p.block.Unconfirmed = &Unconfirmed{Serve: word == "serve", Pos: l.pos()}
}
