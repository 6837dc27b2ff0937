package confirm

// spare settles a ticket without a question, if that can be done: the mapping is
// gone, our own data has the answer, it was given a moment ago, or the question
// is on its way. Must be called with the lock held.
func (e *Engine) spare(t *ticket) bool {
	m := t.mapping()
	q := m.Question()
	if r := e.table.Get(m.Key()); r.Status == NoStatus || r.Gone != 0 {
		e.punch(t)
		return true
	}
	if a, ok := e.own(q); ok {
		e.settle(t, e.judge(a, m), e.now())
		return true
	}
	if f := e.flights[q]; f != nil {
		f.waiting = append(f.waiting, t)
		return true
	}
	a, ok := e.recent.get(q, e.clock())
	if !ok || t.fresh || !e.suffices(a, m) {
		return false
	}
	e.settle(t, e.judge(a, m), e.now())
	return true
}

// own asks our own data.
func (e *Engine) own(q Question) (answer, bool) {
	if e.config.Own == nil {
		return answer{}, false
	}
	reply, ok := e.config.Own(q)
	if !ok {
		return answer{}, false
	}
	if reply.Resolver == "" {
		reply.Resolver = "own data"
	}
	return answer{replies: []Reply{reply}, settled: true}, true
}

// settle applies a verdict to the mapping of a ticket and ends the ticket. Must
// be called with the lock held.
func (e *Engine) settle(t *ticket, v Verdict, now uint32) {
	e.punch(t)
	e.stats.Checks[v.Finding]++
	m := t.mapping()
	k := m.Key()
	from := e.table.Get(k)
	to, change := e.rule(from, v, now)
	to.Due = to.Next(v, now, e.config.Rules, jitter())
	if from.Status == NoStatus || from.Gone != 0 || !e.table.Swap(k, from, to) {
		return // gone in the meantime, or another instance was faster
	}
	if t.lane == routine {
		e.pace.checked(v, until(from.Due, now), until(now, to.Due))
	}
	e.remember(k, v)
	if change != NoChange {
		e.announce(Transition{m, change, from, to, v})
	}
	if !to.Healthy() {
		e.enqueue(m, k, to.Due, now)
	}
}

// rule is Record.Apply with all that may stand in the way of a withdrawal.
func (e *Engine) rule(r Record, v Verdict, now uint32) (Record, Change) {
	rules := e.config.Rules
	switch {
	case !v.Finding.Failure() || !r.Served():
		return r.Apply(v, now, rules)
	case e.paused(now):
		return r.disregard(v), NoChange
	case r.Held && !rules.Observe && r.LastFailure <= e.released:
		e.limiter.Count(now)
		return r.disregard(v).suspend(now), Withdrawn
	}
	observe := rules
	observe.Observe = true
	if r.Held {
		next, _ := r.Apply(v, now, observe)
		return next, NoChange
	}
	next, change := r.Apply(v, now, rules)
	if change != Withdrawn || e.limiter.Allow(e.table.Counts().Served(), now) {
		return next, change
	}
	next, _ = r.Apply(v, now, observe)
	next.Held = true
	return next, Held
}

// paused reports whether no name may be withdrawn now, and says so when that
// changes.
func (e *Engine) paused(now uint32) bool {
	reason := e.breaker.Paused(e.table.Counts(), now)
	switch {
	case reason != "" && e.pause == "":
		e.warn("withdrawals are paused: %s", reason)
	case reason == "" && e.pause != "":
		e.warn("withdrawals are possible again")
	}
	e.pause = reason
	return reason != ""
}

// remember keeps a verdict that people may want to see.
func (e *Engine) remember(k Key, v Verdict) {
	if v.Finding == Match {
		delete(e.verdicts, k)
		return
	}
	if _, ok := e.verdicts[k]; ok || len(e.verdicts) < maxVerdicts {
		e.verdicts[k] = v
	}
}

// announce queues a transition for Report.
func (e *Engine) announce(t Transition) {
	e.stats.Changes[t.Change]++
	k := t.Mapping.Key()
	if t.Change == Held {
		e.list(t.Mapping, k)
	} else {
		delete(e.held, k)
	}
	e.outbox.add(t, e.clock())
}
