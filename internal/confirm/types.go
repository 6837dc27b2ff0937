package confirm

import (
	"context"
	"net/netip"
	"time"
)

// An Outcome is what came of one question to one resolver.
type Outcome uint8

const (
	// NoOutcome is the zero value: nothing was asked.
	NoOutcome Outcome = iota

	// Addresses means that the RRset of the family, after CNAMEs, is in the reply.
	Addresses
	// NoData means that the name exists without addresses of the family.
	NoData
	// NXDomain means that the name, or the end of its CNAME chain, does not exist.
	NXDomain

	// All that follow are not evidence: they say something of the resolver, of the
	// path to it or of the name's servers, and nothing of what the name points to.

	// ServFail is SERVFAIL, and any other error code without a name of its own.
	ServFail
	// Timeout means that no answer came in time, or that nobody could be asked.
	Timeout
	// Refused is REFUSED, or a server that does no recursion.
	Refused
	// Bogus means that the DNSSEC validation of the resolver failed.
	Bogus
	// Truncated means that UDP was too small and TCP did not work.
	Truncated
	// Malformed is a message that cannot be an answer to the question.
	Malformed
	// Loop is a chain of CNAMEs that comes back to itself.
	Loop
	// LongChain is a chain of more CNAMEs than anybody follows.
	LongChain
)

var outcomeNames = [...]string{
	NoOutcome: "none",
	Addresses: "addresses",
	NoData:    "nodata",
	NXDomain:  "nxdomain",
	ServFail:  "servfail",
	Timeout:   "timeout",
	Refused:   "refused",
	Bogus:     "bogus",
	Truncated: "truncated",
	Malformed: "malformed",
	Loop:      "loop",
	LongChain: "longchain",
}

// String returns the word for the outcome in logs and metrics.
func (o Outcome) String() string {
	if int(o) < len(outcomeNames) {
		return outcomeNames[o]
	}
	return "unknown"
}

// Definite reports whether the outcome says what the name points to. Only a
// definite outcome is evidence.
func (o Outcome) Definite() bool { return o == Addresses || o == NoData || o == NXDomain }

// A Question is asked once however many addresses wait for its answer.
type Question struct {
	Name string // lower-case, with the final dot
	V6   bool   // AAAA, else A
}

// A Reply is one resolver's answer.
type Reply struct {
	Outcome Outcome

	// Addrs is the RRset of the family, sorted. An IPv4-mapped IPv6 address stays
	// what it is: it never confirms an IPv4 mapping.
	Addrs []netip.Addr

	// TTL is how long the evidence may be kept: the smallest of the chain; for a
	// negative answer min(SOA TTL, MINIMUM), 300 s without a SOA. From 1 s to 7 days.
	TTL time.Duration

	Alias    bool   // a CNAME stood in between
	AD       bool   // the resolver says that it validated; recorded only
	Resolver string // the resolver's name as configured
	Detail   string // for people, escaped: "EDE 6: DNSSEC Bogus", "i/o timeout"
}

// A Resolver asks one upstream. Ask blocks until there is an answer or ctx ends,
// which is a Timeout. It is safe for concurrent use.
type Resolver interface {
	Ask(ctx context.Context, q Question) Reply
	// String returns the resolver's name as configured; no two have the same.
	String() string
}
