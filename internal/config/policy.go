package config

import (
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// defaultLevel is that of a policy line without one.
const defaultLevel = "default"

// A policyReader reads the block of a policy line.
type policyReader struct {
	*parser
	policy *Policy
	seen   map[string]rdns.Position // where a word stands first, by property and word
}

// policy reads "policy [LEVEL] [{ ... }]".
func (p *parser) policy(l line) {
	r := policyReader{
		parser: p,
		policy: &Policy{Level: defaultLevel, Pos: l.pos()},
		seen:   make(map[string]rdns.Position),
	}
	for _, w := range l.args() {
		r.policy.Level, _ = p.choice(w, "policy", "off", "observe", "lenient", defaultLevel, "strict")
	}
	p.innerTable(r.properties()).read(l.block)
	p.block.Policy = r.policy
}

// properties returns what may stand in the block, by first words.
func (r *policyReader) properties() map[string]property {
	return map[string]property{
		"protect":      {form: "protect DOMAIN..., or protect none", min: 1, max: many, read: r.protect},
		"protect_list": {form: "protect_list FILE", min: 1, max: 1, read: func(l line) { r.list(l, &r.policy.ProtectLists) }},
		"known_list":   {form: "known_list FILE", min: 1, max: 1, read: func(l line) { r.list(l, &r.policy.KnownLists) }},
		"allow":        {form: "allow WHO... NAME...", min: 2, max: many, read: r.allow},
		"wildcard_dns": {form: "wildcard_dns DOMAIN...", min: 1, max: many, read: r.wildcardDNS},
		"allow_tld":    {form: "allow_tld TLD...", min: 1, max: many, read: r.allowTLD},
		"check":        {form: "check ID off, warn or reject", min: 2, max: 2, read: r.check},
	}
}

// isNew tells whether text stands first under the property, and reports if not.
func (r *policyReader) isNew(l line, w word, text string) bool {
	key := l.name() + " " + text
	if first, ok := r.seen[key]; ok {
		r.faults.add(w.pos, "%s %q stands already in %s: remove one", l.name(), text, first)
		return false
	}
	r.seen[key] = w.pos
	return true
}

// protect reads "protect DOMAIN..." and "protect none".
func (r *policyReader) protect(l line) {
	for _, w := range l.args() {
		switch {
		case w.text != "none":
			if name, ok := r.domain(l, w); ok {
				r.policy.Protect = append(r.policy.Protect, Word{Text: name, Pos: w.pos})
			}
		case len(l.args()) > 1:
			r.faults.add(w.pos, "protect: none drops the shipped list: write it in a line of its own")
		default:
			r.policy.NoShipped = true
		}
	}
}

// wildcardDNS reads "wildcard_dns DOMAIN...".
func (r *policyReader) wildcardDNS(l line) {
	for _, w := range l.args() {
		if name, ok := r.domain(l, w); ok {
			r.policy.WildcardDNS = append(r.policy.WildcardDNS, name)
		}
	}
}

// domain reads a domain that stands once under its property.
func (r *policyReader) domain(l line, w word) (string, bool) {
	name, ok := r.hostName(w, l.name())
	return name, ok && r.isNew(l, w, name)
}

// allowTLD reads "allow_tld TLD...".
func (r *policyReader) allowTLD(l line) {
	for _, w := range l.args() {
		tld := strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(w.text, "."), "."))
		switch {
		case strings.Contains(tld, ".") || hostname.Check("www."+tld) != nil:
			r.faults.add(w.pos, "allow_tld %.80q: want a top-level domain, such as com or xn--p1ai", w.text)
		case r.isNew(l, w, tld):
			r.policy.AllowTLDs = append(r.policy.AllowTLDs, tld)
		}
	}
}

// list reads a line that names a file of domains.
func (r *policyReader) list(l line, files *[]ListFile) {
	if r.newFile(l) {
		*files = append(*files, ListFile{Path: l.args()[0].text, Pos: l.pos()})
	}
}

// check reads "check ID SEVERITY".
func (r *policyReader) check(l line) {
	id := l.args()[0]
	severity, ok := r.choice(l.args()[1], "severity", "off", "warn", "reject")
	if r.isNew(l, id, id.text) && ok {
		r.policy.Checks = append(r.policy.Checks, PolicyCheck{ID: id.text, Severity: severity, Pos: l.pos()})
	}
}
