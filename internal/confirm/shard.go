package confirm

import (
	"math"
	"math/bits"
	"slices"
)

// A shard is one part of a Table: a hash table in which each slot stands at its
// home or behind it, with no free slot between, all of them in ascending order.
// So even a nearly full shard is searched in a few steps, and one pass makes a
// larger one of it. As each part grows by itself and by little, growing neither
// takes long nor needs much memory beside the Table. The zero value is empty.
type shard struct {
	slots []slot
	used  int
	more  []details // of the wide slots
	dead  int       // details that no slot refers to any more
	base  uint32    // see slot.seen
}

const (
	shardBits = 8
	shards    = 1 << shardBits

	// seenBack is how many censuses back a shard still tells apart when it makes
	// room for later ones.
	seenBack = 1 << 7
)

// home returns where a slot belongs in a shard of so many slots. The last
// thirty-second is for those that find their homes taken.
func home(slots int, id identity) int {
	at, _ := bits.Mul64(id.order<<shardBits, uint64(slots-slots/32-1)) //nolint:gosec // not negative
	return int(at)                                                     //nolint:gosec // less than slots
}

// find returns the slot with the identity; ok is false for the place where it
// would stand, which may be behind the last slot.
func (s *shard) find(id identity) (at int, ok bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	for at = home(len(s.slots), id); at < len(s.slots); at++ {
		switch e := &s.slots[at]; {
		case e.id == id:
			return at, true
		case !e.used() || e.id.order > id.order:
			return at, false
		}
	}
	return at, false
}

// insert makes an empty Record's slot for an identity that find did not find. at
// is where that would stand.
func (s *shard) insert(id identity, at int) int {
	if full := len(s.slots) - len(s.slots)/12; s.used >= full {
		s.grow()
		at, _ = s.find(id)
	}
	for !s.shift(at) {
		s.grow()
		at, _ = s.find(id)
	}
	s.slots[at] = slot{id: id, flags: usedSlot}
	s.used++
	return at
}

// shift moves the slots from at on up to the next free one, and reports whether
// there is one.
func (s *shard) shift(at int) bool {
	free := at
	for free < len(s.slots) && s.slots[free].used() {
		free++
	}
	if free == len(s.slots) {
		return false
	}
	copy(s.slots[at+1:free+1], s.slots[at:free])
	return true
}

// remove frees the slot, and moves back those behind it that are not at home.
func (s *shard) remove(at int) {
	s.narrow(&s.slots[at])
	last := at + 1
	for last < len(s.slots) && s.slots[last].used() && home(len(s.slots), s.slots[last].id) < last {
		last++
	}
	copy(s.slots[at:last-1], s.slots[at+1:last])
	s.slots[last-1] = slot{}
	s.used--
}

func (s *shard) grow() { s.resize(len(s.slots) + max(len(s.slots)/16, 4)) }

// fit gives memory back when most of it is free.
func (s *shard) fit() {
	if s.used < len(s.slots)/2 {
		s.resize(s.used + s.used/8 + 1)
	}
}

// resize moves the slots to room for so many, or more if they do not fit.
func (s *shard) resize(n int) {
	for {
		room := slices.Grow([]slot(nil), n)
		room = room[:cap(room)]
		clear(room)
		if spread(room, s.slots) {
			s.slots = room
			return
		}
		n = len(room) + len(room)/8 + 1
	}
}

// spread copies the slots to their places in an empty shard, and reports whether
// they fit.
func spread(to, from []slot) bool {
	at := 0
	for i := range from {
		if !from[i].used() {
			continue
		}
		at = max(at, home(len(to), from[i].id))
		if at == len(to) {
			return false
		}
		to[at] = from[i]
		at++
	}
	return true
}

// record returns the Record of a slot.
func (s *shard) record(e *slot) Record {
	r := Record{
		Status:  Status(e.flags >> statusShift & 3),
		Adopted: e.flags&adoptedSlot != 0, Matched: e.flags&matchedSlot != 0, Held: e.flags&heldSlot != 0,
		Errors: e.errors, Last: Finding(e.flags >> lastShift & 15), Outcome: Outcome(e.flags >> resultShift),
		Since: e.since, Due: e.due,
	}
	if !e.wide() {
		r.LastMatch = e.rest
		return r
	}
	d := &s.more[e.rest]
	r.FirstFailure, r.LastFailure, r.LastMatch, r.Until, r.Gone = d.firstFailure, d.lastFailure, d.lastMatch, d.until, d.gone
	r.Failures = d.failures
	return r
}

// set gives a slot another Record.
func (s *shard) set(e *slot, r *Record) {
	e.since, e.due, e.errors = r.Since, r.Due, r.Errors
	switch {
	case !r.wide():
		s.narrow(e)
		e.rest, e.flags = r.LastMatch, r.slotFlags()
	case e.wide():
		s.more[e.rest] = r.details()
		e.flags = r.slotFlags() | wideSlot
	default:
		e.rest = s.widen(r.details())
		e.flags = r.slotFlags() | wideSlot
	}
}

// widen keeps details and returns their number.
func (s *shard) widen(d details) uint32 {
	if len(s.more) == cap(s.more) {
		s.pack(1)
	}
	s.more = append(s.more, d)
	return uint32(len(s.more) - 1) //nolint:gosec // as many as slots
}

// narrow lets go of a slot's details, if it has some.
func (s *shard) narrow(e *slot) {
	if !e.wide() {
		return
	}
	e.flags &^= wideSlot
	if s.dead++; 2*s.dead >= len(s.more) {
		s.pack(0)
	}
}

// pack moves the details that are referred to, with room for some more.
func (s *shard) pack(some int) {
	live := len(s.more) - s.dead
	var more []details
	if live+some > 0 {
		more = slices.Grow(more, live+live/8+some)
	}
	for i := range s.slots {
		if e := &s.slots[i]; e.wide() {
			more = append(more, s.more[e.rest])
			e.rest = uint32(len(more) - 1) //nolint:gosec // as many as slots
		}
	}
	s.more, s.dead = more, 0
}

// see notes that a census counted the slot.
func (s *shard) see(e *slot, census uint32) {
	if census > s.base && census-s.base > math.MaxUint8 {
		s.rebase(census - seenBack)
	}
	if census > s.base {
		e.seen = max(e.seen, uint8(census-s.base)) //nolint:gosec // at most MaxUint8
	}
}

// rebase makes room for later censuses. What was counted by an earlier one than
// the base counts as counted by it.
func (s *shard) rebase(base uint32) {
	for i := range s.slots {
		e := &s.slots[i]
		e.seen -= uint8(min(uint32(e.seen), base-s.base)) //nolint:gosec // at most e.seen
	}
	s.base = base
}

// missed reports whether neither the census nor a later one counted the slot.
// Of a census that is too long ago nobody can tell: then it is false.
func (s *shard) missed(e *slot, census uint32) bool { return s.base+uint32(e.seen) < census }
