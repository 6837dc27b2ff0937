package check

import (
	"context"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// A Pair is one name for one address.
type Pair struct {
	Addr  netip.Addr
	Name  string // with the final dot
	Owner string // "" when nobody was named
}

// A Result is what there is to say about a Pair. Its JSON is documented in the
// manual.
type Result struct {
	Version      int           `json:"version"`
	Address      string        `json:"address"`
	Name         string        `json:"name"`
	Owner        string        `json:"owner,omitempty"`
	Verdict      string        `json:"verdict"` // accept, warn, reject or unknown
	Findings     []Finding     `json:"findings"`
	Confirmation *Confirmation `json:"confirmation,omitempty"` // if it was asked for
}

// A Finding is what one check of the look found.
type Finding struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	What     string `json:"what"`
	Explain  string `json:"explain"`
	Remedy   string `json:"remedy"`
}

// A Confirmation says whether the name points back.
type Confirmation struct {
	Finding string   `json:"finding"`         // match, mismatch, nodata, nxdomain, disputed or unanswered
	Found   []string `json:"found,omitempty"` // what the name has instead
	Reason  string   `json:"reason"`          // who said so
}

// Unknown is the verdict on a pair that resolvers gave no clear answer for.
const Unknown = "unknown"

// Look judges what a pair looks like.
func Look(j *Rules, p Pair) *Result {
	p.Owner = j.Owner(p.Addr, p.Owner)
	v := j.Check(policy.Request{Addr: p.Addr, Name: p.Name, Owner: p.Owner})
	return result(p, v, v.Outcome)
}

// Confirm judges what a pair looks like, and asks the resolvers whether the name
// points back. Some findings of the look do not matter then.
func Confirm(ctx context.Context, j *Rules, p Pair, resolvers []confirm.Resolver) *Result {
	p.Owner = j.Owner(p.Addr, p.Owner)
	v := j.Check(policy.Request{Addr: p.Addr, Name: p.Name, Owner: p.Owner})
	var replies []confirm.Reply
	q := confirm.Mapping{Addr: p.Addr, Name: p.Name}.Question()
	var c confirm.Verdict
	for _, r := range resolvers {
		replies = append(replies, r.Ask(ctx, q))
		if c = confirm.Judge(p.Addr, replies, len(resolvers)); c.Finding.Evidence() {
			break
		}
	}
	outcome := v.Outcome
	if c.Finding == confirm.Match && v.UnlessMatched() {
		outcome = policy.Warned
	}
	r := result(p, v, outcome)
	r.Confirmation = &Confirmation{Finding: c.Finding.String(), Reason: c.Reason}
	for _, a := range c.Found {
		r.Confirmation.Found = append(r.Confirmation.Found, a.String())
	}
	switch {
	case outcome == policy.Refused || c.Finding == confirm.Match:
	case c.Finding.Failure():
		r.Verdict = Word(policy.Refused)
	default:
		r.Verdict = Unknown
	}
	return r
}

func result(p Pair, v policy.Verdict, o policy.Outcome) *Result {
	r := &Result{Version: 1, Address: p.Addr.String(), Name: p.Name, Owner: p.Owner, Verdict: Word(o), Findings: []Finding{}}
	for i := range v.Findings {
		f := &v.Findings[i]
		r.Findings = append(r.Findings, Finding{f.ID.String(), f.Severity.String(), f.What, f.Explain, f.Remedy})
	}
	return r
}
