package policy

import (
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Request asks whether an address may have a name.
type Request struct {
	Addr  netip.Addr // never an IPv4 address in IPv6 form
	Name  string     // in presentation form, in any case, with or without the final dot
	Class rdns.Class
	Owner string // "" when nobody was named
}

// An Outcome is what the look of a name comes to.
type Outcome uint8

const (
	// Accepted names have nothing wrong with them.
	Accepted Outcome = iota
	// Warned names are served, and reported.
	Warned
	// Refused names are not served.
	Refused
)

var outcomeWords = [...]string{"accepted", "warned", "refused"}

// String returns the outcome as a word.
func (o Outcome) String() string { return outcomeWords[o] }

// A Finding is what one check found. All of its text is safe to print: what
// came from a customer is quoted and has no character beyond ASCII.
type Finding struct {
	ID       ID
	Severity Severity
	What     string // what was found: which protected name, which other address
	Explain  string // why that is wrong, one sentence
	Remedy   string // how to get a name that is served
	// UnlessMatched makes the finding a warning once the name has been found to
	// resolve to the address.
	UnlessMatched bool
}

// A Verdict is what the checks found, in their order; the first finding that
// rejects gives the reason. The zero Verdict accepts.
type Verdict struct {
	Outcome  Outcome
	Findings []Finding
}

// UnlessMatched tells whether everything that refuses the name becomes a
// warning once the name has been found to resolve to the address. Such a name
// is worth confirming.
func (v Verdict) UnlessMatched() bool {
	for i := range v.Findings {
		if v.Findings[i].Severity == Reject && !v.Findings[i].UnlessMatched {
			return false
		}
	}
	return v.Outcome == Refused
}

// Reason returns the finding that decided: the first that rejects, or else the
// first. It returns nil if there is none.
func (v Verdict) Reason() *Finding {
	for i := range v.Findings {
		if v.Findings[i].Severity == Reject {
			return &v.Findings[i]
		}
	}
	if len(v.Findings) == 0 {
		return nil
	}
	return &v.Findings[0]
}

// String returns the outcome and the ids of all findings.
func (v Verdict) String() string {
	var b strings.Builder
	b.WriteString(v.Outcome.String())
	for i := range v.Findings {
		b.WriteString(" " + v.Findings[i].ID.String())
	}
	return b.String()
}
