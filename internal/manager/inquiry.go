package manager

import (
	"context"
	"errors"
	"iter"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// ErrStopped means that the manager does not run, or is about to end.
var ErrStopped = errors.New("the server does not run, or is stopping")

// A request is something that is done between two looks at the files.
type request struct {
	do   func()
	done chan struct{}
}

// do has Run's goroutine call f, and waits for it. It must not be called by f.
func (m *Manager) do(ctx context.Context, f func()) error {
	r := request{f, make(chan struct{})}
	select {
	case m.requests <- r:
	case <-m.ended:
		return ErrStopped
	case <-ctx.Done():
		return ctx.Err()
	}
	<-r.done
	return nil
}

// A Story tells what is known of an address in one block.
type Story struct {
	Block    rdns.Position // of the block
	Zone     string        // that answers for the address
	Answer   index.Kind    // of a PTR question
	Names    []string      // that are answered, in order
	Pool     *rdns.Pool    // that owns the address; nil for none
	Mappings []Account     // all that are desired, in order
}

// Explain tells what is known of an address, a Story for each block that answers
// for it.
func (m *Manager) Explain(ctx context.Context, a netip.Addr) (stories []Story, err error) {
	err = m.do(ctx, func() {
		for _, b := range m.blocks {
			if story, ok := b.story(a); ok {
				stories = append(stories, story)
			}
		}
	})
	return stories, err
}

func (b *Block) story(a netip.Addr) (Story, bool) {
	s := b.Snapshot()
	answer := s.Lookup(arpa.Name(netip.PrefixFrom(a, a.BitLen())))
	if answer.Kind == index.Outside {
		return Story{}, false
	}
	story := Story{Block: b.Config.Pos, Zone: answer.Zone.Origin, Answer: answer.Kind}
	for name, _, rest, ok := answer.Names.Next(); ok; name, _, rest, ok = rest.Next() {
		story.Names = append(story.Names, name)
	}
	if answer.Kind == index.Generated {
		name, _ := b.frame.GeneratedName(a)
		story.Names = append(story.Names, name)
	}
	story.Pool = b.frame.PoolOf(a)
	story.Mappings = b.Explain(a)
	return story, true
}

// InOrder yields the mappings of all blocks behind an address in the order of
// their addresses, as they were last published. Safe for concurrent use.
func (m *Manager) InOrder(after netip.Addr) iter.Seq[index.Mapping] {
	return func(yield func(index.Mapping) bool) {
		heads, stop := m.heads(after, func(*index.Mapping) bool { return true })
		defer stop()
		for first := lowest(heads); first != nil; first = lowest(heads) {
			if !yield(first.mapping) {
				return
			}
			first.advance()
		}
	}
}

// At yields the mappings of an address in all blocks. Safe for concurrent use.
func (m *Manager) At(a netip.Addr) iter.Seq[index.Mapping] {
	return func(yield func(index.Mapping) bool) {
		for _, b := range m.blocks {
			for d := range b.Snapshot().At(a) {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// Record returns what confirmation knows of a mapping. ok is false when it is
// off or does not look after the mapping. Safe for concurrent use.
func (m *Manager) Record(d *index.Mapping) (r confirm.Record, ok bool) {
	if m.confirm == nil || !asked(d.State) {
		return r, false
	}
	return m.confirm.table.Get(confirmed(&d.Mapping).Key()), true
}

// Recheck has a mapping asked about as soon as it is its turn, and reports
// whether confirmation looks after it. Safe for concurrent use.
func (m *Manager) Recheck(d *index.Mapping) bool {
	return m.confirm != nil && asked(d.State) && m.confirm.engine.Recheck(confirmed(&d.Mapping))
}

// HeldWithdrawals returns names that do not point back and are served all the
// same, because too many were withdrawn in a day: at most n of them.
func (m *Manager) HeldWithdrawals(n int) []confirm.Mapping {
	if m.confirm == nil {
		return nil
	}
	return m.confirm.engine.Held(n)
}

// ReleaseWithdrawals lets the held names go that still do not point back. It
// returns how many are held.
func (m *Manager) ReleaseWithdrawals() int {
	if m.confirm == nil {
		return 0
	}
	m.log.Warningf("confirm: held withdrawals are released by hand")
	return m.confirm.engine.Release()
}
