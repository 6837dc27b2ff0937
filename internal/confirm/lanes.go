package confirm

import (
	"hash/maphash"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Lanes is where things wait for their turn, in a lane for each registrable
// domain. The lanes take turns, so that the ten thousand dead names of one
// customer do not delay another's new one; and no domain has more than most
// things on the way, so that slow servers do not take up everything. The zero
// value is ready to use. It is not safe for concurrent use.
type Lanes[T any] struct {
	most        int // 0 for no bound
	seed        maphash.Seed
	lanes       map[uint64]*lane[T] // by the hash of the domain: two of the same would share a lane
	first, last *lane[T]            // of those that may go next
	size        int
}

type lane[T any] struct {
	first, last *waiting[T]
	next        *lane[T] // of those that may go
	away        int32    // things that were taken and are not done
	turning     bool     // it is one of those
}

type waiting[T any] struct {
	thing T
	next  *waiting[T]
}

// Len returns the number of things that wait.
func (l *Lanes[T]) Len() int { return l.size }

// Push puts a thing at the end of its domain's lane.
func (l *Lanes[T]) Push(domain string, t T) {
	if l.lanes == nil {
		l.seed, l.lanes = maphash.MakeSeed(), make(map[uint64]*lane[T])
	}
	hash := maphash.String(l.seed, domain)
	n := l.lanes[hash]
	if n == nil {
		n = new(lane[T])
		l.lanes[hash] = n
	}
	w := &waiting[T]{thing: t}
	if n.first == nil {
		n.first = w
	} else {
		n.last.next = w
	}
	n.last = w
	l.size++
	l.enter(n)
}

// enter gives the lane its turn, if it has something to send and may send it.
func (l *Lanes[T]) enter(n *lane[T]) {
	if n.turning || n.first == nil || l.most > 0 && int(n.away) >= l.most {
		return
	}
	n.turning = true
	if l.first == nil {
		l.first = n
	} else {
		l.last.next = n
	}
	l.last = n
}

// Pop takes the thing whose turn it is. Done must be called for its domain
// later.
func (l *Lanes[T]) Pop() (t T, ok bool) {
	n := l.first
	if n == nil {
		return t, false
	}
	l.first, n.next = n.next, nil
	n.turning = false
	t, n.first = n.first.thing, n.first.next
	n.away++
	l.size--
	l.enter(n)
	return t, true
}

// Done takes note that a thing of the domain is not on the way any more.
func (l *Lanes[T]) Done(domain string) {
	hash := maphash.String(l.seed, domain)
	n := l.lanes[hash]
	n.away--
	l.enter(n)
	if n.away == 0 && n.first == nil {
		delete(l.lanes, hash)
	}
}

// Fronts calls f for the thing that waits longest in each lane.
func (l *Lanes[T]) Fronts(f func(T)) {
	for _, n := range l.lanes {
		if n.first != nil {
			f(n.first.thing)
		}
	}
}

// registrable returns the domain that somebody registered to have the name: the
// label below the public suffix and what follows. Customers of dynamic DNS
// services are told apart, as far as the services have said so.
func registrable(name string) string {
	name = strings.TrimSuffix(name, ".")
	if d, err := publicsuffix.EffectiveTLDPlusOne(name); err == nil {
		return d
	}
	return name
}
