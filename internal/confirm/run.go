package confirm

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// idle is how long Run waits when it knows of nothing to do.
const idle = time.Hour

// Run asks and judges until ctx ends. It returns after the last question has
// ended and the last transition was reported. It must be called once.
func (e *Engine) Run(ctx context.Context) {
	e.recall()
	if e.config.Canary != nil {
		e.running.Go(func() { e.sing(ctx) })
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		timer.Reset(e.turn(ctx))
		select {
		case <-ctx.Done():
			e.running.Wait()
			e.deliver(true)
			return
		case f := <-e.landed:
			e.gather(f)
		case <-e.wake:
		case <-timer.C:
		}
		e.deliver(false)
	}
}

// recall counts the withdrawals of the last 24 hours, those of an instance
// before too: a restart does not begin a new day.
func (e *Engine) recall() {
	now := e.now()
	var times []uint32
	for entry := range e.table.All() {
		if r := entry.Record; r.Status == Suspended && until(r.Since, now) < day {
			times = append(times, r.Since)
		}
	}
	slices.Sort(times)
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, t := range times {
		e.limiter.Count(t)
	}
	e.cursor.began = e.clock()
}

// gather takes in a flight and all others that have landed.
func (e *Engine) gather(f *flight) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		e.land(f)
		select {
		case f = <-e.landed:
		default:
			return
		}
	}
}

// turn does what can be done now and returns how long there will be nothing to
// do, unless something lands.
func (e *Engine) turn(ctx context.Context) time.Duration {
	e.mu.Lock()
	defer e.mu.Unlock()
	wait := idle
	if d, ok := e.pass(); ok {
		wait = min(wait, d)
	}
	e.fall(e.now())
	wait = min(wait, e.send(ctx))
	if d, ok := e.outbox.wait(e.clock()); ok {
		wait = min(wait, d)
	}
	if len(e.agenda) > 0 {
		at := time.Unix(int64(e.agenda[0].due), 0)
		wait = min(wait, at.Sub(e.born)-e.clock())
	}
	return max(wait, 0)
}

// send launches questions while there are tickets, room and tokens. It returns
// the time until there is a token, if that is what is missing.
func (e *Engine) send(ctx context.Context) time.Duration {
	for range maxTurn {
		if len(e.flights) >= maxAsking {
			return idle
		}
		t := e.pick()
		if t == nil {
			return idle
		}
		if !e.spare(t) {
			if d := e.token(); d > 0 {
				return d
			}
			e.launch(ctx, t)
		}
		e.next = nil
	}
	return 0
}

// token takes a token, or returns the time until there is one.
func (e *Engine) token() time.Duration {
	r := e.tokens.Reserve()
	d := r.Delay()
	if d > 0 {
		r.Cancel()
	}
	return d
}

// sing sends a canary to every resolver again and again.
func (e *Engine) sing(ctx context.Context) {
	tick := time.NewTicker(canaryEvery)
	defer tick.Stop()
	for {
		err := e.canary(ctx)
		if ctx.Err() != nil {
			return
		}
		e.mu.Lock()
		now := e.now()
		e.breaker.Canary(err, now)
		e.paused(now)
		e.mu.Unlock()
		e.nudge()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// canary returns why one of the resolvers cannot be believed.
func (e *Engine) canary(ctx context.Context) error {
	for _, r := range e.config.Resolvers {
		if err := e.tokens.Wait(ctx); err != nil {
			return err
		}
		if err := try(ctx, e.config.Canary, r); err != nil {
			return fmt.Errorf("the test of a resolver: %w", err)
		}
	}
	return nil
}

func try(ctx context.Context, canary func(context.Context, Resolver) error, r Resolver) error {
	ctx, cancel := context.WithTimeout(ctx, canaryTimeout)
	defer cancel()
	return canary(ctx, r)
}
