package confirm

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// A Canary tells whether a resolver can be believed at the moment: it knows our
// own zone as it is, and says of a name that does not exist that it does not
// exist. While a canary fails, no name is withdrawn.
type Canary struct {
	own func() (zone string, serial func(uint32) bool)
}

// NewCanary returns a Canary. own names one of our zones, or "" when none is
// visible to resolvers, and tells whether a serial is one that we have given
// out and that a cache may still hold; serial may be nil. own may be nil too.
func NewCanary(own func() (zone string, serial func(uint32) bool)) *Canary {
	return &Canary{own: own}
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
		askSerial(ctx context.Context, zone string) (uint32, error)
	})
	if !ok || c.own == nil {
		return nil
	}
	zone, isOurs := c.own()
	if zone == "" {
		return nil
	}
	serial, err := u.askSerial(ctx, zone)
	switch {
	case err != nil:
		return fmt.Errorf("asking for the SOA of our zone %q: %s", zone, noEvidence(err).Detail) // what servers sent is in it
	case isOurs != nil && !isOurs(serial):
		return fmt.Errorf("the SOA of our zone %q has the serial %d, which we never had; check that the zone is delegated to this server", zone, serial)
	}
	return nil
}

// askSerial returns the serial of the zone as the resolver sees it.
func (u *upstream) askSerial(ctx context.Context, zone string) (uint32, error) {
	m, err := u.exchange(ctx, zone, dns.TypeSOA)
	if err != nil {
		return 0, err
	}
	if err := notEvidence(m); err != nil {
		return 0, err
	}
	for _, rr := range m.Answer {
		if soa, ok := rr.(*dns.SOA); ok && isIN(rr) && sameName(soa.Hdr.Name, zone) {
			return soa.Serial, nil
		}
	}
	return 0, fmt.Errorf("%s without the SOA; check that the zone is delegated to this server", rcode(m))
}
