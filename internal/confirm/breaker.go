package confirm

import "fmt"

// A Breaker tells whether the resolvers are in a state to speak against a name.
// They are not while more than half of what is asked brings no evidence, or
// while a canary fails. The zero value is ready to use. It is not safe for
// concurrent use.
type Breaker struct {
	rounds [2]round // the one that runs, and the one before
	canary struct {
		wanted bool   // there is one
		at     uint32 // the last that came back
		reason string // why it failed; "" when it passed
	}
}

// A round holds the last result of each registrable domain that was asked about
// in it. A customer whose servers are broken counts once, however many names
// there are and however often they are asked for.
type round struct {
	began   uint32
	results map[string]bool // whether there was evidence
	without int             // results without
}

// Count takes in the result of a question.
func (b *Breaker) Count(q Question, evidence bool, now uint32) {
	r := &b.rounds[0]
	if r.results == nil || len(r.results) >= roundSize || until(r.began, now) >= roundTime {
		b.rounds[1] = *r
		*r = round{began: now, results: make(map[string]bool)}
	}
	domain := registrable(q.Name)
	if last, ok := r.results[domain]; ok && !last {
		r.without--
	}
	r.results[domain] = evidence
	if !evidence {
		r.without++
	}
}

// NeedCanary makes the Breaker wait for a canary: until the first has passed,
// and when they stop coming, it is open.
func (b *Breaker) NeedCanary() { b.canary.wanted = true }

// Canary takes in the result of a canary: nil if every resolver passed.
func (b *Breaker) Canary(err error, now uint32) {
	b.canary.at, b.canary.reason = now, ""
	if err != nil {
		b.canary.reason = err.Error()
	}
}

// Paused returns why no name may be withdrawn now; "" when one may. counts are
// those of all mappings: a small site does not ask enough in a round for the
// round to say anything.
func (b *Breaker) Paused(counts Counts, now uint32) string {
	if b.canary.wanted {
		switch {
		case b.canary.at == 0:
			return "the resolvers were not tested yet"
		case b.canary.reason != "":
			return b.canary.reason
		case until(b.canary.at, now) > canaryLife:
			return "the last test of the resolvers is too old"
		}
	}
	if asked, without := b.share(now); asked >= roundLeast && 2*without > asked {
		return fmt.Sprintf("for %d of the last %d domains a question brought no evidence", without, asked)
	}
	if all := counts.Present(); 2*counts.Unknown > all {
		return fmt.Sprintf("for %d of %d names the last check brought no evidence", counts.Unknown, all)
	}
	return ""
}

// share returns how many questions were asked of late, and how many of them
// brought no evidence.
func (b *Breaker) share(now uint32) (asked, without int) {
	for _, r := range b.rounds {
		if until(r.began, now) < 2*roundTime {
			asked, without = asked+len(r.results), without+r.without
		}
	}
	return asked, without
}
