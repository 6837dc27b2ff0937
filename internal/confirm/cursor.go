package confirm

import (
	"net/netip"
	"time"
)

// A cursor passes all mappings again and again and puts those in line that are
// due and do not stand there. Healthy mappings are found by nothing else, and so
// cost no memory but their Records; what was dropped from the agenda is found
// too. A lap takes minutes and few of the mappings in it are due: that is what
// Record.Due spreads over Rules.Every.
type cursor struct {
	after  netip.Addr
	page   []Mapping     // what is left of it
	began  time.Duration // the lap, by Engine.clock
	next   time.Duration // when the next page is due
	passed int           // mappings in this lap
}

// pass moves the cursor as far as the time says, or until enough stands in line.
// It returns how long there is nothing to do. Must be called with the lock held.
func (e *Engine) pass() (time.Duration, bool) {
	c := &e.cursor
	for e.standby < maxRoutine {
		if len(c.page) == 0 {
			if d := c.next - e.clock(); d > 0 {
				return d, true
			}
			e.turnPage()
			continue
		}
		e.consider(c.page[0])
		c.page = c.page[1:]
		c.passed++
	}
	return 0, false // somebody has to land first
}

// turnPage fetches the next page, or ends the lap.
func (e *Engine) turnPage() {
	c := &e.cursor
	all := max(e.table.Counts().Present(), 1)
	lap := e.lap(all)
	if c.page = e.config.Walk(c.after, pageSize); len(c.page) == 0 {
		e.endLap(lap)
		return
	}
	c.after = c.page[len(c.page)-1].Addr
	c.next = c.began + time.Duration(float64(lap)*min(float64(c.passed+len(c.page))/float64(all), 1))
}

// endLap begins the next lap when the time for this one is over.
func (e *Engine) endLap(lap time.Duration) {
	c, now := &e.cursor, e.clock()
	c.after, c.passed = netip.Addr{}, 0
	c.began = max(c.began+lap, now)
	c.next = c.began
	e.warnOfRate(now, lap)
}

// lap is how long the cursor takes for so many mappings.
func (e *Engine) lap(mappings int) time.Duration {
	d := time.Duration(float64(mappings) * lapShare / e.config.Rate * float64(time.Second))
	return clamp(d, shortestLap, longestLap)
}

// consider puts a mapping in line if it is due.
func (e *Engine) consider(m Mapping) {
	k := m.Key()
	r, now := e.table.Get(k), e.now()
	if r.Gone != 0 { // a census went wrong: here it is
		back := r.returned(now)
		e.table.Swap(k, r, back)
		r = back
	}
	if r.Status == NoStatus || e.tickets[spotOf(k)] != nil {
		return
	}
	if r.Due <= now || until(now, r.Due) > 2*e.config.Rules.Every { // the clock was set back
		e.stand(m, k, r.Due)
	}
}
