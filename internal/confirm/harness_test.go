package confirm_test

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// A stage is a small internet with an Engine before it, in a synctest bubble.
type stage struct {
	t      *testing.T
	config confirm.Config
	engine *confirm.Engine
	stop   func()

	mu       sync.Mutex
	mappings []confirm.Mapping // ascending
	dns      func(q confirm.Question) confirm.Reply
	asked    []asked
	quiet    bool // do not keep asked
	news     []news
	warnings []string
}

// asked is a question that reached a resolver.
type asked struct {
	at       time.Time
	resolver string
	question confirm.Question
}

// news is a transition and its time.
type news struct {
	confirm.Transition

	at time.Time
}

// actor is a resolver of the stage.
type actor struct {
	stage *stage
	name  string
	lie   func(ctx context.Context, q confirm.Question) (confirm.Reply, bool) // nil for honest
}

func (a *actor) String() string { return a.name }

func (a *actor) Ask(ctx context.Context, q confirm.Question) confirm.Reply {
	s := a.stage
	s.mu.Lock()
	if !s.quiet {
		s.asked = append(s.asked, asked{time.Now(), a.name, q})
	}
	lie, truth := a.lie, s.dns
	s.mu.Unlock()
	if lie != nil {
		if reply, ok := lie(ctx, q); ok {
			return reply
		}
	}
	return truth(q)
}

// newStage returns a stage with two honest resolvers, on which every name is
// dead.
func newStage(t *testing.T) *stage {
	s := &stage{t: t, stop: func() {}}
	s.dns = func(confirm.Question) confirm.Reply {
		return confirm.Reply{Outcome: confirm.NXDomain, TTL: time.Second}
	}
	s.config = confirm.Config{
		Rules:     confirm.Rules{Every: 6 * time.Hour, Grace: 24 * time.Hour},
		Resolvers: []confirm.Resolver{&actor{stage: s, name: "a"}, &actor{stage: s, name: "b"}},
		Rate:      200,
		Table:     confirm.NewTable(),
		Walk:      s.walk,
		Report:    s.report,
		Warn: func(_ string, args ...any) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.warnings = append(s.warnings, args[0].(string))
		},
	}
	return s
}

func (s *stage) actor(i int) *actor { return s.config.Resolvers[i].(*actor) }

// lies makes the resolvers answer as f says, all of them if none is named; nil
// makes them honest.
func (s *stage) lies(f func(context.Context, confirm.Question) (confirm.Reply, bool), which ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.config.Resolvers {
		if len(which) == 0 || slices.Contains(which, i) {
			s.actor(i).lie = f
		}
	}
}

// gone never answers.
func gone(ctx context.Context, _ confirm.Question) (confirm.Reply, bool) {
	select {
	case <-ctx.Done():
	case <-time.After(5 * time.Second):
	}
	return confirm.Reply{Outcome: confirm.Timeout}, true
}

// denies says that no name exists.
func denies(context.Context, confirm.Question) (confirm.Reply, bool) {
	return confirm.Reply{Outcome: confirm.NXDomain, TTL: time.Minute}, true
}

// points makes every name of the mappings point back for the TTL.
func (s *stage) points(ttl time.Duration) {
	s.answers(func(q confirm.Question) confirm.Reply {
		r := confirm.Reply{Outcome: confirm.Addresses, TTL: ttl}
		for _, m := range s.mappings {
			if m.Question() == q {
				r.Addrs = append(r.Addrs, m.Addr)
			}
		}
		return r
	})
}

// answers sets what honest resolvers say.
func (s *stage) answers(f func(confirm.Question) confirm.Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dns = f
}

// begin makes an Engine, counts the mappings and runs it.
func (s *stage) begin(adopt bool) {
	s.engine = confirm.New(s.config)
	s.count(adopt)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { s.engine.Run(ctx) })
	s.stop = func() { cancel(); wg.Wait() }
}

// count takes a census of the mappings.
func (s *stage) count(adopt bool) {
	census := s.engine.Census(adopt)
	for _, m := range s.mappings {
		census.Count(m)
	}
	census.Close()
}

// set replaces the mappings.
func (s *stage) set(mappings ...confirm.Mapping) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mappings = slices.Clone(mappings)
	slices.SortFunc(s.mappings, func(a, b confirm.Mapping) int {
		return cmp.Or(a.Addr.Compare(b.Addr), cmp.Compare(a.Name, b.Name))
	})
}

func (s *stage) walk(after netip.Addr, n int) []confirm.Mapping {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, _ := slices.BinarySearchFunc(s.mappings, after, func(m confirm.Mapping, a netip.Addr) int {
		if m.Addr.Compare(a) <= 0 {
			return -1
		}
		return 1
	})
	end := min(i+n, len(s.mappings))
	for end > i && end < len(s.mappings) && s.mappings[end].Addr == s.mappings[end-1].Addr {
		end++
	}
	return s.mappings[i:end]
}

func (s *stage) report(batch []confirm.Transition) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range batch {
		s.news = append(s.news, news{t, time.Now()})
	}
}

// pass lets time go by.
func (s *stage) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// changes returns how often each change was reported.
func (s *stage) changes() map[confirm.Change]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := make(map[confirm.Change]int)
	for _, t := range s.news {
		n[t.Change]++
	}
	return n
}

// record returns what is known of a mapping.
func (s *stage) record(m confirm.Mapping) confirm.Record {
	r, _ := s.engine.Explain(m)
	return r
}

// restart stops the Engine and begins another with what a log on disk has kept.
func (s *stage) restart() {
	s.stop()
	table := confirm.NewTable()
	for e := range s.config.Table.All() {
		table.Put(e.Key, e.Record)
	}
	s.config.Table = table
	s.begin(true)
}

// onStage runs a test in a bubble.
func onStage(t *testing.T, play func(t *testing.T, s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		play(t, s)
		s.stop()
	})
}

// mapping returns one with the owner, if any.
func mapping(addr, name string, owner ...string) confirm.Mapping {
	m := confirm.Mapping{Addr: netip.MustParseAddr(addr), Name: name}
	if len(owner) > 0 {
		m.Owner = owner[0]
	}
	return m
}

// several returns n mappings.
func several(n int) []confirm.Mapping {
	list := make([]confirm.Mapping, n)
	for i := range list {
		list[i] = nth(i)
	}
	return list
}
