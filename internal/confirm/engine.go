package confirm

import (
	"context"
	"math/rand/v2"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Config is what an Engine works with. The functions in it must not call the
// Engine.
type Config struct {
	Rules     Rules // but for Resolvers, which is len(Resolvers)
	Resolvers []Resolver
	Rate      float64 // questions a second over all resolvers; 0 for defaultRate

	// Canary returns nil if the resolver can be believed, or else why not. nil for
	// no canary. It is called by a goroutine of its own.
	Canary func(ctx context.Context, r Resolver) error

	// Own answers from our own data, without network. It must do so for all
	// names that we generate or have records for, and say false only for names
	// that others must be asked about. nil for none. Called by Run's goroutine.
	Own func(q Question) (Reply, bool)

	// Walk returns n of the current mappings, more or less, in ascending order of
	// their addresses: the next after the given one, the first for the zero Addr,
	// none at the end. All mappings of one address come together. Called by Run's
	// goroutine.
	Walk func(after netip.Addr, n int) []Mapping

	// Report takes the changes of a moment. Called by Run's goroutine, which
	// waits for it. The slice is the callee's.
	Report func([]Transition)

	// Warn takes what an operator should know: a line that begins with what it is
	// about, escaped. nil for nobody. Called by Run's goroutine.
	Warn func(format string, args ...any)

	// Table keeps the Records; nil for a new one.
	Table *Table
}

// A Transition is a change of one mapping.
type Transition struct {
	Mapping Mapping
	Change  Change
	From    Record
	To      Record
	Verdict Verdict
}

// An Engine decides which mapping is asked about when, and what the answers mean
// for it. Make one with New, count the mappings in a Census, then Run. Its
// methods are safe for concurrent use and never wait for the network.
type Engine struct {
	config  Config
	table   *Table
	born    time.Time // with its monotonic time: steps of the clock do not make evidence old
	tokens  *rate.Limiter
	wake    chan struct{} // holds one
	landed  chan *flight  // holds maxAsking: a flight never waits
	running sync.WaitGroup

	mu       sync.Mutex // guards what follows
	tickets  map[spot]*ticket
	agenda   agenda
	lanes    [2]Lanes[*ticket] // urgent and routine
	turns    int               // of the lanes
	next     *ticket           // whose turn it is as soon as there is a token
	standby  int               // tickets of the cursor
	flights  map[Question]*flight
	limiter  Limiter
	breaker  Breaker
	pause    string // why nothing is withdrawn, when we last looked
	held     map[Key]Mapping
	released uint32 // when somebody last released the held names
	verdicts map[Key]Verdict
	outbox   outbox
	pace     pace
	stats    Stats

	// Run's goroutine only.
	panel  *panel
	recent recent
	cursor cursor
}

// New returns an Engine that does nothing until Run.
func New(c Config) *Engine {
	c.Rules.Resolvers = len(c.Resolvers)
	c.Rules = c.Rules.defaults()
	if c.Rate <= 0 {
		c.Rate = defaultRate
	}
	if c.Table == nil {
		c.Table = NewTable()
	}
	e := &Engine{
		config:   c,
		table:    c.Table,
		born:     time.Now(),
		tokens:   rate.NewLimiter(rate.Limit(c.Rate), max(1, int(c.Rate/10))),
		wake:     make(chan struct{}, 1),
		landed:   make(chan *flight, maxAsking),
		tickets:  make(map[spot]*ticket),
		flights:  make(map[Question]*flight),
		held:     make(map[Key]Mapping),
		verdicts: make(map[Key]Verdict),
		panel:    newPanel(c.Resolvers),
	}
	for i := range e.lanes {
		e.lanes[i].most = maxAsking / 2
	}
	if c.Canary != nil {
		e.breaker.NeedCanary()
	}
	return e
}

// Table returns the Records, for the manager to read and for the log on disk.
func (e *Engine) Table() *Table { return e.table }

// clock is the time since the Engine was made. It never jumps.
func (e *Engine) clock() time.Duration { return time.Since(e.born) }

// now is the Unix time by that clock.
func (e *Engine) now() uint32 { return uint32(e.born.Add(e.clock()).Unix()) } //nolint:gosec // until 2106

// jitter is a random number from 0 to 1.
func jitter() float64 { return rand.Float64() } //nolint:gosec // it only spreads load

// Add makes a mapping known that appears now, outside of a census, and returns
// its Record: a new one, or that of the same mapping which was gone or known.
func (e *Engine) Add(m Mapping) Record { return e.count(m, 0, false) }

// Remove takes note that a mapping went away, outside of a census.
func (e *Engine) Remove(m Mapping) {
	k := m.Key()
	e.table.goes(k, e.now())
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.held, k)
	delete(e.verdicts, k)
	if t := e.tickets[spotOf(k)]; t != nil && t.place >= 0 {
		e.agenda.drop(t)
		delete(e.tickets, spotOf(k))
	}
}

