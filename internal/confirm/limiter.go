package confirm

import "time"

// A Limiter bounds the names that are withdrawn in any 24 hours to max(20, 1 %)
// of those that are served. Whatever goes wrong with the evidence, most of the
// names stay until a person has looked. The zero value is ready to use. It is
// not safe for concurrent use.
type Limiter struct {
	times []uint32 // of the withdrawals in the last 24 hours, oldest first
}

// Allow reports whether one more name may be withdrawn, and if so counts it.
// served is the number of names that are served now.
func (l *Limiter) Allow(served int, now uint32) bool {
	l.forget(now)
	if len(l.times) >= Daily(served+len(l.times)) {
		return false
	}
	l.times = append(l.times, now)
	return true
}

// Count takes in a withdrawal that was allowed otherwise, or by an instance
// before this one. Those must come in the order of their times.
func (l *Limiter) Count(at uint32) { l.times = append(l.times, at) }

// Recent returns the number of withdrawals in the last 24 hours.
func (l *Limiter) Recent(now uint32) int {
	l.forget(now)
	return len(l.times)
}

// Daily returns how many of so many served names may be withdrawn in 24 hours.
func Daily(served int) int { return max(minDaily, served/dailyShare) }

// forget drops what is a day old. A time that has yet to come, because the clock
// was set back, stays.
func (l *Limiter) forget(now uint32) {
	n := 0
	for n < len(l.times) && int64(now)-int64(l.times[n]) >= int64(day/time.Second) {
		n++
	}
	l.times = l.times[n:]
}
