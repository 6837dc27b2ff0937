package manager

import (
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// A past tells what became of a mapping before, so that a mapping which did not
// change is not judged again, and one that was served is not taken away by a
// rule that is younger.
type past struct {
	rules     [32]byte          // that judged it
	unchecked bool              // confirmation was off
	snapshots []*index.Snapshot // of the instance before, until the first publication
	disk      *diskPast         // when there are no snapshots; nil when nothing is known
}

// A memory is what a past knows of a mapping.
type memory struct {
	rdns.State
	exact bool // of this very mapping; else of the same for nobody's address
}

// recall returns what is known of a mapping. ok is false for one that is new, or
// that was shadowed or outside of our zones: nobody has judged it. What nobody
// owned goes on when it is given to an owner: that is the operator's word.
func (d *draft) recall(c *claim) (was memory, ok bool) {
	for _, owner := range [...]string{c.Owner, ""} {
		m := c.Mapping
		m.Owner = owner
		s, known := d.before(&m)
		if !known {
			s, known = d.block.past.state(&m, d.block.source(c))
		}
		if known && s.Fate() != rdns.Shadowed {
			return memory{s, owner == c.Owner}, true
		}
	}
	return memory{}, false
}

// before returns the state of a mapping in the last publication of the block.
func (d *draft) before(m *rdns.Mapping) (rdns.State, bool) {
	for _, o := range d.published(m.Name) {
		if o.Owner == m.Owner && o.Class == m.Class && !o.outside && o.state.Fate() != rdns.Shadowed {
			return o.state, true
		}
	}
	return 0, false
}

func (p *past) state(d *rdns.Mapping, f *mappingFile) (rdns.State, bool) {
	for _, snapshot := range p.snapshots {
		for m := range snapshot.At(d.Addr) {
			if m.Name == d.Name && m.Owner == d.Owner && m.Class == d.Class && m.State.Fate() != rdns.Shadowed {
				return m.State, true
			}
		}
	}
	if p.disk == nil {
		return 0, false
	}
	return p.disk.state(d, f)
}

// A diskPast is what the state directory tells.
type diskPast struct {
	looks *state.Looks
	table *confirm.Table // nil when confirmation is off
}

// state returns what became of a mapping before the restart. Where nothing was
// judged, all that stood in the last good copy of its file was served.
func (p *diskPast) state(d *rdns.Mapping, f *mappingFile) (rdns.State, bool) {
	var s rdns.State
	if p.looks.Rules == [32]byte{} {
		if f != nil && !f.kept.has(d) {
			return 0, false
		}
	} else {
		kept, ok := p.looks.Find(lookKey(d))
		if !ok {
			return 0, false
		}
		s = rdns.State(kept)
	}
	if p.table != nil {
		if r := p.table.Get(confirmed(d).Key()); r.Status != confirm.NoStatus {
			s = rdns.NewState(s.Look(), rdns.Decide(s.Look(), confirmationOf(r), rdns.Free))
		}
	}
	return s, true
}

// lookKey is the key of a mapping among the kept looks.
func lookKey(d *rdns.Mapping) confirm.Key {
	return confirm.Mapping{Addr: d.Addr, Name: d.Name, Owner: d.Owner + "\n" + d.Class.String()}.Key() // no owner has a line feed
}