// count is Census.Count and Add.
func (e *Engine) count(m Mapping, census uint32, adopt bool) Record {
	k, now := m.Key(), e.now()
	r := e.table.count(k, census, now, func(known int) Record {
		if adopt {
			return AdoptedRecord(now, e.firstCheck(known))
		}
		return NewRecord(now)
	})
	if r.Healthy() {
		return r
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if r.Held {
		e.list(m, k)
	}
	if e.enqueue(m, k, r.Due, now) {
		e.nudge()
	}
	return r
}

// firstCheck is when to ask about an adopted mapping. They come one after the
// other, with a part of the rate, and within Every.
func (e *Engine) firstCheck(known int) time.Duration {
	at := time.Duration(float64(known) * firstShare / e.config.Rate * float64(time.Second))
	return firstTry + at%e.config.Rules.Every
}

// nudge tells Run that there is something new.
func (e *Engine) nudge() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Recheck asks about a mapping as soon as it is its turn, and reports whether it
// is known and there was room for it.
func (e *Engine) Recheck(m Mapping) bool {
	k := m.Key()
	if r := e.table.Get(k); r.Status == NoStatus || r.Gone != 0 {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.hurry(m, k)
}

// hurry makes a mapping due now, whatever was answered of late.
func (e *Engine) hurry(m Mapping, k Key) bool {
	now := e.now()
	if t := e.tickets[spotOf(k)]; t != nil && t.place >= 0 {
		e.agenda.drop(t)
		delete(e.tickets, spotOf(k))
	}
	if e.tickets[spotOf(k)] == nil && !e.enqueue(m, k, now, now) {
		return false
	}
	e.tickets[spotOf(k)].fresh = true
	e.nudge()
	return true
}

// Release lets the held names go that still do not point back. They are asked
// about once more, and withdrawn at the next definite failure whatever the
// limit. It returns how many are held.
func (e *Engine) Release() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.released = e.now()
	for k, m := range e.held {
		e.hurry(m, k)
	}
	return e.table.Counts().Held
}

// Held returns some of the names that are disproved and not withdrawn, because
// too many were in a day; at most n, in no order.
func (e *Engine) Held(n int) []Mapping {
	e.mu.Lock()
	defer e.mu.Unlock()
	held := make([]Mapping, 0, min(n, len(e.held)))
	for k, m := range e.held {
		switch {
		case len(held) >= n:
			return held
		case e.table.Get(k).Held:
			held = append(held, m)
		default:
			delete(e.held, k)
		}
	}
	return held
}

// list keeps a held name for Held and Release.
func (e *Engine) list(m Mapping, k Key) {
	if len(e.held) < maxListed {
		m.Name = strings.Clone(m.Name) // which may be part of a large block
		e.held[k] = m
	}
}

// Explain returns what is known of a mapping, and the verdict of its last check
// if that was no match and is not too long ago.
func (e *Engine) Explain(m Mapping) (Record, Verdict) {
	k := m.Key()
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.table.Get(k), e.verdicts[k]
}
