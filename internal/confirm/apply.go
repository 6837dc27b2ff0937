package confirm

import "time"

// Rules say what it takes to withdraw a name.
type Rules struct {
	Every     time.Duration // the longest time between checks of a served name; from 1 h, 0 for 6 h
	Grace     time.Duration // how long failures must last before a name that matched is suspended; 0 for 24 h
	Resolvers int           // how many are configured
	Observe   bool          // do everything but withdraw
}

// failures is the number of definite failures that disprove a name.
func (rules Rules) failures() uint8 {
	if rules.Resolvers < 2 {
		return 2 * minFailures
	}
	return minFailures
}

// defaults fills in what is not set.
func (rules Rules) defaults() Rules {
	if rules.Every == 0 {
		rules.Every = defaultEvery
	}
	if rules.Grace == 0 {
		rules.Grace = defaultGrace
	}
	rules.Every = max(rules.Every, minRecheck)
	return rules
}

// A Change is what a check did to a mapping.
type Change uint8

const (
	// NoChange leaves what is served, and what people think of it, as it is.
	NoChange Change = iota
	// Confirmed is the first match of a mapping.
	Confirmed
	// Withdrawn takes away a name that was served.
	Withdrawn
	// Restored is the match of a suspended mapping.
	Restored
	// Disproved would be Withdrawn, but we only observe.
	Disproved
	// Held would be Withdrawn, but too many were in a day: a person must say so.
	Held
)

// String returns the word for the change in logs and metrics.
func (c Change) String() string {
	return [...]string{"none", "confirmed", "withdrawn", "restored", "disproved", "held"}[c]
}

// Apply returns what becomes of the Record by a verdict. It sets everything but
// Due.
//
//	            match              definite failure, once more      no evidence
//	pending     active: Confirmed  stays                            stays
//	adopted     active: Confirmed  suspended after 3 over 15 min    stays
//	active      stays              suspended after 3 over the grace stays
//	suspended   active: Restored   stays                            stays
//
// Failures count as long as the name is watched: after a hole in the evidence,
// longer than half of the time that they must last and than rules.Every, they
// are counted anew.
func (r Record) Apply(v Verdict, now uint32, rules Rules) (Record, Change) {
	r.Last, r.Outcome = v.Finding, v.Outcome
	switch {
	case v.Finding == Match:
		return r.match(now)
	case v.Finding.Failure():
		return r.fail(v, now, rules)
	}
	r.Errors = more(r.Errors)
	return r, NoChange
}

// match ends every doubt.
func (r Record) match(now uint32) (Record, Change) {
	change := NoChange
	switch r.Status {
	case Suspended:
		change = Restored
	case Pending, NoStatus:
		change = Confirmed
	case Active:
	}
	if r.Status != Active {
		r.Status, r.Since = Active, now
	}
	r.Matched, r.LastMatch, r.Held = true, now, false
	r.Failures, r.FirstFailure, r.Errors, r.Until = 0, 0, 0, 0
	return r, change
}

// fail counts a definite failure, unless it is the one before in other words.
func (r Record) fail(v Verdict, now uint32, rules Rules) (Record, Change) {
	r.Errors = 0
	if r.Failures == 0 || r.unwatched(now, rules) {
		r.Failures, r.FirstFailure, r.Until = 0, now, 0
	}
	if now < r.Until {
		return r, NoChange
	}
	known := r.disproved(rules)
	r.Failures, r.LastFailure = more(r.Failures), now
	r.Until = after(now, max(spacing, v.TTL))
	switch {
	case !r.Served() || !r.disproved(rules):
		return r, NoChange
	case !rules.Observe:
		return r.suspend(now), Withdrawn
	case known:
		return r, NoChange
	}
	return r, Disproved
}

// unwatched reports whether there was no evidence for so long since the last
// failure that nobody knows what the name was meanwhile: in an outage, while
// withdrawals were paused, while we did not run, or if the clock was set back.
// Failures on both sides of such a hole do not add up.
func (r Record) unwatched(now uint32, rules Rules) bool {
	return now < r.LastFailure || until(r.Until, now) > max(r.span(rules)/2, rules.Every)
}

// suspend ends the service of a name.
func (r Record) suspend(now uint32) Record {
	r.Status, r.Since, r.Held = Suspended, now, false
	return r
}

// disproved reports whether the failures suffice in number and in time.
func (r Record) disproved(rules Rules) bool {
	return r.Failures >= rules.failures() && int64(r.LastFailure)-int64(r.FirstFailure) >= int64(r.span(rules)/time.Second)
}

// span is how long failures must last.
func (r Record) span(rules Rules) time.Duration {
	if r.Matched {
		return rules.Grace
	}
	return unmatchedSpan
}

// disregard is Apply for a failure in a time when the resolvers are not fit to
// speak against a name: it is neither counted nor forgotten that we asked.
func (r Record) disregard(v Verdict) Record {
	r.Last, r.Outcome, r.Errors = v.Finding, v.Outcome, 0
	return r
}
