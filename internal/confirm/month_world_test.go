package confirm_test

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

const (
	hours = time.Hour
	days  = 24 * time.Hour
	never = 1000 * days
)

// A period is a time, counted from the beginning of the month.
type period struct{ from, to time.Duration }

func (p period) has(at time.Duration) bool { return p.from <= at && at < p.to }

// A life is the truth about one name, as its own servers would tell it.
type life struct {
	mapping confirm.Mapping
	born    time.Duration    // the mapping appears; 0 for adopted
	dies    time.Duration    // the mapping goes; 0 for never
	wrong   []period         // the name does not point back
	instead confirm.Outcome  // what its servers say then
	ttl     time.Duration    // of either answer
	lame    []period         // its servers do not answer
	turns   [2]time.Duration // if set, right and wrong take turns
}

// rightAt reports whether the name points back.
func (l *life) rightAt(at time.Duration) bool {
	if cycle := l.turns[0] + l.turns[1]; cycle > 0 {
		return at%cycle < l.turns[0]
	}
	for _, p := range l.wrong {
		if p.has(at) {
			return false
		}
	}
	return true
}

// reply is what the name's servers say.
func (l *life) reply(at time.Duration) confirm.Reply {
	for _, p := range l.lame {
		if p.has(at) {
			return confirm.Reply{Outcome: confirm.ServFail}
		}
	}
	switch {
	case l.rightAt(at):
		return confirm.Reply{Outcome: confirm.Addresses, Addrs: []netip.Addr{l.mapping.Addr}, TTL: l.ttl}
	case l.instead == confirm.Addresses:
		return confirm.Reply{Outcome: confirm.Addresses, Addrs: []netip.Addr{netip.MustParseAddr("203.0.113.99")}, TTL: l.ttl}
	}
	return confirm.Reply{Outcome: l.instead, TTL: l.ttl}
}

// justified reports whether the name may be withdrawn at a time: it was wrong
// for the grace without a break, and is so still as far as caches can know.
func (l *life) justified(at, grace time.Duration) bool {
	for _, p := range l.wrong {
		if at >= p.from+grace && p.to-p.from >= grace && at < p.to+l.ttl+hours {
			return true
		}
	}
	return false
}

// A month is a stage on which many lives are lived, before resolvers with caches.
type month struct {
	*stage

	began time.Time
	lives map[string]*life // by name
	order []*life

	caches [2]cache
}

type cache struct {
	mu      sync.Mutex
	entries map[confirm.Question]cached
}

type cached struct {
	reply confirm.Reply
	until time.Duration
}

func newMonth(s *stage) *month {
	m := &month{stage: s, began: time.Now(), lives: make(map[string]*life)}
	s.quiet = true
	for i := range m.caches {
		m.caches[i].entries = make(map[confirm.Question]cached)
	}
	m.truth()
	return m
}

func (m *month) at() time.Duration { return time.Since(m.began) }

// add makes n names that live like the model.
func (m *month) add(kind string, n int, model func(i int) life) {
	for i := range n {
		l := model(i)
		number := len(m.order)
		l.mapping = confirm.Mapping{
			Addr:  netip.AddrFrom4([4]byte{10, byte(number >> 16), byte(number >> 8), byte(number)}),
			Name:  fmt.Sprintf("%s-%d.customer-%d.example.", kind, i, i%50),
			Owner: "somebody",
		}
		if kind == "crowd" {
			l.mapping.Name = fmt.Sprintf("n%d.crowd.example.", i)
		}
		m.order = append(m.order, &l)
		m.lives[l.mapping.Name] = &l
	}
}

// truth makes all resolvers honest: they answer from their caches, or else from
// the names' own servers.
func (m *month) truth() {
	for i := range m.caches {
		m.lies(m.cached(&m.caches[i]), i)
	}
}

func (m *month) cached(c *cache) func(context.Context, confirm.Question) (confirm.Reply, bool) {
	return func(_ context.Context, q confirm.Question) (confirm.Reply, bool) {
		c.mu.Lock()
		defer c.mu.Unlock()
		now := m.at()
		if e, ok := c.entries[q]; ok && now < e.until {
			reply := e.reply
			reply.TTL = max(e.until-now, time.Second)
			return reply, true
		}
		l := m.lives[q.Name]
		if l == nil {
			return confirm.Reply{Outcome: confirm.NXDomain, TTL: time.Minute}, true
		}
		reply := l.reply(now)
		if reply.Outcome.Definite() {
			c.entries[q] = cached{reply, now + reply.TTL}
		}
		return reply, true
	}
}

// present sets the mappings of the moment and counts them.
func (m *month) present(adopt bool) {
	var list []confirm.Mapping
	for _, l := range m.order {
		if at := m.at(); l.born <= at && (l.dies == 0 || at < l.dies) {
			list = append(list, l.mapping)
		}
	}
	m.set(list...)
	if m.engine != nil {
		m.count(adopt)
	}
}

// judge compares what was served with the truth.
func (m *month) judge(t *testing.T, grace time.Duration) {
	t.Helper()
	for _, n := range m.news {
		l, at := m.lives[n.Mapping.Name], n.at.Sub(m.began)
		switch {
		case n.Change == confirm.Withdrawn && !l.justified(at, grace):
			t.Errorf("wrong withdrawal of %s at %v: %+v", n.Mapping.Name, at, n.From)
		case (n.Change == confirm.Confirmed || n.Change == confirm.Restored) && !l.rightAt(at) && !l.rightAt(max(at-l.ttl-hours, 0)):
			t.Errorf("wrong confirmation of %s at %v", n.Mapping.Name, at)
		}
	}
}

// limited looks for more withdrawals in a day than are allowed.
func (m *month) limited(t *testing.T) {
	t.Helper()
	var times []time.Time
	for _, n := range m.news {
		if n.Change == confirm.Withdrawn {
			times = append(times, n.at)
		}
	}
	for i := 20; i < len(times); i++ {
		if d := times[i].Sub(times[i-20]); d < days-time.Second {
			t.Errorf("21 withdrawals in %v", d)
		}
	}
}
