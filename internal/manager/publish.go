package manager

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// publish finds out what the sources of the blocks that changed come to, and
// which of their mappings may be served, and makes the result what queries read.
func (m *Manager) publish(changed []*Block) error {
	drafts := make(map[*Block]*draft)
	for _, b := range changed {
		d, err := b.draft()
		if err != nil {
			return err
		}
		drafts[b] = d
	}
	m.sweep()
	contested := m.book
	m.book = m.countClaims(drafts)
	census := m.census()
	census.expect(drafts)
	for _, b := range changed {
		drafts[b].state(census)
		b.adopt(drafts[b])
	}
	m.dismiss(drafts)
	m.settle(parties(contested, m.book))
	return nil
}

// adopt publishes a draft.
func (b *Block) adopt(d *draft) {
	m := b.manager
	m.looksChanged = m.looksChanged || b.policy != nil
	d.findings.log(b)
	b.unserved, b.aside, b.judged = d.unserved, b.compact(d.aside, &b.attrs[1]), b.frame
	b.store(b.compact(d.next, &b.attrs[0]))
	b.past = past{rules: m.rules.fingerprint(), unchecked: m.confirm == nil}
	for _, f := range b.mappings {
		f.published()
	}
	b.status.Store(b.newStatus(m.now().Sub(d.began)))
}

// compact returns the snapshot, built anew if most of the attributes that it has
// room for have gone out of use. last is how many it had when it was built.
func (b *Block) compact(s *index.Snapshot, last *int) *index.Snapshot {
	if *last > 0 && s.Attrs() <= 2**last+minAttrs {
		return s
	}
	if *last > 0 {
		if built, err := index.NewSnapshot(b.frame, 0, s.After(netip.Addr{})); err == nil {
			s = built
		}
	}
	*last = max(1, s.Attrs())
	return s
}

// store publishes a snapshot under the serial that its answers need.
func (b *Block) store(s *index.Snapshot) {
	b.snapshot.Store(s.WithSerial(b.manager.serial(b.keys, b.fingerprint())))
}

// dismiss tells confirmation what it need not look after any more. What another
// block still has stays.
func (m *Manager) dismiss(drafts map[*Block]*draft) {
	if m.confirm == nil || !m.running {
		return
	}
	for _, d := range drafts {
		if d.many {
			m.recountAll()
			return
		}
	}
	for _, d := range drafts {
		for _, c := range d.gone {
			if !m.wants(c) {
				m.confirm.engine.Remove(c)
			}
		}
	}
}

// wants reports whether some block has the mapping for confirmation to look after.
func (m *Manager) wants(c confirm.Mapping) bool {
	for _, b := range m.blocks {
		for d := range b.Snapshot().At(c.Addr) {
			if d.Name == c.Name && d.Owner == c.Owner && asked(d.State) {
				return true
			}
		}
	}
	return false
}

// recount counts the mappings of the block. It adds the addresses of those to
// stale that have another state now.
func (b *Block) recount(c *census, stale addrSet) {
	count := func(m *index.Mapping) confirm.Record { return c.count(confirmed(&m.Mapping)) }
	var one index.Mapping // all share its place
	for one = range b.desired() {
		if b.manager.state(&one, count) != one.State {
			stale[one.Addr] = struct{}{}
		}
	}
}

// desired yields the mappings of the block as last published.
func (b *Block) desired() iter.Seq[index.Mapping] {
	s := b.Snapshot()
	if s == nil {
		return func(func(index.Mapping) bool) {}
	}
	return s.After(netip.Addr{})
}

// confirmed returns the mapping as confirmation knows it.
func confirmed(m *rdns.Mapping) confirm.Mapping {
	return confirm.Mapping{Addr: m.Addr, Name: m.Name, Owner: m.Owner}
}

// fingerprint is equal for equal answers.
func (b *Block) fingerprint() string {
	h := sha256.New()
	h.Write(b.Config.Fingerprint[:])
	for _, f := range b.mappings {
		h.Write(f.good.Hash[:])
	}
	for _, f := range b.records {
		h.Write(f.good.hash[:])
	}
	for _, sum := range b.unserved {
		h.Write(binary.BigEndian.AppendUint64(nil, sum))
	}
	return answersVersion + hex.EncodeToString(h.Sum(nil))
}

// answersVersion is raised when a release answers otherwise from the same
// data, so that the serial moves on.
const answersVersion = "2-"
