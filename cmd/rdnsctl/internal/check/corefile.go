package check

import (
	"errors"
	"net/netip"
	"path/filepath"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// ofCorefile makes the rules that the server with a Corefile has. The mapping
// files are of no interest, for the names to judge are in the input. A Corefile
// without a policy line is judged by "policy default": whoever asks wants to hear
// something.
func (o *Flags) ofCorefile() (*Rules, error) {
	if len(o.zones) > 0 || len(o.pools) > 0 {
		return nil, errors.New("--config: the Corefile has the zones and pools: leave --zone and --pool out")
	}
	blocks, err := site.Read(o.corefile)
	if err != nil {
		return nil, err
	}
	r := new(Rules)
	var owners []claims.Owner
	for i, b := range blocks {
		if b.Confirm != nil {
			r.resolvers = b.Confirm.Resolvers
		}
		for _, w := range b.Owners {
			owners = append(owners, claims.Owner{Name: w.Name, Prefixes: w.Prefixes})
		}
		copied := *b
		copied.Files = nil
		blocks[i] = &copied
	}
	r.owners = claims.NewOwners(owners)
	if err := o.changePolicy(blocks); err != nil {
		return nil, err
	}
	if r.site, err = site.Load(o.corefile, blocks, site.Options{Root: o.root, Confirmed: true}); err != nil {
		return nil, err
	}
	r.check = func(q policy.Request) policy.Verdict { return blockOf(r.site, q.Addr).Policy().Check(q) }
	return r, nil
}

// changePolicy changes the policy line of the blocks as the flags say, or adds
// one.
func (o *Flags) changePolicy(blocks []*config.Block) error {
	at := blocks[0]
	for _, b := range blocks {
		if b.Policy != nil {
			at = b
		}
	}
	p := config.Policy{Level: "default", Pos: at.Pos}
	if at.Policy != nil {
		p = *at.Policy
	}
	if o.level != nil {
		p.Level = o.level.String()
	}
	p.NoShipped = p.NoShipped || o.noShipped
	err := errors.Join(addLists(&p.ProtectLists, o.protectLists, p.Pos), addLists(&p.KnownLists, o.knownLists, p.Pos))
	at.Policy = &p
	return err
}

// addLists adds lists that flags name. Their paths are relative to the working
// directory, whatever those in the Corefile are relative to.
func addLists(to *[]config.ListFile, paths []string, pos rdns.Position) error {
	lists := slices.Clone(*to)
	for _, path := range paths {
		abs, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		lists = append(lists, config.ListFile{Path: abs, Pos: pos})
	}
	*to = lists
	return nil
}

// blockOf returns the block that answers for the address, or else the first.
func blockOf(s *site.Site, a netip.Addr) *site.Block {
	if b, _ := s.Find(a); b != nil {
		return b
	}
	return s.Blocks[0]
}
