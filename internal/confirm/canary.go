package confirm

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"

	"github.com/miekg/dns"
)

// A Canary tells whether a resolver can be believed at the moment: it says of a
// name that does not exist that it does not exist, and it still knows our own
// zone if it ever did. While a canary fails, no name is withdrawn.
type Canary struct {
	zone string

	mu    sync.Mutex
	knows map[string]bool // the resolvers that have found the zone, by name
}

// NewCanary returns a Canary. zone is one of ours, or "" for none. A resolver
// that has never found it says nothing by not finding it: the zone may be
// private, or not delegated yet.
func NewCanary(zone string) *Canary {
	return &Canary{zone: zone, knows: make(map[string]bool)}
}

// Check asks the resolver and returns nil if it can be believed, or else why
// not. It blocks as Ask does and is safe for concurrent use.
func (c *Canary) Check(ctx context.Context, r Resolver) error {
	if err := checkMissing(ctx, r); err != nil {
		return fmt.Errorf("resolver %q: %w", r, err)
	}
	if err := c.checkOwn(ctx, r); err != nil {
		return fmt.Errorf("resolver %q: %w", r, err)
	}
	return nil
}

// checkMissing asks for a name that nobody has. Its last label is random too, so
// that it is the root zone that denies it; a resolver may do so from its cache
// (RFC 8198). One that answers otherwise sells the names that do not exist.
func checkMissing(ctx context.Context, r Resolver) error {
	name := randomLabel() + "." + randomLabel() + "."
	reply := r.Ask(ctx, Question{Name: name})
	switch {
	case reply.Outcome == NXDomain:
		return nil
	case reply.Outcome.Definite():
		return fmt.Errorf("the name %q, which does not exist, got %s %s instead of NXDOMAIN; name a resolver that does not rewrite answers",
			name, reply.Outcome, printable(fmt.Sprint(reply.Addrs)))
	}
	return fmt.Errorf("asking for a name that does not exist: %s: %s", reply.Outcome, reply.Detail)
}

// randomLabel returns a label of 16 letters and digits that nobody can guess.
func randomLabel() string { return "x" + strings.ToLower(rand.Text()[:15]) }

// checkOwn asks for the SOA of our own zone, if the Resolver can ask for that.
func (c *Canary) checkOwn(ctx context.Context, r Resolver) error {
	u, ok := r.(interface {
		askSOA(ctx context.Context, zone string) error
	})
	if !ok || c.zone == "" {
		return nil
	}
	err := u.askSOA(ctx, c.zone)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil:
		c.knows[r.String()] = true
	case c.knows[r.String()]:
		return fmt.Errorf("it does not know our zone %q any more: %s", c.zone, noEvidence(err).Detail) // what servers sent is in it
	}
	return nil
}

// askSOA returns nil if the zone has a SOA as the resolver sees it.
func (u *upstream) askSOA(ctx context.Context, zone string) error {
	m, err := u.exchange(ctx, zone, dns.TypeSOA)
	if err != nil {
		return err
	}
	if err := notEvidence(m); err != nil {
		return err
	}
	for _, rr := range m.Answer {
		if soa, ok := rr.(*dns.SOA); ok && isIN(rr) && sameName(soa.Hdr.Name, zone) {
			return nil
		}
	}
	return fmt.Errorf("%s without the SOA; check that the zone is delegated to this server", rcode(m))
}
