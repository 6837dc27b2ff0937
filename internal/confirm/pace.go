package confirm

import (
	"math"
	"time"
)

// A pace estimates how many questions a second it takes to keep the intervals.
type pace struct {
	asked    int     // questions for the cursor's mappings
	checks   int     // of such mappings; several may share a question
	interval float64 // seconds to the next check of one that matched, smoothed
	late     float64 // seconds from when a check was due, smoothed
	warned   time.Duration
}

// checked takes in a check of a mapping that the cursor had put in line.
func (p *pace) checked(v Verdict, late, next time.Duration) {
	const smooth = 1.0 / 1024
	p.checks++
	p.late += smooth * (late.Seconds() - p.late)
	if v.Finding != Match {
		return
	}
	if p.interval == 0 {
		p.interval = next.Seconds()
	}
	p.interval += smooth * (next.Seconds() - p.interval)
	if p.checks > 1<<20 { // the older half counts half
		p.asked, p.checks = p.asked/2, p.checks/2
	}
}

// needed is the rate that so many mappings need; 0 when nothing is known yet.
func (p *pace) needed(mappings int) float64 {
	if p.interval == 0 || p.checks == 0 {
		return 0
	}
	return float64(mappings) * float64(p.asked) / float64(p.checks) / p.interval
}

// warnOfRate says which rate would keep the intervals, if this one does not:
// checks are late by more than a lap, and not because of a burst.
func (e *Engine) warnOfRate(now, lap time.Duration) {
	names := e.table.Counts().Present()
	needed := e.pace.needed(names)
	if e.pace.late < lap.Seconds() || needed <= e.config.Rate || e.pace.warned != 0 && now-e.pace.warned < warnEvery {
		return
	}
	e.pace.warned = now
	e.warn("rate %g is too low to check %d names every %s on average; %g would do",
		e.config.Rate, names, time.Duration(e.pace.interval)*time.Second, math.Ceil(needed*1.1))
}
