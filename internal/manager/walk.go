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
	heads, stop := m.heads(after, func(d *index.Mapping) bool { return asked(d.State) })
	defer stop()
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
	want    func(*index.Mapping) bool
	mapping index.Mapping
	ended   bool
}

// heads begins to read every block behind an address. stop ends that.
func (m *Manager) heads(after netip.Addr, want func(*index.Mapping) bool) (heads []*head, stop func()) {
	var stops []func()
	for _, b := range m.blocks {
		next, stop := iter.Pull(b.Snapshot().After(after))
		stops = append(stops, stop)
		h := &head{next: next, want: want}
		h.advance()
		heads = append(heads, h)
	}
	return heads, func() {
		for _, stop := range stops {
			stop()
		}
	}
}

// advance goes to the next mapping that is wanted.
func (h *head) advance() {
	for !h.ended {
		var ok bool
		if h.mapping, ok = h.next(); !ok {
			h.ended = true
		} else if h.want(&h.mapping) {
			return
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
