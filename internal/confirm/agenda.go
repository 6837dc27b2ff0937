package confirm

import (
	"container/heap"
	"encoding/binary"
	"net/netip"
	"strings"
)

// A ticket is a mapping that stands in line to be asked about. There may be many
// of them, so it has what cannot be found out again, in 48 bytes and its text.
type ticket struct {
	text  string // name, without the final dot, and owner; copied, because the name may be part of a large block
	addr  [16]byte
	due   uint32
	place int32  // in the agenda; -1 when it is not there any more
	size  uint16 // of the name
	begin uint16 // of the registrable domain in it, once it is in a lane
	v4    bool
	lane  uint8 // urgent or routine
	fresh bool  // recent answers will not do
}

func newTicket(m Mapping, due uint32) *ticket {
	name := strings.TrimSuffix(m.Name, ".")
	return &ticket{
		text: strings.Join([]string{name, m.Owner}, ""), addr: m.Addr.As16(), v4: m.Addr.Is4(), due: due,
		size: uint16(len(name)), //nolint:gosec // a DNS name
	}
}

func (t *ticket) mapping() Mapping {
	a := netip.AddrFrom16(t.addr)
	if t.v4 {
		a = a.Unmap()
	}
	return Mapping{Addr: a, Name: t.text[:t.size] + ".", Owner: t.text[t.size:]}
}

// domain returns the registrable domain of the name, for a ticket in a lane.
func (t *ticket) domain() string { return t.text[t.begin:t.size] }

// A spot is where a mapping may have a ticket: half of its Key, which takes half of
// the memory. Whoever finds two names of his own with the same spot, with some four
// billion tries, has one of them wait until the other was asked about.
type spot uint64

func spotOf(k Key) spot { return spot(binary.BigEndian.Uint64(k[:])) }

// An agenda is a heap of tickets by the time that they are due.
type agenda []*ticket

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].due < a[j].due }

func (a agenda) Swap(i, j int) {
	a[i], a[j] = a[j], a[i]
	a[i].place, a[j].place = int32(i), int32(j) //nolint:gosec // at most maxQueued
}

// Push is for package heap; use add.
func (a *agenda) Push(x any) {
	t := x.(*ticket)         // nothing else is in it
	t.place = int32(len(*a)) //nolint:gosec // at most maxQueued
	*a = append(*a, t)
}

// Pop is for package heap; use take and drop.
func (a *agenda) Pop() any {
	last := len(*a) - 1
	t := (*a)[last]
	(*a)[last] = nil
	*a = (*a)[:last]
	t.place = -1
	return t
}

func (a *agenda) add(t *ticket)  { heap.Push(a, t) }
func (a *agenda) drop(t *ticket) { heap.Remove(a, int(t.place)) }

// advance makes a ticket due earlier, if it still stands here. A mapping that
// comes back must not wait for what was planned before it went.
func (a *agenda) advance(t *ticket, due uint32) {
	if t.place >= 0 && due < t.due {
		t.due = due
		heap.Fix(a, int(t.place))
	}
}

// take returns the first ticket if it is due.
func (a *agenda) take(now uint32) (*ticket, bool) {
	if len(*a) == 0 || (*a)[0].due > now {
		return nil, false
	}
	return heap.Pop(a).(*ticket), true // nothing else is in it
}
