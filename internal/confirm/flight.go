package confirm

import (
	"context"
	"time"
)

// A flight is a question on its way. Every mapping of the name waits for the
// same one.
type flight struct {
	question Question
	order    []Resolver
	waiting  []*ticket // guarded by Engine.mu until the flight has landed

	// The goroutine of the flight has these until it has landed.
	answer    answer
	durations []time.Duration // of the replies
	aborted   bool            // Run ends
}

// launch sends the ticket's question. Must be called with the lock held.
func (e *Engine) launch(ctx context.Context, t *ticket) {
	f := &flight{question: t.mapping().Question(), order: e.panel.order(), waiting: []*ticket{t}}
	e.flights[f.question] = f
	if t.lane == routine {
		e.pace.asked++
	}
	e.running.Go(func() {
		e.fly(ctx, f)
		e.landed <- f
	})
}

// fly asks one resolver after the other until every address that waits has its
// match. Most names match at once and cost one question; one that does not is
// put to all resolvers.
func (e *Engine) fly(ctx context.Context, f *flight) {
	for i, r := range f.order {
		if i > 0 && (e.satisfied(f) || e.tokens.Wait(ctx) != nil) {
			break
		}
		began := time.Now()
		reply := ask(ctx, r, f.question)
		if ctx.Err() != nil {
			break // the reply says something of us only
		}
		f.answer.replies = append(f.answer.replies, reply)
		f.durations = append(f.durations, time.Since(began))
	}
	f.aborted = ctx.Err() != nil
}

func ask(ctx context.Context, r Resolver, q Question) Reply {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	reply := r.Ask(ctx, q)
	reply.Resolver = r.String()
	return reply
}

// satisfied reports whether nobody waits for the reply of one more resolver.
func (e *Engine) satisfied(f *flight) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, t := range f.waiting {
		if !f.answer.matches(t.mapping()) {
			return false
		}
	}
	return true
}

// matches reports whether some reply confirms the mapping.
func (a answer) matches(m Mapping) bool {
	for i := range a.replies {
		if a.replies[i].matches(m.Addr) {
			return true
		}
	}
	return false
}

// suffices reports whether the answer holds all that there is to know of the
// mapping.
func (e *Engine) suffices(a answer, m Mapping) bool {
	return a.settled || len(a.replies) >= len(e.config.Resolvers) || a.matches(m)
}

// judge returns the verdict for a mapping.
func (e *Engine) judge(a answer, m Mapping) Verdict {
	if a.settled {
		return Judge(m.Addr, a.replies, 1)
	}
	return Judge(m.Addr, a.replies, len(e.config.Resolvers))
}

// land takes in what a flight brought. Must be called with the lock held.
func (e *Engine) land(f *flight) {
	delete(e.flights, f.question)
	if f.aborted {
		return
	}
	for i := range f.answer.replies {
		e.panel.note(&f.answer.replies[i])
		e.stats.reply(&f.answer.replies[i], f.durations[i])
	}
	now := e.now()
	e.breaker.Count(f.question, e.judge(f.answer, f.waiting[0].mapping()).Finding.Evidence(), now)
	e.recent.put(f.question, f.answer, e.clock())
	for _, t := range f.waiting {
		if !e.suffices(f.answer, t.mapping()) {
			e.again(t)
			continue
		}
		e.settle(t, e.judge(f.answer, t.mapping()), now)
	}
}
