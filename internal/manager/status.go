package manager

import (
	"slices"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Status tells what the last publication of a block held.
type Status struct {
	Served  int                    // addresses with an explicit name
	Fates   [rdns.Shadowed + 1]int // mappings by what becomes of them
	Looks   [rdns.Refused + 1]int  // mappings by what the look check says
	Outside int                    // mappings of addresses in none of the block's zones
	Bad     int                    // lines that are no mapping
	Held    []Held
	Build   time.Duration // from the parsed sources to the published snapshot
	At      time.Time
}

// Status returns the status of the last publication. It is nil before Load.
func (b *Block) Status() *Status { return b.status.Load() }

func (b *Block) newStatus(took time.Duration) *Status {
	s := &Status{Outside: b.aside.Counts().Mappings, Build: took, At: b.manager.now(), Held: b.heldNow()}
	for _, f := range b.mappings {
		s.Bad += f.good.Bad
	}
	s.count(b.Snapshot())
	return s
}

// count fills in what the snapshot says of the mappings.
func (s *Status) count(snapshot *index.Snapshot) {
	c := snapshot.Counts()
	s.Served = c.Served
	s.Fates, s.Looks = [rdns.Shadowed + 1]int{}, [rdns.Refused + 1]int{}
	for state, n := range c.ByState {
		if n > 0 {
			s.Fates[rdns.State(state).Fate()] += n
			s.Looks[rdns.State(state).Look()] += n
		}
	}
}

// noteCounts brings the status up to date when mappings changed their states.
func (b *Block) noteCounts(s *index.Snapshot) {
	next := *b.status.Load()
	next.count(s)
	next.At = b.manager.now()
	b.status.Store(&next)
}

// noteHeld brings the status up to date when a change was held or released
// without anything to publish.
func (b *Block) noteHeld() {
	held := b.heldNow()
	if now := b.status.Load(); !slices.Equal(now.Held, held) {
		next := *now
		next.Held = held
		b.status.Store(&next)
	}
}

func (b *Block) heldNow() []Held {
	var held []Held
	for _, f := range b.mappings {
		if f.held != nil {
			held = append(held, *f.held)
		}
	}
	for _, f := range b.records {
		if f.held != nil {
			held = append(held, *f.held)
		}
	}
	return held
}

// Status returns the sum over all blocks, and the time of the last publication.
func (m *Manager) Status() Status {
	var sum Status
	for _, b := range m.blocks {
		s := b.Status()
		if s == nil {
			continue
		}
		sum.Served += s.Served
		for i := range s.Fates {
			sum.Fates[i] += s.Fates[i]
		}
		for i := range s.Looks {
			sum.Looks[i] += s.Looks[i]
		}
		sum.Outside += s.Outside
		sum.Bad += s.Bad
		sum.Held = append(sum.Held, s.Held...)
		if s.At.After(sum.At) {
			sum.At, sum.Build = s.At, s.Build
		}
	}
	sum.Held = append(sum.Held, *m.rules.held.Load()...)
	return sum
}

// Confirmation returns the figures of confirmation. ok is false when it is off.
func (m *Manager) Confirmation() (stats confirm.Stats, ok bool) {
	if m.confirm == nil {
		return confirm.Stats{}, false
	}
	return m.confirm.engine.Stats(), true
}
