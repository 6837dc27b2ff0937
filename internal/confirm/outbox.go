package confirm

import (
	"fmt"
	"time"
)

// An outbox gathers what Run hands over: transitions for a moment, so that the
// manager publishes once and not for each of them, and warnings.
type outbox struct {
	transitions []Transition
	first       time.Duration // Engine.clock when the first of them came
	warnings    []string
}

func (o *outbox) add(t Transition, now time.Duration) {
	if len(o.transitions) == 0 {
		o.first = now
	}
	o.transitions = append(o.transitions, t)
}

// wait is the time until the transitions should go out; false when there are
// none.
func (o *outbox) wait(now time.Duration) (time.Duration, bool) {
	switch {
	case len(o.transitions) == 0:
		return 0, false
	case len(o.transitions) >= maxBatch:
		return 0, true
	}
	return max(o.first+reportEvery-now, 0), true
}

// warn queues a line for Config.Warn.
func (e *Engine) warn(format string, args ...any) {
	e.outbox.warnings = append(e.outbox.warnings, fmt.Sprintf(format, args...))
}

// deliver hands over what is ready; with all, whatever there is. Must be called
// without the lock.
func (e *Engine) deliver(all bool) {
	e.mu.Lock()
	var batch []Transition
	if d, ok := e.outbox.wait(e.clock()); ok && (all || d == 0) {
		batch, e.outbox.transitions = e.outbox.transitions, nil
	}
	warnings := e.outbox.warnings
	e.outbox.warnings = nil
	e.mu.Unlock()
	if len(batch) > 0 && e.config.Report != nil {
		e.config.Report(batch)
	}
	if e.config.Warn == nil {
		return
	}
	for _, w := range warnings {
		e.config.Warn("%s", w)
	}
}
