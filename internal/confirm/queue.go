package confirm

// Which of the lanes.
const (
	urgent  = iota // from the agenda: pending, failing, retrying
	routine        // from the cursor: everything else
)

// enqueue puts a mapping into the agenda and reports whether it stands in line
// now. What is due late is left to the cursor; what finds no room too, and is
// counted. Must be called with the lock held.
func (e *Engine) enqueue(m Mapping, k Key, due, now uint32) bool {
	if t := e.tickets[spotOf(k)]; t != nil {
		e.agenda.advance(t, due)
		return true
	}
	wait := until(now, due)
	if wait > horizon {
		return false
	}
	if n := len(e.tickets) - e.standby; n >= maxQueued || n >= lateQueued && wait > soon {
		e.stats.Dropped++
		return false
	}
	t := newTicket(m, due)
	e.tickets[spotOf(k)] = t
	e.agenda.add(t)
	return true
}

// stand puts a mapping that the cursor came by into its lane.
func (e *Engine) stand(m Mapping, k Key, due uint32) {
	t := newTicket(m, due)
	t.place, t.lane = -1, routine
	e.tickets[spotOf(k)] = t
	e.standby++
	e.line(t)
}

// line puts a ticket into the lane of its domain. To find that out leaves behind
// about as much as a ticket, which does not matter one by one.
func (e *Engine) line(t *ticket) {
	t.begin = t.size - uint16(len(registrable(t.text[:t.size]))) //nolint:gosec // part of a DNS name
	e.lanes[t.lane].Push(t.domain(), t)
}

// fall moves what has fallen due from the agenda to the lanes.
func (e *Engine) fall(now uint32) {
	for {
		t, ok := e.agenda.take(now)
		if !ok {
			return
		}
		e.line(t)
	}
}

// pick returns the ticket whose turn it is, or nil. Urgent and routine ones take
// turns, so that neither waits for all of the other.
func (e *Engine) pick() *ticket {
	if e.next != nil {
		return e.next
	}
	e.turns++
	for i := range e.lanes {
		if t, ok := e.lanes[(e.turns+i)%len(e.lanes)].Pop(); ok {
			e.next = t
			return t
		}
	}
	return nil
}

// again sends a ticket back to its lane. It was joined to a question that had
// been asked of too few resolvers for its address.
func (e *Engine) again(t *ticket) {
	t.fresh = true
	e.lanes[t.lane].Done(t.domain())
	e.lanes[t.lane].Push(t.domain(), t)
}

// punch ends a ticket.
func (e *Engine) punch(t *ticket) {
	e.lanes[t.lane].Done(t.domain())
	delete(e.tickets, spotOf(t.mapping().Key()))
	if t.lane == routine {
		e.standby--
	}
}
