package confirm

// A Census tells which mappings there are: everyone that is counted, and no
// other. It is how the manager passes on what its sources say as a whole; nobody
// has to find out what is new and what is gone. One that is never closed tells of
// some that are new, and Remove of those that are gone.
type Census struct {
	engine *Engine
	number uint32
	adopt  bool
}

// Census begins a census. With adopt, mappings without a Record are adopted:
// served until disproved. That is for the first start, and for one after the
// state was lost, and never for what comes later.
func (e *Engine) Census(adopt bool) *Census {
	return &Census{engine: e, number: e.table.nextCensus(), adopt: adopt}
}

// Count returns the Record of a mapping, a new one if there was none.
func (c *Census) Count(m Mapping) Record { return c.engine.count(m, c.number, c.adopt) }

// Adopt is Count for a mapping that is adopted if nothing is known of it.
func (c *Census) Adopt(m Mapping) Record { return c.engine.count(m, c.number, true) }

// Wait is Count for a mapping that is not adopted, whatever the census says.
func (c *Census) Wait(m Mapping) Record { return c.engine.count(m, c.number, false) }

// Close ends a complete census: mappings that neither it nor a later one counted
// are gone. Their Records are kept for keepGone, because an export may have lost
// them by mistake. It returns how many are gone now that were not before.
//
// Only an instance that runs may close a census. One that is still loading must
// not, because it may never run, and the one that does has its own mappings.
func (c *Census) Close() int {
	e := c.engine
	return e.table.sweep(c.number, e.now())
}

// Expire deletes the Records of mappings that were gone for long, as each closed
// census does.
func (e *Engine) Expire() { e.table.sweep(0, e.now()) }

func (t *Table) nextCensus() uint32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.census++
	return t.census
}

// count returns the Record of a mapping for a census. It asks fresh for one if
// there is none.
func (t *Table) count(k Key, census, now uint32, fresh func(known int) Record) Record {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.find(k)
	if !p.found {
		r := fresh(t.counts.Present())
		t.set(&p, &r)
	}
	p.shard.see(p.slot(), census)
	r := p.record()
	if r.Gone != 0 || r.neglected(now) {
		r = r.returned(now)
		t.set(&p, &r)
	}
	return r
}

// sweep marks the Records that were not counted as gone, and deletes those that
// were gone for long.
func (t *Table) sweep(census, now uint32) int {
	gone := 0
	for i := range t.shards {
		gone += t.sweepShard(&t.shards[i], census, now)
	}
	return gone
}

// sweepShard goes backwards: what is deleted moves only slots that it has passed.
func (t *Table) sweepShard(s *shard, census, now uint32) (gone int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for at := len(s.slots) - 1; at >= 0; at-- {
		e := &s.slots[at]
		if !e.used() {
			continue
		}
		p := place{s, e.id, at, true}
		switch r := s.record(e); {
		case r.Gone == 0 && s.missed(e, census):
			t.leave(&p, now)
			gone++
		case r.Gone != 0 && until(r.Gone, now) > keepGone:
			t.drop(&p)
		}
	}
	s.fit()
	return gone
}

// leave marks a Record as gone, or deletes it when too many are.
func (t *Table) leave(p *place, now uint32) {
	if t.counts.Gone >= max(maxGone, t.counts.Present()) {
		t.drop(p)
		return
	}
	r := p.record()
	r.Gone = max(now, 1)
	t.set(p, &r)
}

// goes marks the Record of one mapping as gone.
func (t *Table) goes(k Key, now uint32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p := t.find(k); p.found && p.record().Gone == 0 {
		t.leave(&p, now)
		p.shard.fit()
	}
}
