package config

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

const delegateForm = "delegate PREFIX NAME... [ds TAG ALGORITHM TYPE DIGEST] [{ ... }], or delegate PREFIX cname TEMPLATE [{ ttl SECONDS }]"

// delegate reads "delegate PREFIX NAME... [ds TAG ALGORITHM TYPE DIGEST]
// [{ ... }]" and "delegate PREFIX cname TEMPLATE".
func (p *parser) delegate(l line) {
	args := l.args()
	prefix, ok := p.prefix(args[0])
	if !ok {
		return
	}
	d := &rdns.Delegation{Prefix: prefix, Pos: l.pos()}
	faults := len(p.faults.list)
	if args[1].text == "cname" {
		p.aliases(d, l)
	} else {
		p.servedBy(d, l)
	}
	p.delegateOptions(d, l)
	if first, again := p.delegated[prefix]; again {
		p.faults.add(l.pos(), "delegate %s stands already in %s: remove one", prefix, first.Pos)
		return
	}
	p.delegated[prefix] = d
	if len(p.faults.list) == faults {
		p.block.Delegations = append(p.block.Delegations, *d)
	}
}

// aliases reads "delegate PREFIX cname TEMPLATE".
func (p *parser) aliases(d *rdns.Delegation, l line) {
	args := l.args()
	if len(args) != 3 {
		p.faults.add(l.pos(), "delegate: wrong number of words behind cname: write delegate PREFIX cname TEMPLATE, such as delegate 192.0.2.0/28 cname {d}.rev.customer.example")
		return
	}
	d.Target = p.bind(args[2], d.Prefix, p.template(args[2]))
	if d.Target == nil {
		return
	}
	if err := d.Target.Injective(); err != nil {
		p.faults.add(args[2].pos, "delegate: %w", err)
	}
}

// servedBy reads the name servers of a block, and the DS record behind them.
func (p *parser) servedBy(d *rdns.Delegation, l line) {
	names := l.args()[1:]
	if i := slices.IndexFunc(names, func(w word) bool { return w.text == "ds" }); i >= 0 {
		p.addDS(d, names[i].pos, names[i+1:])
		names = names[:i]
	}
	if len(names) == 0 {
		p.faults.add(l.pos(), "delegate: the name servers are missing: write %s", delegateForm)
	}
	for _, w := range names {
		name, ok := p.hostName(w, "delegate")
		switch {
		case !ok:
		case slices.Contains(d.Servers, name):
			p.faults.add(w.pos, "delegate: %q stands twice: write it once", name)
		default:
			d.Servers = append(d.Servers, name)
		}
	}
}

// delegateOptions reads the block of a delegate line.
func (p *parser) delegateOptions(d *rdns.Delegation, l line) {
	classless := arpa.Classless(d.Prefix) && l.args()[1].text != "cname"
	if classless {
		d.Label = arpa.ClasslessLabels(d.Prefix)[0]
	}
	label := func(l line) {
		if w := l.args()[0]; classless {
			d.Label = p.childLabel(d.Prefix, w)
		} else {
			p.faults.add(w.pos, "label: only blocks from /25 to /31 with name servers have one: remove it")
		}
	}
	ds := func(l line) { p.addDS(d, l.pos(), l.args()) }
	p.innerTable(map[string]property{
		"ttl":   {form: "ttl SECONDS", min: 1, max: 1, once: true, read: func(l line) { d.TTL, _ = p.seconds(l.args()[0]) }},
		"label": {form: "label LABEL", min: 1, max: 1, once: true, read: label},
		"ds":    {form: dsForm, min: 4, max: many, read: ds},
	}).read(l.block)
	if cuts := arpa.Zones(d.Prefix); len(d.DS) > 0 && d.Label == "" && len(cuts) > 1 {
		p.faults.add(l.pos(), "delegate %s: it makes %d zones, and the digest of a DS record is of one only: write a line for each of %s to %s", d.Prefix, len(cuts), cuts[0], cuts[len(cuts)-1])
	}
}

// childLabel reads the label of the zone that stands for a classless block.
func (p *parser) childLabel(prefix netip.Prefix, w word) string {
	label := strings.ToLower(w.text)
	known := arpa.ClasslessLabels(prefix)
	_, octet := arpa.Octet(label)
	switch err := checkLabel(label); {
	case err != nil:
		p.faults.add(w.pos, "label: %w", err)
	case octet || isNumber(label):
		p.faults.add(w.pos, "label %q could be that of an address: write %s, or a word of your own", label, strings.Join(known, ", "))
	case isClassless(label) && !slices.Contains(known, label):
		p.faults.add(w.pos, "label %q says another block than %s: write %s, or a word of your own", label, prefix, strings.Join(known, ", "))
	}
	return label
}

// glueLine reads "glue NAME ADDRESS...".
func (p *parser) glueLine(l line) {
	args := l.args()
	name, ok := p.hostName(args[0], "glue")
	if !ok {
		return
	}
	for _, w := range args[1:] {
		a, ok := p.address(w)
		if !ok {
			continue
		}
		r := rdns.Record{Name: name, Type: typeA, Data: a.AsSlice(), Pos: l.pos()}
		if a.Is6() {
			r.Type = typeAAAA
		}
		p.block.Glue = append(p.block.Glue, r)
	}
}

// Types of glue (RFC 1035, 3.2.2 and RFC 3596).
const (
	typeA    = 1
	typeAAAA = 28
)
