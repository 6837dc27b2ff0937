package confirm

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// A Finding is what the replies to one question mean for one address.
type Finding uint8

const (
	// Unasked is the zero value.
	Unasked Finding = iota
	// Match means that the name has the address.
	Match
	// Mismatch means that the name has other addresses only.
	Mismatch
	// Addressless means that the name has no address of the family.
	Addressless
	// Nonexistent means that there is no such name.
	Nonexistent
	// Disputed means that some reply spoke against the name, and that no second
	// one agreed. It is not evidence.
	Disputed
	// Unanswered means that no reply said anything of the name. It is not evidence.
	Unanswered
	findings = iota
)

var findingNames = [findings]string{"unasked", "match", "mismatch", "nodata", "nxdomain", "disputed", "unanswered"}

// String returns the word for the finding in logs and metrics.
func (f Finding) String() string {
	if int(f) < len(findingNames) {
		return findingNames[f]
	}
	return "unknown"
}

// Failure reports whether the finding is evidence against the mapping.
func (f Finding) Failure() bool { return f == Mismatch || f == Addressless || f == Nonexistent }

// Evidence reports whether the finding is evidence, for or against.
func (f Finding) Evidence() bool { return f == Match || f.Failure() }

// A Verdict is what one check of a mapping came to.
type Verdict struct {
	Finding Finding
	Outcome Outcome // of the reply that decided

	// TTL is how long the verdict may be kept: for a match the time that the
	// reply gives; for a failure the longest of those that agree, because until
	// then some cache repeats itself.
	TTL time.Duration

	// Retry is when another answer is possible: the shortest TTL of the replies
	// that spoke against the name.
	Retry time.Duration

	Found []netip.Addr // for a Mismatch, what the name has; a few of them
	More  int          // how many it has beyond those
	Alias bool         // a CNAME stood in between
	AD    bool         // the resolver says that it validated

	// Reason says for people which resolver said what. The resolvers' details in
	// it are escaped already.
	Reason string
}

// Judge turns the replies of different resolvers to the question for addr into
// one verdict. A match from any wins. A failure takes two resolvers that agree
// or, when only one is configured, that one. resolvers is how many are
// configured; 1 when our own data settled the question.
func Judge(addr netip.Addr, replies []Reply, resolvers int) Verdict {
	for i := range replies {
		if r := &replies[i]; r.matches(addr) {
			return Verdict{Finding: Match, Outcome: Addresses, TTL: r.TTL, Alias: r.Alias, AD: r.AD, Reason: r.Resolver}
		}
	}
	for i := range replies {
		if v, ok := against(replies[i:], resolvers); ok {
			return v
		}
	}
	return undecided(replies)
}

// matches reports whether the reply has exactly this address. A mapped IPv6
// address is not equal to the IPv4 address inside.
func (r *Reply) matches(addr netip.Addr) bool {
	return r.Outcome == Addresses && slices.Contains(r.Addrs, addr)
}

// denial is equal for outcomes that agree in their denial. A server that answers
// NXDOMAIN for an empty non-terminal and one that answers NODATA agree; one that
// knows addresses and one that knows no name do not.
func (o Outcome) denial() Outcome {
	if o == NXDomain {
		return NoData
	}
	return o
}

// against returns the failure that the first reply tells of, if enough of the
// others agree.
func against(replies []Reply, resolvers int) (Verdict, bool) {
	first := &replies[0]
	if !first.Outcome.Definite() {
		return Verdict{}, false
	}
	v := Verdict{Outcome: first.Outcome, TTL: first.TTL, Retry: first.TTL, Alias: first.Alias, AD: first.AD}
	names := []string{first.Resolver}
	for _, r := range replies[1:] {
		if !r.Outcome.Definite() || r.Outcome.denial() != first.Outcome.denial() || slices.Contains(names, r.Resolver) {
			continue
		}
		names = append(names, r.Resolver)
		v.TTL, v.Retry = max(v.TTL, r.TTL), min(v.Retry, r.TTL)
	}
	if len(names) < min(resolvers, 2) {
		return Verdict{}, false
	}
	v.Reason = strings.Join(names, ", ")
	v.deny(first)
	return v, true
}

// deny fills in what the reply says instead.
func (v *Verdict) deny(r *Reply) {
	switch r.Outcome {
	case NoData:
		v.Finding = Addressless
	case NXDomain:
		v.Finding = Nonexistent
	default:
		v.Finding = Mismatch
		n := min(len(r.Addrs), maxFound)
		v.Found, v.More = slices.Clone(r.Addrs[:n]), len(r.Addrs)-n
	}
}

// undecided returns the verdict of replies that are no evidence together.
func undecided(replies []Reply) Verdict {
	v := Verdict{Finding: Unanswered, Outcome: Timeout}
	said := make([]string, 0, len(replies))
	for i := range replies {
		r := &replies[i]
		if i == 0 || r.Outcome.Definite() {
			v.Outcome = r.Outcome
		}
		if r.Outcome.Definite() {
			v.Finding = Disputed
		}
		s := r.Resolver + ": " + r.Outcome.String()
		if r.Detail != "" {
			s += " (" + r.Detail + ")"
		}
		said = append(said, s)
	}
	v.Reason = strings.Join(said, "; ")
	return v
}
