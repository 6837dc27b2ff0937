package manager

import (
	"iter"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// lastLooks returns what is known of the mappings: from the instance before,
// else from the state directory. Where the directory has lost it, everything is
// judged as new: what is honest passes, and what was refused stays so.
func (m *Manager) lastLooks() past {
	if p := heritage.lastPublished(); p.snapshots != nil {
		return p
	}
	kept, err := m.dir.Looks()
	if err != nil {
		m.log.Errorf("%v: all names are judged as new ones", err)
	}
	if kept == nil {
		return past{}
	}
	return past{rules: kept.Rules, unchecked: !kept.Checked, disk: &diskPast{kept, m.table()}}
}

// keepLooks writes what became of the mappings, and reports whether the state
// directory has it. No source is kept before: else a restart would know a
// mapping, but not that it was refused.
func (m *Manager) keepLooks() bool {
	switch {
	case !m.looksChanged || m.dir.Memory():
		return true
	case m.now().Before(m.looksRetry):
		return false
	}
	began := m.now()
	n, all := m.looks()
	if err := m.dir.SaveLooks(&state.Looks{Rules: m.rules.fingerprint(), Checked: m.confirm != nil}, n, all); err != nil {
		m.looksRetry = m.now().Add(retryEvery)
		m.log.Errorf("%v: until this is mended, a restart may judge names anew", err)
		return false
	}
	m.looksChanged = false
	if took := m.now().Sub(began); took > pollEvery {
		m.looksRetry = m.now().Add(looksRest * took)
	}
	return true
}

// looks yields what became of the mappings, of which there are about n.
func (m *Manager) looks() (n int, all iter.Seq[state.Look]) {
	if m.rules.policy == nil {
		return 0, func(func(state.Look) bool) {}
	}
	for _, b := range m.blocks {
		n += b.Snapshot().Counts().Mappings
	}
	return n, func(yield func(state.Look) bool) {
		for _, b := range m.blocks {
			for d := range b.desired() {
				if d.State.Fate() != rdns.Shadowed && !yield(state.Look{Key: lookKey(&d.Mapping), State: byte(d.State)}) {
					return
				}
			}
		}
	}
}
