package manager

import (
	"slices"
	"time"
)

// A Status tells what the last publication of a block held.
type Status struct {
	Served   int // addresses with an explicit name
	Shadowed int // mappings that a stronger or earlier one displaced
	Outside  int // mappings of addresses in none of the block's zones
	Bad      int // lines that are no mapping
	Held     []Held
	Build    time.Duration // from the parsed sources to the published snapshot
	At       time.Time
}

// Status returns the status of the last publication. It is nil before Load.
func (b *Block) Status() *Status { return b.status.Load() }

func (b *Block) newStatus(r *resolution, took time.Duration) *Status {
	s := &Status{Served: r.addresses, Shadowed: r.shadowed, Outside: r.outside, Build: took, At: b.manager.now()}
	for _, f := range b.mappings {
		s.Bad += f.good.Bad
	}
	s.Held = b.heldNow()
	return s
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
		sum.Shadowed += s.Shadowed
		sum.Outside += s.Outside
		sum.Bad += s.Bad
		sum.Held = append(sum.Held, s.Held...)
		if s.At.After(sum.At) {
			sum.At, sum.Build = s.At, s.Build
		}
	}
	return sum
}
