package manager

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// countClaims finds the names that several owners want: in the drafts, and in
// what the other blocks have published.
func (m *Manager) countClaims(drafts map[*Block]*draft) *claims.Book {
	if len(m.globals.owners) == 0 {
		return new(claims.Book)
	}
	c := claims.NewCount()
	m.eachClaim(drafts, c.Add)
	m.eachClaim(drafts, c.Party)
	book := c.Book()
	if n := book.LeftOut(); n > 0 {
		m.log.Warningf("mappings: names that several owners want have %d more mappings than are compared", n)
	}
	return book
}

// eachClaim calls f with each mapping of an address that an owner line gives to
// somebody, unless its look is refused or it is shadowed.
func (m *Manager) eachClaim(drafts map[*Block]*draft, f func(rdns.Mapping)) {
	for _, b := range m.blocks {
		all := b.desired()
		if d := drafts[b]; d != nil {
			all = d.next.After(netip.Addr{})
		}
		for d := range all {
			if asked(d.State) && m.rules.owners.Of(d.Addr) != "" {
				f(d.Mapping)
			}
		}
	}
}
