package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A property is what may stand in a block: how it is written, and the method
// that reads it.
type property struct {
	form  string // for messages, such as "ttl ANSWERS [NEGATIVE]"
	min   int    // arguments
	max   int
	once  bool
	block bool // it may have a block
	read  func(line)
}

// properties returns what may stand in the block of the directive, by first words.
func (p *parser) properties() map[string]property {
	return map[string]property{
		"pool":        {form: "pool PREFIX... TEMPLATE [{ ... }]", min: 2, max: many, block: true, read: p.pool},
		"except":      {form: "except PREFIX...", min: 1, max: many, read: p.except},
		"delegate":    {form: delegateForm, min: 2, max: many, block: true, read: p.delegate},
		"transfer":    {form: "transfer expanded, or transfer managed", min: 1, max: 1, once: true, read: p.transfer},
		"glue":        {form: "glue NAME ADDRESS...", min: 2, max: many, read: p.glueLine},
		"ptr":         {form: "ptr ADDRESS NAME... [TTL]", min: 2, max: many, read: p.ptr},
		"mappings":    {form: "mappings FILE [{ ... }]", min: 1, max: 1, block: true, read: p.mappings},
		"record":      {form: "record NAME [TTL] TYPE RDATA...", min: 3, max: many, read: p.record},
		"records":     {form: "records FILE", min: 1, max: 1, read: p.records},
		"state":       {form: "state DIRECTORY, or state memory", min: 1, max: 1, once: true, read: p.state},
		"confirm":     {form: "confirm [observe] RESOLVER... [{ ... }]", min: 1, max: many, once: true, block: true, read: p.confirm},
		"unconfirmed": {form: "unconfirmed serve, or unconfirmed template", min: 1, max: 1, once: true, read: p.unconfirmed},
		"policy":      {form: "policy [LEVEL] [{ ... }]", max: 1, once: true, block: true, read: p.policy},
		"owner":       {form: "owner NAME PREFIX...", min: 2, max: many, read: p.owner},
		"control":     {form: "control PATH", min: 1, max: 1, once: true, read: p.control},
		"soa":         {form: "soa MNAME RNAME [REFRESH RETRY EXPIRE]", min: 2, max: 5, once: true, read: p.soa},
		"ns":          {form: "ns NAME...", min: 1, max: many, once: true, read: p.ns},
		"ttl":         {form: "ttl ANSWERS [NEGATIVE]", min: 1, max: 2, once: true, read: p.ttl},
		"names":       {form: "names COUNT", min: 1, max: 1, once: true, read: p.names},
		"fallthrough": {form: "fallthrough [ZONE...]", max: many, once: true, read: p.fallThrough},
	}
}

// A table reads one block.
type table struct {
	faults *faults
	known  map[string]property
	outer  *table                   // of the block around it, or nil
	first  map[string]rdns.Position // where each property stood first, even if it was wrong
}

// outerTable returns the table of the block of the directive.
func (p *parser) outerTable() *table {
	return &table{faults: &p.faults, known: p.properties(), first: make(map[string]rdns.Position)}
}

// innerTable returns the table of a block inside that of the directive.
func (p *parser) innerTable(known map[string]property) *table {
	return &table{faults: &p.faults, known: known, outer: p.outer, first: make(map[string]rdns.Position)}
}

// read reads the lines of a block.
func (t *table) read(lines []line) {
	for _, l := range lines {
		if t.accepts(l) {
			t.known[l.name()].read(l)
		}
	}
}

// accepts tells whether l has the form of a property, and reports why not.
func (t *table) accepts(l line) bool {
	name := l.name()
	p, known := t.known[name]
	before, again := t.first[name]
	if known && !again {
		t.first[name] = l.pos()
	}
	switch {
	case name == "":
		return false
	case !known && t.belongsOutside(l):
		t.faults.add(l.pos(), "%s does not belong into this block: is a } missing in front of it?", name)
	case !known:
		t.faults.add(l.pos(), "unknown property %q: %s", name, t.suggest(name))
	case p.once && again:
		t.faults.add(l.pos(), "%s stands already in %s: write it once", name, before)
	case l.braces && !p.block:
		t.faults.add(l.pos(), "%s takes no block: write %s", name, p.form)
	case l.broken():
		return false
	case len(l.args()) < p.min || len(l.args()) > p.max:
		t.faults.add(l.pos(), "%s: wrong number of words: write %s%s", name, p.form, l.hint())
	default:
		return true
	}
	return false
}

// belongsOutside tells whether l is a property of the block around. It is not
// missing there then.
func (t *table) belongsOutside(l line) bool {
	if t.outer == nil {
		return false
	}
	_, known := t.outer.known[l.name()]
	if _, seen := t.outer.first[l.name()]; known && !seen {
		t.outer.first[l.name()] = l.pos()
	}
	return known
}

// hint reminds of a rule that makes a line of a one-line block too long.
func (l line) hint() string {
	if l.inline {
		return " (a block on one line holds one property)"
	}
	return ""
}

// suggest says what may be written instead of an unknown property.
func (t *table) suggest(name string) string {
	known := slices.Sorted(maps.Keys(t.known))
	return didYouMean(name, known) + "want " + strings.Join(known, ", ")
}

// didYouMean asks for the word that name is one slip away from, if there is one.
func didYouMean(name string, words []string) string {
	for _, w := range words {
		if oneEdit(name, w) {
			return "did you mean " + w + "? "
		}
	}
	return ""
}

// oneEdit tells whether one letter more, less or other makes a into b, or two
// neighbours that change places.
func oneEdit(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
	return swapped || len(a) <= 1 && len(b) <= 1
}
