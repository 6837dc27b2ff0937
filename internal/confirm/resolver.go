package confirm

import (
	"context"

	"github.com/miekg/dns"
)

// Ask asks the resolver. It never returns an error: what keeps it from an
// answer is an Outcome that is not evidence, with a Detail that tells more.
func (u *upstream) Ask(ctx context.Context, q Question) Reply {
	m, err := u.exchange(ctx, q.Name, q.qtype())
	var r Reply
	if err == nil {
		r = interpret(m, q)
	} else {
		r = noEvidence(err)
	}
	r.Resolver = u.name
	return r
}

// String returns the resolver as it was configured.
func (u *upstream) String() string { return u.name }

// qtype returns the type of the records that are asked for: those of the family
// only, because mail servers look at no others (RFC 8601, 2.7.3).
func (q Question) qtype() uint16 {
	if q.V6 {
		return dns.TypeAAAA
	}
	return dns.TypeA
}
