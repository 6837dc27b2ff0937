package manager

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A draft is what the next publication of a block comes to. The snapshot before
// is its beginning, so that it costs what changed.
type draft struct {
	block *Block
	began time.Time
	first bool // nothing was published before
	anew  bool // what did not change is decided on again too

	decided int // so many addresses are
	stretch int // how many are between two sweeps

	served    netip.Prefix // all of its addresses are ours
	scattered bool         // there is no such prefix

	inside, outside *index.Edit
	next            *index.Snapshot // what queries will read
	aside           *index.Snapshot // see Block

	touched  []netip.Addr      // addresses with another state of things, unless many
	gone     []confirm.Mapping // what confirmation looks after no more, unless many
	many     bool              // or nobody asks after them
	unserved setHash
	findings findings

	old, claims []claim // of the address that is being decided on
	byName      []claim // old by their names, once somebody has asked
	slots       []*claim
	mappings    []index.Mapping
}

// draft merges all that the sources of the block say, and decides between the
// mappings of each address.
func (b *Block) draft() (*draft, error) {
	d := &draft{block: b, began: b.manager.now(), first: b.Snapshot() == nil, unserved: b.unserved}
	d.many = d.first || !b.manager.asksAfter()
	d.anew = d.first || b.judged != b.frame || b.past.rules != b.manager.rules.fingerprint()
	next, aside, err := b.published()
	if err != nil {
		return nil, err
	}
	if parts := d.parts(); len(parts) > 1 {
		d.decideApart(parts, next, aside)
	} else {
		d.inside, d.outside, d.stretch = next.Edit(), aside.Edit(), minStretch
		if largest := d.largest(); largest != nil {
			d.stretch = d.stretchOf(largest.Len(), 1)
		}
		d.decideOn(b.spans(d))
	}
	for _, f := range b.mappings {
		if d.drains(f) {
			f.next = nil
		}
	}
	return d, nil
}

// published returns what a draft begins with.
func (b *Block) published() (next, aside *index.Snapshot, err error) {
	if s := b.Snapshot(); s != nil {
		return s.WithFrame(b.frame), b.aside.WithFrame(b.frame), nil
	}
	if next, err = index.NewSnapshot(b.frame, 0, nothing); err != nil {
		return nil, nil, err
	}
	aside, err = index.NewSnapshot(b.frame, 0, nothing)
	return next, aside, err
}

func nothing(func(index.Mapping) bool) {}

// decideOn merges what is claimed of the spans.
func (d *draft) decideOn(spans []source.Span) {
	for _, span := range spans {
		d.decideAll(newMerge(d.block.feeds(d, span)...))
	}
	d.done()
}

// decideAll decides on all that a merge yields.
func (d *draft) decideAll(m *merge) {
	for group := m.next(nil); len(group) > 0; group = m.next(group[:0]) {
		d.decide(group)
		if d.decided++; d.decided%d.stretch == 0 {
			d.block.manager.sweep()
		}
	}
}

// done ends deciding.
func (d *draft) done() {
	d.next, d.aside = d.inside.Done(), d.outside.Done()
	d.inside, d.outside = nil, nil
}

// decide finds out what becomes of the claims to one address, if anything
// changed.
func (d *draft) decide(group []claim) {
	if !d.anew && d.unchanged(group) {
		return
	}
	d.old, d.claims, d.byName = d.old[:0], d.claims[:0], d.byName[:0]
	for i := range group {
		c := &group[i]
		if c.published {
			d.old = append(d.old, *c)
		}
		if !c.published || !d.fresh(c) {
			d.claims = append(d.claims, *c)
		}
	}
	if len(d.claims) > 1 {
		slices.SortStableFunc(d.claims, byRank)
	}
	same := slices.EqualFunc(d.old, d.claims, func(x, y claim) bool { return x.same(&y) })
	if same && !d.anew {
		return
	}
	inside := d.choose(group[0].Addr)
	if !same || d.old[0].outside == inside || !slices.EqualFunc(d.old, d.claims, sameLook) {
		d.put(group[0].Addr, inside)
	}
}

// unchanged reports whether a claim that nobody competes with is what it was.
// Nearly all of a file are.
func (d *draft) unchanged(group []claim) bool {
	c := &group[0]
	switch len(group) {
	case 1:
		return c.published && !d.fresh(c)
	case 2:
		o := &group[1]
		return c.published != o.published && d.fresh(c) && c.same(o)
	}
	return false
}

// fresh reports whether the source of a claim was read where its address is since
// the last publication.
func (d *draft) fresh(c *claim) bool {
	if c.from == corefile {
		return false
	}
	f := d.block.mappings[c.from]
	return f.next != nil && f.next.Covers(c.Addr)
}

// byRank orders the claims to an address: the strongest class wins it, within a
// class the order of the Corefile and then of the lines.
func byRank(x, y claim) int {
	return cmp.Or(-cmp.Compare(x.Class, y.Class), cmp.Compare(x.from, y.from))
}

// sameLook reports whether confirmation has nothing new to find out.
func sameLook(x, y claim) bool {
	return x.state.Look() == y.state.Look() && (x.state.Fate() == rdns.Shadowed) == (y.state.Fate() == rdns.Shadowed)
}

// put writes what was decided.
func (d *draft) put(a netip.Addr, inside bool) {
	d.mappings = d.mappings[:0]
	for i := range d.claims {
		c := &d.claims[i]
		d.mappings = append(d.mappings, index.Mapping{Mapping: c.Mapping, Source: int(c.from), State: c.state})
	}
	here, there := d.inside, d.outside
	if !inside {
		here, there = there, here
	}
	moved := len(d.old) > 0 && d.old[0].outside == inside
	if moved {
		there.Put(a, nil)
	}
	if len(d.mappings) > 0 || !moved {
		here.Put(a, d.mappings)
	}
	d.note(a, inside)
}

// note keeps the books of what was decided.
func (d *draft) note(a netip.Addr, inside bool) {
	for i := range d.old {
		if c := &d.old[i]; !c.outside {
			d.unserved.remove(&c.Mapping, c.state)
			d.leave(c, inside)
		}
	}
	if !inside {
		return
	}
	for i := range d.claims {
		d.unserved.add(&d.claims[i].Mapping, d.claims[i].state)
	}
	if d.isFew(len(d.touched)) {
		d.touched = append(d.touched, a)
	}
}

// leave notes a mapping that confirmation looked after, unless it still does.
func (d *draft) leave(c *claim, inside bool) {
	if !asked(c.state) || inside && slices.ContainsFunc(d.claims, func(o claim) bool {
		return o.Name == c.Name && o.Owner == c.Owner && asked(o.state)
	}) {
		return
	}
	if d.isFew(len(d.gone)) {
		d.gone = append(d.gone, confirmed(&c.Mapping))
	}
}

// isFew reports whether one more than n may be noted. Else all is forgotten that was.
func (d *draft) isFew(n int) bool {
	if n == maxTouched {
		d.many, d.touched, d.gone = true, nil, nil
	}
	return !d.many
}
