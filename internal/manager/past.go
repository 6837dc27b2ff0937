package manager

import (
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A past tells what became of a mapping before, so that a mapping which did not
// change is not judged again, and one that was served is not taken away by a
// rule that is younger.
type past struct {
	rules     [32]byte          // that judged it
	snapshots []*index.Snapshot // of the instance before, until the first publication
	disk      *diskPast         // when there are no snapshots
}

// state returns the state of the mapping. ok is false for one that is new, or
// that was shadowed: nobody has judged it.
func (p *past) state(c *claim, f *mappingFile) (s rdns.State, ok bool) {
	for _, snapshot := range p.snapshots {
		for m := range snapshot.At(c.Addr) {
			if m.Name == c.Name && m.Owner == c.Owner && m.Class == c.Class && m.State.Fate() != rdns.Shadowed {
				return m.State, true
			}
		}
	}
	if p.disk != nil && f != nil && f.kept.has(&c.Mapping) {
		return p.disk.state(c), true
	}
	return 0, false
}

// A diskPast is what the state directory tells: the looks that were not
// accepted, and the Records.
type diskPast struct {
	looks map[confirm.Key]rdns.Look
	table *confirm.Table // nil when confirmation is off
}

// state returns the state of a mapping that stood in the last good copy of its
// file.
func (d *diskPast) state(c *claim) rdns.State {
	key := confirmed(&c.Mapping).Key()
	look := d.looks[key]
	confirmation := rdns.Unchecked
	if d.table != nil {
		confirmation = confirmationOf(d.table.Get(key))
	}
	return rdns.NewState(look, rdns.Decide(look, confirmation, rdns.Free))
}

// A keptSet is the last good copy of a file, as the state directory had it. It
// tells which mappings are not new. A nil keptSet has none.
type keptSet struct {
	whole bool // all mappings of the file
	set   *source.Set
}

func (k *keptSet) has(m *rdns.Mapping) bool {
	if k == nil || k.whole {
		return k != nil
	}
	_, found := k.set.Find(m.Addr, m.Name)
	return found
}
