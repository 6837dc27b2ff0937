package manager

import (
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// recallLooks reads what the look check came to before a restart.
func (m *Manager) recallLooks() past {
	kept, err := m.dir.Looks()
	if err != nil {
		m.log.Errorf("%v: names that were served before stay served", err)
	}
	disk := &diskPast{looks: make(map[confirm.Key]rdns.Look, len(kept.Looks))}
	for key, look := range kept.Looks {
		disk.looks[key] = rdns.Look(min(look, byte(rdns.Refused)))
	}
	if m.confirm != nil {
		disk.table = m.confirm.table
	}
	return past{rules: kept.Rules, disk: disk}
}

// keepLooks writes the looks that are not accepted, before the sources are kept:
// a mapping of a kept source that is not listed counts as accepted.
func (m *Manager) keepLooks() {
	if !m.looksChanged || m.now().Before(m.looksRetry) {
		return
	}
	looks := state.Looks{Rules: m.rules.fingerprint(), Looks: make(map[[16]byte]byte)}
	for _, b := range m.blocks {
		for d := range b.desired() {
			if look := d.State.Look(); look != rdns.Accepted {
				looks.Looks[confirmed(&d.Mapping).Key()] = byte(look)
			}
		}
	}
	if err := m.dir.SaveLooks(looks); err != nil {
		m.looksRetry = m.now().Add(retryEvery)
		m.log.Errorf("%v: until this is mended, a restart may judge names anew", err)
		return
	}
	m.looksChanged = false
}
