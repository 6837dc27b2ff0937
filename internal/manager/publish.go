package manager

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"net/netip"
	"slices"

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

// state finds out whether what has changed may be served.
func (d *draft) state(c *census) {
	m := d.block.manager
	if !m.asksAfter() {
		return
	}
	e, stretch := d.next.Edit(), d.stretchOf(d.next.Counts().Mappings, 1)
	all := groupsOf(e)
	if !d.many {
		all = groupsAt(d.next, d.touched)
	}
	d.next = nil // nobody else has seen it: what is put takes the place of its blocks
	count := func(m *index.Mapping) confirm.Record { return d.count(m, c) }
	n, next := 0, minStretch
	for mappings := range all {
		if m.restate(&d.unserved, mappings, count) {
			e.Put(mappings[0].Addr, mappings)
		}
		d.reportDisplaced(mappings)
		if n++; n == next { // sooner at first, while the names that wait are put in line
			m.sweep()
			next += min(n, stretch)
		}
	}
	d.next = e.Done()
}

// asksAfter reports whether what is known of a mapping beside its claims decides
// about it.
func (m *Manager) asksAfter() bool { return m.confirm != nil || len(m.globals.owners) > 0 }

// count counts a mapping for confirmation. What was served while nobody asked is
// adopted.
func (d *draft) count(one *index.Mapping, c *census) confirm.Record {
	b := d.block
	if m := b.manager; m.book.Claim(one.Mapping, m.holds(one.Name)) == rdns.Taken {
		return c.wait(confirmed(&one.Mapping))
	}
	if b.past.unchecked {
		was, known := d.recall(&claim{Mapping: one.Mapping, from: int32(one.Source)}) //nolint:gosec // lines of a Corefile
		if known && was.Served() {
			return c.adopt(confirmed(&one.Mapping))
		}
	}
	return c.count(confirmed(&one.Mapping))
}

// reportDisplaced reports the mappings of an address whose name another owner
// has, unless that is known.
func (d *draft) reportDisplaced(mappings []index.Mapping) {
	for i := range mappings {
		if m := &mappings[i]; m.State.Fate() == rdns.Displaced && !d.block.displaced(m) {
			d.findings.object(&claim{Mapping: m.Mapping, from: int32(m.Source)}, wordDisplaced) //nolint:gosec // lines of a Corefile
		}
	}
}

func wordDisplaced() string { return "is not served: another owner has confirmed the name" }

// displaced reports whether a mapping was published as displaced.
func (b *Block) displaced(m *index.Mapping) bool {
	if b.Snapshot() == nil {
		return false
	}
	for was := range b.Snapshot().At(m.Addr) {
		if was.Name == m.Name && was.Owner == m.Owner && was.State.Fate() == rdns.Displaced {
			return true
		}
	}
	return false
}

// grouped yields the mappings of each address together. They stay until the next
// ones come.
func grouped(all iter.Seq[index.Mapping]) iter.Seq[[]index.Mapping] {
	return func(yield func([]index.Mapping) bool) {
		var same []index.Mapping
		for m := range all {
			if len(same) > 0 && same[0].Addr != m.Addr {
				if !yield(same) {
					return
				}
				same = same[:0]
			}
			same = append(same, m)
		}
		if len(same) > 0 {
			yield(same)
		}
	}
}

// groupsOf yields the mappings of all addresses of an Edit, in which those that were
// yielded may be put. It begins again after each page, so that it holds no more than
// a page of what was replaced meanwhile.
func groupsOf(e *index.Edit) iter.Seq[[]index.Mapping] {
	return func(yield func([]index.Mapping) bool) {
		var last netip.Addr
		for n := pageSize; n == pageSize; {
			n = 0
			for same := range grouped(e.After(last)) {
				if last = same[0].Addr; !yield(same) {
					return
				}
				if n++; n == pageSize {
					break
				}
			}
		}
	}
}

// groupsAt yields the mappings of some addresses.
func groupsAt(s *index.Snapshot, addrs []netip.Addr) iter.Seq[[]index.Mapping] {
	return func(yield func([]index.Mapping) bool) {
		var same []index.Mapping
		for _, a := range addrs {
			same = slices.AppendSeq(same[:0], s.At(a))
			if len(same) > 0 && !yield(same) {
				return
			}
		}
	}
}

// restate brings the states of the mappings of an address up to date, and
// reports whether that is something new. record returns what is known of one.
func (m *Manager) restate(unserved *setHash, mappings []index.Mapping, record func(*index.Mapping) confirm.Record) (differ bool) {
	for i := range mappings {
		d := &mappings[i]
		state := m.state(d, record)
		if state != d.State {
			differ = true
			unserved.remove(&d.Mapping, d.State)
			unserved.add(&d.Mapping, state)
			m.looksChanged = m.looksChanged || state.Look() == rdns.Unmatched
			d.State = state
		}
	}
	return differ
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

// state returns what becomes of a mapping. record returns what is known of it.
func (m *Manager) state(d *index.Mapping, record func(*index.Mapping) confirm.Record) rdns.State {
	if !asked(d.State) {
		return d.State
	}
	confirmation := rdns.Unchecked
	if m.confirm != nil {
		confirmation = confirmationOf(record(d))
	}
	look, claim := d.State.Look(), m.book.Claim(d.Mapping, m.holds(d.Name))
	return rdns.NewState(look, rdns.Decide(look, confirmation, claim))
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

// join takes in all that another one stands for.
func (h *setHash) join(o setHash) {
	h[0] += o[0]
	h[1] += o[1]
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
