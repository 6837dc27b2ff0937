package manager

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"net/netip"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// publish resolves the blocks that changed, finds out which of their mappings
// may be served, and makes the result what queries read.
func (m *Manager) publish(changed []*Block) error {
	var faults rdns.Faults
	resolved := make(map[*Block]*resolution)
	began := make(map[*Block]time.Time)
	for _, b := range changed {
		began[b] = m.now()
		resolved[b] = b.resolve()
	}
	contested := m.book
	m.book = m.countClaims(resolved)
	census := m.census()
	for _, b := range m.blocks {
		r := resolved[b]
		if r == nil {
			b.recount(census, nil)
			continue
		}
		err := b.build(r, census)
		faults.Add(err)
		if err == nil {
			b.status.Store(b.newStatus(r, m.now().Sub(began[b])))
		}
	}
	census.end(m.running)
	m.settle(parties(contested, m.book))
	return faults.Err()
}

// build makes a snapshot of the resolution and publishes it. On an error the
// one before stays.
func (b *Block) build(r *resolution, census *census) error {
	var unserved setHash
	m := b.manager
	snapshot, err := index.NewSnapshot(b.frame, 0, func(yield func(index.Mapping) bool) {
		for i := range r.claims {
			c := &r.claims[i]
			c.state = m.state(&c.Mapping, c.state, b.counter(c, census))
			unserved.add(&c.Mapping, c.state)
			b.reportDisplaced(r, c)
			if !yield(index.Mapping{Mapping: c.Mapping, Source: int(c.from), State: c.state}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	m.looksChanged = m.looksChanged || b.policy != nil
	b.said = r.log(m, b.said)
	b.unserved = unserved
	b.store(snapshot)
	b.past = past{rules: m.rules.fingerprint(), unchecked: m.confirm == nil, snapshots: []*index.Snapshot{snapshot}}
	b.judged = b.frame
	for _, f := range b.mappings {
		f.kept = nil
	}
	return nil
}

// store publishes a snapshot under the serial that its answers need.
func (b *Block) store(s *index.Snapshot) {
	b.snapshot.Store(s.WithSerial(b.manager.serial(b.keys, b.fingerprint())))
}

// counter returns how a claim is counted for confirmation. What was served while
// nobody asked is adopted.
func (b *Block) counter(c *claim, census *census) func(confirm.Mapping) confirm.Record {
	if m := b.manager; m.book.Claim(c.Mapping, m.holds(c.Name)) == rdns.Taken {
		return census.wait
	}
	if b.past.unchecked && census.taken != nil {
		if was, known := b.past.recall(c, b.source(c)); known && was.Served() {
			return census.adopt
		}
	}
	return census.count
}

// reportDisplaced words that another owner has the name of a claim.
func (b *Block) reportDisplaced(r *resolution, c *claim) {
	if c.state.Fate() == rdns.Displaced {
		b.report(r, c, "%s %q is not served: another owner has confirmed the name", c.Addr, c.Name)
	}
}

// recount counts the mappings of a block that did not change. It adds the
// addresses of those to stale that have another state now.
func (b *Block) recount(c *census, stale addrSet) {
	if c.taken == nil {
		return
	}
	for m := range b.desired() {
		if asked(m.State) && b.manager.state(&m.Mapping, m.State, c.count) != m.State && stale != nil {
			stale[m.Addr] = struct{}{}
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

// state returns what becomes of a mapping that had the state s. record returns
// what is known of it.
func (m *Manager) state(d *rdns.Mapping, s rdns.State, record func(confirm.Mapping) confirm.Record) rdns.State {
	if !asked(s) {
		return s
	}
	confirmation := rdns.Unchecked
	if m.confirm != nil {
		confirmation = confirmationOf(record(confirmed(d)))
	}
	claim := m.book.Claim(*d, m.holds(d.Name))
	return rdns.NewState(s.Look(), rdns.Decide(s.Look(), confirmation, claim))
}

// asked reports whether confirmation looks after a mapping with the state.
func asked(s rdns.State) bool { return s.Look() != rdns.Refused && s.Fate() != rdns.Shadowed }

// confirmed returns the mapping as confirmation knows it.
func confirmed(m *rdns.Mapping) confirm.Mapping {
	return confirm.Mapping{Addr: m.Addr, Name: m.Name, Owner: m.Owner}
}

// A setHash stands for the mappings that could be served and are not, whatever
// their order: it is the sum of their keys.
type setHash [2]uint64

// add takes in a mapping, and remove takes it out, if it is such a one.
func (h *setHash) add(m *rdns.Mapping, s rdns.State) {
	if !s.Served() && s.Fate() != rdns.Shadowed {
		k := confirmed(m).Key()
		h[0] += binary.BigEndian.Uint64(k[:])
		h[1] += binary.BigEndian.Uint64(k[8:])
	}
}

func (h *setHash) remove(m *rdns.Mapping, s rdns.State) {
	if !s.Served() && s.Fate() != rdns.Shadowed {
		k := confirmed(m).Key()
		h[0] -= binary.BigEndian.Uint64(k[:])
		h[1] -= binary.BigEndian.Uint64(k[8:])
	}
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
