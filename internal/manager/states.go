package manager

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

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
