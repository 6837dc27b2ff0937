package manager

import (
	"iter"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// walk returns about n of the mappings that confirmation looks after, in the
// order of their addresses, all of one address together. Called by the engine.
func (m *Manager) walk(after netip.Addr, n int) []confirm.Mapping {
	heads := make([]*head, 0, len(m.blocks))
	for _, b := range m.blocks {
		s := b.Snapshot()
		if s == nil {
			continue
		}
		next, stop := iter.Pull(s.After(after))
		defer stop()
		h := &head{next: next}
		if h.advance() {
			heads = append(heads, h)
		}
	}
	page := make([]confirm.Mapping, 0, n)
	for {
		first := lowest(heads)
		if first == nil || len(page) >= n && first.mapping.Addr != page[len(page)-1].Addr {
			return page
		}
		page = append(page, confirmed(&first.mapping.Mapping))
		first.advance()
	}
}

// A head is how far one block was read.
type head struct {
	next    func() (index.Mapping, bool)
	mapping index.Mapping
	ended   bool
}

// advance goes to the next mapping that confirmation looks after.
func (h *head) advance() bool {
	for {
		m, ok := h.next()
		if !ok {
			h.ended = true
			return false
		}
		if asked(m.State) {
			h.mapping = m
			return true
		}
	}
}

// lowest returns the head with the lowest address, or nil at the end.
func lowest(heads []*head) *head {
	var first *head
	for _, h := range heads {
		if !h.ended && (first == nil || h.mapping.Addr.Less(first.mapping.Addr)) {
			first = h
		}
	}
	return first
}
