package confirm

import "time"

// Stats are the figures of an Engine: totals since it was made, and what is now.
type Stats struct {
	Counts Counts // mappings by state

	Checks    [findings]uint64                // of mappings, by Finding
	Changes   [Held + 1]uint64                // of mappings, by Change
	Replies   [LongChain + 1]uint64           // of resolvers, by Outcome
	Durations [len(DurationBounds) + 1]uint64 // of replies, by bucket
	Duration  time.Duration                   // of all replies together

	Agenda    int           // mappings that will be due at some time
	Waiting   int           // mappings that are due and wait for their turn
	Asking    int           // questions on the way
	OldestDue time.Duration // how long the first of them has waited
	Dropped   uint64        // times that the agenda had no room

	Withdrawn  int     // in the last 24 hours
	Allowed    int     // that may be withdrawn in 24 hours
	Paused     string  // why nothing may be withdrawn now; "" when it may
	RateNeeded float64 // questions a second that would keep all intervals; 0 for unknown
}

// DurationBounds are the upper bounds of the buckets in Stats.Durations. The
// last bucket has none.
var DurationBounds = [...]time.Duration{
	time.Millisecond, 5 * time.Millisecond, 20 * time.Millisecond, 100 * time.Millisecond,
	500 * time.Millisecond, 2 * time.Second, 5 * time.Second,
}

// reply counts a reply.
func (s *Stats) reply(r *Reply, took time.Duration) {
	s.Replies[r.Outcome]++
	s.Duration += took
	bucket := 0
	for bucket < len(DurationBounds) && took > DurationBounds[bucket] {
		bucket++
	}
	s.Durations[bucket]++
}

// Stats returns the figures of this moment.
func (e *Engine) Stats() Stats {
	e.mu.Lock()
	defer e.mu.Unlock()
	s, now := e.stats, e.now()
	s.Counts = e.table.Counts()
	s.Agenda, s.Asking = len(e.agenda), len(e.flights)
	for i := range e.lanes {
		s.Waiting += e.lanes[i].Len()
		e.lanes[i].Fronts(func(t *ticket) { s.OldestDue = max(s.OldestDue, until(t.due, now)) })
	}
	s.Withdrawn = e.limiter.Recent(now)
	s.Allowed = Daily(s.Counts.Served() + s.Withdrawn)
	s.Paused = e.breaker.Paused(s.Counts, now)
	s.RateNeeded = e.pace.needed(s.Counts.Present())
	return s
}
