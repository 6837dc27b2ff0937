package config

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A pool is a prefix of a pool line. Its Pattern is nil if the template is wrong,
// which was reported; all else can be checked still.
type pool struct {
	rdns.Pool
	everything bool   // the line says that it may be for all addresses
	order      int    // in the file
	group      *group // of its names; nil if it has none
}

// poolOptions are what the block of a pool line says.
type poolOptions struct {
	ttl        uint32
	silent     bool // forward off
	label      string
	everything bool
}

// pool reads "pool PREFIX... TEMPLATE [{ ... }]": a pool for each prefix.
func (p *parser) pool(l line) {
	args := l.args()
	prefixes, text := args[:len(args)-1], args[len(args)-1]
	o := p.poolOptions(l)
	template := p.template(text)
	whole := false
	for _, w := range prefixes {
		prefix, ok := p.prefix(w)
		if !ok {
			whole = true // perhaps this one was meant
			continue
		}
		whole = whole || prefix.Bits() == 0
		p.addPool(w, prefix, template, o)
	}
	if o.everything && !whole {
		p.faults.add(l.pos(), "everything is for 0.0.0.0/0 and ::/0 only: remove it")
	}
}

// poolOptions reads the block of a pool line.
func (p *parser) poolOptions(l line) poolOptions {
	var o poolOptions
	if len(l.block) == 0 {
		return o
	}
	options := map[string]property{
		"ttl":        {form: "ttl SECONDS", min: 1, max: 1, once: true, read: func(l line) { o.ttl, _ = p.seconds(l.args()[0]) }},
		"forward":    {form: "forward off, or forward on", min: 1, max: 1, once: true, read: func(l line) { o.silent = p.forwardOff(l) }},
		"name":       {form: "name LABEL", min: 1, max: 1, once: true, read: func(l line) { o.label = p.label(l.args()[0], "name") }},
		"everything": {form: "everything", once: true, read: func(line) { o.everything = true }},
	}
	p.innerTable(options).read(l.block)
	return o
}

// forwardOff reads "forward on" and "forward off". What is neither counts as off,
// so that one slip is not reported as two.
func (p *parser) forwardOff(l line) bool {
	word, ok := p.choice(l.args()[0], "forward", "on", "off")
	return !ok || word == "off"
}

// template reads a template, each text once: thousands of pools share one.
func (p *parser) template(w word) *hostname.Template {
	if t, ok := p.templates[w.text]; ok {
		return t
	}
	if _, err := netip.ParsePrefix(w.text); err == nil {
		p.faults.add(w.pos, "pool: the template is missing: write it behind the prefixes, for example ip-{ip}.host.example")
		return nil
	}
	t, err := hostname.ParseTemplate(w.text)
	if err != nil {
		p.faults.add(w.pos, "%w", err)
		return nil
	}
	p.templates[w.text] = t
	return t
}

// addPool adds the pool of one prefix.
func (p *parser) addPool(w word, prefix netip.Prefix, template *hostname.Template, o poolOptions) {
	if first, ok := p.nest.pools[prefix]; ok {
		p.faults.add(w.pos, "prefix %s has a pool already in %s: remove one", prefix, first.Pos)
		return
	}
	if prefix.Bits() == 0 && !o.everything {
		p.faults.add(w.pos, "%s is for all addresses: write your own prefixes; or, if you mean it, the property everything in the block of the pool", prefix)
	}
	pool := &pool{everything: o.everything, order: len(p.pools)}
	pool.Pool = rdns.Pool{Prefix: prefix, TTL: o.ttl, Forward: !o.silent, Label: o.label, Pos: w.pos}
	pool.Pattern = p.bind(w, prefix, template)
	p.pools = append(p.pools, pool)
	p.nest.add(pool)
}

// bind fits the template to the prefix. It returns nil if it does not fit.
func (p *parser) bind(w word, prefix netip.Prefix, template *hostname.Template) *hostname.Pattern {
	if template == nil {
		return nil
	}
	pattern, err := template.Bind(prefix)
	if err != nil {
		p.faults.add(w.pos, "%w", err)
		return nil
	}
	return pattern
}
