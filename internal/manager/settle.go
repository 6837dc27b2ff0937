package manager

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// addrSet are addresses whose mappings may have another state now.
type addrSet map[netip.Addr]struct{}

// hear takes in what the engine has found out: it is logged, and published when
// it changes answers.
func (m *Manager) hear() {
	if m.confirm == nil || m.now().Before(m.heard.Add(hearEvery)) {
		return
	}
	news := m.confirm.news.take()
	m.heard = m.now()
	m.logUntold()
	if len(news) == 0 {
		return
	}
	addrs := make(addrSet)
	for i := range news {
		t := &news[i]
		m.logTransition(t)
		addrs[t.Mapping.Addr] = struct{}{}
		for _, p := range m.book.Parties(t.Mapping.Name) {
			addrs[p.Addr] = struct{}{}
		}
	}
	m.settle(addrs)
}

// settle publishes what became of the mappings of some addresses.
func (m *Manager) settle(addrs addrSet) {
	if len(addrs) == 0 {
		return
	}
	sorted := slices.SortedFunc(maps.Keys(addrs), netip.Addr.Compare)
	for _, b := range m.blocks {
		b.settle(sorted)
	}
}

// parties returns the addresses whose names several owners want, or wanted.
func parties(books ...*claims.Book) addrSet {
	addrs := make(addrSet)
	for _, book := range books {
		for p := range book.All() {
			addrs[p.Addr] = struct{}{}
		}
	}
	return addrs
}

func (b *Block) settle(addrs []netip.Addr) {
	s := b.Snapshot()
	if s == nil {
		return
	}
	var changes []index.Change
	for _, a := range addrs {
		if mappings, differ := b.restate(s, a); differ {
			changes = append(changes, index.Change{Addr: a, Mappings: mappings})
		}
	}
	if len(changes) > 0 {
		b.replace(changes)
	}
}

// replace publishes other states of some mappings.
func (b *Block) replace(changes []index.Change) {
	next := b.Snapshot().With(changes)
	b.store(next)
	b.noteCounts(next)
}

// restate returns the mappings of an address as they are now, and whether that
// is something new.
func (b *Block) restate(s *index.Snapshot, a netip.Addr) (mappings []index.Mapping, differ bool) {
	mappings = slices.Collect(s.At(a))
	return mappings, b.manager.restate(&b.unserved, mappings, b.manager.known)
}

// known and record return what is known of a mapping.
func (m *Manager) known(d *index.Mapping) confirm.Record { return m.record(confirmed(&d.Mapping)) }

func (m *Manager) record(c confirm.Mapping) confirm.Record { return m.confirm.table.Get(c.Key()) }

// holds returns whether a claim to the name is confirmed.
func (m *Manager) holds(name string) func(claims.Party) bool {
	return func(p claims.Party) bool {
		return m.confirm != nil && m.record(confirm.Mapping{Addr: p.Addr, Name: name, Owner: p.Owner}).Status == confirm.Active
	}
}

// logTransition writes a line for a change of state, unless there are too many.
func (m *Manager) logTransition(t *confirm.Transition) {
	if !m.transitions.AllowN(m.now(), 1) {
		m.untold++
		return
	}
	who := fmt.Sprintf("confirm: %s %q", t.Mapping.Addr, t.Mapping.Name)
	switch t.Change {
	case confirm.Confirmed:
		m.log.Infof("%s points back (%s): active", who, t.Verdict.Reason)
	case confirm.Restored:
		m.log.Infof("%s points back again (%s): active", who, t.Verdict.Reason)
	case confirm.Withdrawn:
		m.log.Warningf("%s does not point back: %s: suspended, the generated name is served", who, evidence(t))
	case confirm.Held:
		m.log.Warningf("%s does not point back: %s: held, because too many names were withdrawn in 24 hours; it stays served until it is released", who, evidence(t))
	case confirm.Disproved:
		m.log.Warningf("%s does not point back: %s: it would be suspended, but confirmation only observes", who, evidence(t))
	case confirm.NoChange:
	}
}

// logUntold counts the changes that got no line of their own.
func (m *Manager) logUntold() {
	if m.untold == 0 || m.now().Before(m.told.Add(untoldEvery)) {
		return
	}
	m.log.Warningf("confirm: %d more changes of state had no line of their own", m.untold)
	m.untold, m.told = 0, m.now()
}

// evidence says what speaks against a name.
func evidence(t *confirm.Transition) string {
	v := &t.Verdict
	text := v.Finding.String()
	if len(v.Found) > 0 {
		found := make([]string, 0, len(v.Found))
		for _, a := range v.Found {
			found = append(found, a.String())
		}
		text += ", it has " + strings.Join(found, " ")
		if v.More > 0 {
			text += fmt.Sprintf(" and %d more", v.More)
		}
	}
	first := time.Unix(int64(t.To.FirstFailure), 0).UTC().Format(time.RFC3339)
	return fmt.Sprintf("%s (%s), %d times since %s", text, v.Reason, t.To.Failures, first)
}
