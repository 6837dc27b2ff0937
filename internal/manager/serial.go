package manager

import (
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// serialKeys names the serials of a block: one for each zone, so that they
// outlive a change of the zones beside it. Several blocks may serve the same
// zone in different views; those are told apart by a mark.
func (m *Manager) serialKeys(c *config.Block) []string {
	taken := make(map[string]bool)
	for _, b := range m.blocks {
		for _, key := range b.keys {
			taken[key] = true
		}
	}
	var keys []string
	for _, z := range c.Zones {
		key := z.Origin
		for taken[key] {
			key += " again"
		}
		keys = append(keys, key)
	}
	return keys
}

// newest returns the serial furthest ahead in the arithmetic of RFC 1982, and
// whether all are of data with the fingerprint.
func newest(serials map[string]state.Serial, keys []string, fingerprint string) (last state.Serial, same bool) {
	same = true
	for _, key := range keys {
		s, ok := serials[key]
		same = same && s.Fingerprint == fingerprint
		if ok && (last.Fingerprint == "" || ahead(s.Number, last.Number)) {
			last = s
		}
	}
	return last, same
}

func ahead(a, b uint32) bool { return int32(a-b) > 0 } //nolint:gosec // RFC 1982

// serial returns the serial for data with the fingerprint: the last one when
// nothing changed, else the next. The zones of a block share it.
func (m *Manager) serial(keys []string, fingerprint string) uint32 {
	last, same := newest(m.serials, keys, fingerprint)
	if same {
		return last.Number
	}
	next := state.Serial{Number: state.Next(last, m.now().Unix()), Fingerprint: fingerprint}
	m.setSerials(keys, next)
	return next.Number
}

func (m *Manager) setSerials(keys []string, s state.Serial) {
	for _, key := range keys {
		m.serials[key] = s
	}
	m.unsaved = true
}

// catchUp moves the serials behind those that the instance before published
// after we had loaded, and saves them when it kept none on disk.
func (m *Manager) catchUp() {
	m.unsaved = true
	published := heritage.lastSerials()
	for _, b := range m.blocks {
		mine := m.serials[b.keys[0]]
		last, same := newest(published, b.keys, mine.Fingerprint)
		if last.Fingerprint == "" || same || ahead(mine.Number, last.Number) {
			continue
		}
		mine.Number = state.Next(last, m.now().Unix())
		m.setSerials(b.keys, mine)
		b.snapshot.Store(b.Snapshot().WithSerial(mine.Number))
	}
}
