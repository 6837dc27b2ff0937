package manager

import (
	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// countClaims finds the names that several owners want: in the resolutions, and
// in what the other blocks have published.
func (m *Manager) countClaims(resolved map[*Block]*resolution) *claims.Book {
	if len(m.globals.owners) == 0 {
		return new(claims.Book)
	}
	c := claims.NewCount()
	m.eachClaim(resolved, c.Add)
	m.eachClaim(resolved, c.Party)
	book := c.Book()
	if n := book.LeftOut(); n > 0 {
		m.log.Warningf("mappings: names that several owners want have %d more mappings than are compared", n)
	}
	return book
}

// eachClaim calls f with each mapping of an address that an owner line gives to
// somebody, unless its look is refused or it is shadowed.
func (m *Manager) eachClaim(resolved map[*Block]*resolution, f func(rdns.Mapping)) {
	owned := func(d *rdns.Mapping, s rdns.State) {
		if asked(s) && m.rules.owners.Of(d.Addr) != "" {
			f(*d)
		}
	}
	for _, b := range m.blocks {
		if r := resolved[b]; r != nil {
			for i := range r.claims {
				owned(&r.claims[i].Mapping, r.claims[i].state)
			}
			continue
		}
		for d := range b.desired() {
			owned(&d.Mapping, d.State)
		}
	}
}
