package lint

import (
	"context"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/ask"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Resolve asks a resolver whether the name servers of the zones have addresses,
// and whether the world is sent to them. It stops when ctx ends.
func (r *Report) Resolve(ctx context.Context, s *site.Site, c *ask.Client) error {
	defer r.sort()
	for _, b := range s.Blocks {
		r.servers(ctx, b.Config, c)
		for _, z := range b.Config.Zones {
			r.delegation(ctx, z, c)
		}
	}
	return ctx.Err()
}

// servers looks for the addresses of the name servers. The zones of a block share
// them.
func (r *Report) servers(ctx context.Context, b *config.Block, c *ask.Client) {
	z := b.Zones[0]
	names := append([]string{z.SOA.MName}, z.NS...)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if ctx.Err() != nil {
			return
		}
		four, six := c.Ask(ctx, confirm.Question{Name: name}), c.Ask(ctx, confirm.Question{Name: name, V6: true})
		switch {
		case four.Outcome == confirm.Addresses || six.Outcome == confirm.Addresses:
		case !four.Outcome.Definite():
			r.addf(Warning, RuleUnanswered, z.Pos, "name server %q: %s", name, four.Detail)
		case !six.Outcome.Definite():
			r.addf(Warning, RuleUnanswered, z.Pos, "name server %q: %s", name, six.Detail)
		default:
			r.addf(Warning, RuleServer, z.Pos, "name server %q has no address (%s): nobody can ask it; correct the name, or publish its address", name, four.Outcome)
		}
	}
}

// delegation looks at where resolvers are sent for the zone.
func (r *Report) delegation(ctx context.Context, z rdns.Zone, c *ask.Client) {
	if ctx.Err() != nil {
		return
	}
	there, err := c.NS(ctx, z.Origin)
	ours := func(name string) bool { return slices.Contains(z.NS, name) }
	want := strings.Join(z.NS, ", ")
	switch {
	case err != nil:
		r.addf(Warning, RuleUnanswered, z.Pos, "zone %q: %v: a resolver that says SERVFAIL may have been sent to servers that do not have the zone", z.Origin, err)
	case len(there.Names) == 0:
		r.addf(Warning, RuleDelegation, z.Pos, "zone %q is not delegated: have the zone above name %s", z.Origin, want)
	case !slices.ContainsFunc(there.Names, ours):
		r.addf(Warning, RuleDelegation, z.Pos, "zone %q is delegated to %s: have the zone above name %s instead", z.Origin, strings.Join(there.Names, ", "), want)
	case !slices.Equal(there.Names, slices.Compact(slices.Sorted(slices.Values(z.NS)))):
		r.addf(Note, RuleDelegation, z.Pos, "zone %q: resolvers see the name servers %s, the ns line has %s", z.Origin, strings.Join(there.Names, ", "), want)
	}
}
