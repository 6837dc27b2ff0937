package confirm

import "time"

// firstTry is when a new mapping is asked about first. Not at once: whoever sets
// a name often sets the address record a moment later, and an answer that there
// is none would stay in the resolvers' caches.
const firstTry = 10 * time.Second

// quickTries are the times since a name was set, or suspended, at which it is
// asked about, before it is hourly: its owner has just repaired the address
// record and waits.
var quickTries = [...]time.Duration{firstTry, 30 * time.Second, 2 * time.Minute, 10 * time.Minute}

// Next returns when to ask again, after the verdict was applied. jitter is a
// random number from 0 to 1 that keeps names apart which were asked together.
// The TTL of an answer against the name puts the next check off to its end, but
// not beyond rules.Every.
func (r Record) Next(v Verdict, now uint32, rules Rules, jitter float64) uint32 {
	switch {
	case r.Errors > 0:
		return after(now, later(r.backOff(), jitter))
	case v.Finding == Match:
		// The cursor comes by within a lap after the name is due.
		longest := max(rules.Every-longestLap, minRecheck)
		return after(now, sooner(clamp(v.TTL, minRecheck, longest), jitter))
	case r.Served():
		// A failure while some cache still repeats the one before would not count.
		d := max(clamp(r.span(rules)/8, spacing, rules.Every), until(now, r.Until))
		return after(now, min(later(d, jitter), rules.Every))
	}
	d := max(r.nextTry(now, rules.Every), v.Retry)
	return after(now, min(later(d, jitter), rules.Every))
}

// until is the time from now to then; 0 when it is over.
func until(now, then uint32) time.Duration {
	return time.Duration(max(int64(then)-int64(now), 0)) * time.Second
}

// nextTry is the time to the next try for a name that waits for a match.
func (r Record) nextTry(now uint32, every time.Duration) time.Duration {
	waited := until(r.Since, now)
	for _, t := range quickTries {
		if waited < t {
			return max(t-waited, firstTry)
		}
	}
	if waited < hourlyFor {
		return min(time.Hour, every)
	}
	return every
}

// backOff is the time to the next check after Errors of them without evidence.
func (r Record) backOff() time.Duration {
	longest := shortBackOff
	if r.Served() {
		longest = longBackOff
	}
	return min(firstBackOff<<min(r.Errors-1, 10), longest)
}

// later and sooner move d by up to a tenth.
func later(d time.Duration, jitter float64) time.Duration {
	return d + time.Duration(jitter*float64(d)/10)
}

func sooner(d time.Duration, jitter float64) time.Duration {
	return max(d-time.Duration(jitter*float64(d)/10), minRecheck)
}

func clamp(d, least, most time.Duration) time.Duration { return min(max(d, least), most) }
