package confirm

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Lanes is where things wait for their turn, in a lane for each registrable
// domain. The lanes take turns, so that the ten thousand dead names of one
// customer do not delay another's new one; and no domain has more than most
// things on the way, so that slow servers do not take up everything. The zero
// value is ready to use. It is not safe for concurrent use.
type Lanes[T any] struct {
	most  int // 0 for no bound
	lanes map[string]*lane[T]
	turns []*lane[T] // those that may go next, in order
	size  int
}

type lane[T any] struct {
	domain  string
	waiting []T
	away    int  // things that were taken and are not done
	turning bool // stands in turns
}

// Len returns the number of things that wait.
func (l *Lanes[T]) Len() int { return l.size }

// Push puts a thing at the end of its domain's lane.
func (l *Lanes[T]) Push(domain string, t T) {
	if l.lanes == nil {
		l.lanes = make(map[string]*lane[T])
	}
	n := l.lanes[domain]
	if n == nil {
		n = &lane[T]{domain: domain}
		l.lanes[domain] = n
	}
	n.waiting = append(n.waiting, t)
	l.size++
	l.enter(n)
}

// enter gives the lane its turn, if it has something to send and may send it.
func (l *Lanes[T]) enter(n *lane[T]) {
	if n.turning || len(n.waiting) == 0 || l.most > 0 && n.away >= l.most {
		return
	}
	n.turning = true
	l.turns = append(l.turns, n)
}

// Pop takes the thing whose turn it is. Done must be called for its domain
// later.
func (l *Lanes[T]) Pop() (t T, ok bool) {
	if len(l.turns) == 0 {
		return t, false
	}
	n := l.turns[0]
	l.turns = l.turns[1:]
	n.turning = false
	t, n.waiting = n.waiting[0], n.waiting[1:]
	n.away++
	l.size--
	l.enter(n)
	return t, true
}

// Done takes note that a thing of the domain is not on the way any more.
func (l *Lanes[T]) Done(domain string) {
	n := l.lanes[domain]
	n.away--
	l.enter(n)
	if n.away == 0 && len(n.waiting) == 0 {
		delete(l.lanes, domain)
	}
}

// Fronts calls f for the thing that waits longest in each lane.
func (l *Lanes[T]) Fronts(f func(T)) {
	for _, n := range l.lanes {
		if len(n.waiting) > 0 {
			f(n.waiting[0])
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
