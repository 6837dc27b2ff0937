package site

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Judge judges names as the server with a configuration does. It implements
// check.Judge.
type Judge struct {
	site   *Site
	owners *claims.Owners
}

// Judge returns the Judge of a site that was opened with Options.Judge.
func (s *Site) Judge() *Judge {
	var owners []claims.Owner
	for _, b := range s.Blocks {
		for _, o := range b.Config.Owners {
			owners = append(owners, claims.Owner{Name: o.Name, Prefixes: o.Prefixes})
		}
	}
	return &Judge{s, claims.NewOwners(owners)}
}

// Check judges by the rules of the block that the address is in. One that is in
// none is judged by those of the first.
func (j *Judge) Check(r policy.Request) policy.Verdict {
	b, _ := j.site.Find(r.Addr)
	if b == nil {
		b = j.site.Blocks[0]
	}
	r.Owner = j.Owner(r.Addr, r.Owner)
	return b.Policy().Check(r)
}

// Owner returns whose mapping of the address it would be, if its source names an
// owner or not.
func (j *Judge) Owner(a netip.Addr, named string) string {
	return j.owners.Effective(rdns.Mapping{Addr: a, Owner: named})
}

// Resolvers returns those of the confirm line, or none.
func (s *Site) Resolvers() ([]confirm.Resolver, error) {
	for _, b := range s.Blocks {
		if c := b.Config.Confirm; c != nil {
			return confirm.NewResolvers(c.Resolvers)
		}
	}
	return nil, nil
}

// Generates tells whether the name is the one that the site generates for the
// address: then nobody need be asked.
func (s *Site) Generates(a netip.Addr, name string) bool {
	_, answer := s.FindName(name)
	return answer.Kind == index.Forward && answer.Addr == a
}

// judged makes sure that the blocks, of which there is one at least, have rules
// for names.
func judged(blocks []*config.Block) {
	for _, b := range blocks {
		if b.Policy != nil {
			return
		}
	}
	blocks[0].Policy = &config.Policy{Level: policy.LevelDefault.String(), Pos: blocks[0].Pos}
}
