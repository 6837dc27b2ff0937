package check

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Rules judge names. Make them with Flags.Rules.
type Rules struct {
	check     func(policy.Request) policy.Verdict
	site      *site.Site     // nil without a Corefile
	owners    *claims.Owners // nil without a Corefile
	resolvers []string       // of the confirm line
}

// Check judges what a name looks like.
func (r *Rules) Check(q policy.Request) policy.Verdict {
	q.Owner = r.Owner(q.Addr, q.Owner)
	return r.check(q)
}

// Owner returns whose mapping of the address it would be, if its source names an
// owner or not.
func (r *Rules) Owner(a netip.Addr, named string) string {
	if r.owners == nil {
		return named
	}
	return r.owners.Effective(rdns.Mapping{Addr: a, Owner: named})
}

// Resolvers returns the words of the confirm line, if there is one.
func (r *Rules) Resolvers() []string { return r.resolvers }

// Generated tells whether the name is the one that is generated for the address:
// then nobody need be asked whether it points back.
func (r *Rules) Generated(a netip.Addr, name string) bool {
	if r.site == nil {
		return false
	}
	_, answer := r.site.FindName(name)
	return answer.Kind == index.Forward && answer.Addr == a
}
