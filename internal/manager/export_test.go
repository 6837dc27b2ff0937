package manager

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// SetResolvers replaces the resolvers of the confirm line.
func (m *Manager) SetResolvers(f func([]string) ([]confirm.Resolver, error)) { m.resolvers = f }

// Poll looks at every file once, as Run does several times a second.
func (m *Manager) Poll() { m.poll() }

// Await waits for looks at files that are still on their way, and reports whether
// there was one.
func (m *Manager) Await() (found bool) {
	for _, b := range m.blocks {
		for _, f := range b.mappings {
			if busy := f.follow.busy; busy != nil {
				busy <- <-busy
				found = true
			}
		}
	}
	return found
}

// Begin does what Run does before it polls.
func (m *Manager) Begin() { m.begin() }

// Records returns how many mappings confirmation knows that are there.
func (m *Manager) Records() int { return m.table().Counts().Present() }

// EndProcess forgets what only memory remembers.
func EndProcess() { heritage = estate{} }

// Replace publishes other states of the mappings of an address, as the news of
// confirmation do.
func (b *Block) Replace(a netip.Addr, mappings []index.Mapping) {
	b.replace([]index.Change{{Addr: a, Mappings: mappings}})
}
