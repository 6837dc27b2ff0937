package manager_test

import (
	"context"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// An oracle is the resolvers of a test: they say what it was told, and of all
// other names that they do not exist.
type oracle struct {
	mu      sync.Mutex
	answers map[string]confirm.Reply
	silent  bool
	asked   map[string]int
}

func newOracle() *oracle {
	return &oracle{answers: make(map[string]confirm.Reply), asked: make(map[string]int)}
}

// set makes a name have the addresses; none for a name without.
func (o *oracle) set(name string, addrs ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := confirm.Reply{Outcome: confirm.NoData, TTL: time.Minute}
	for _, a := range addrs {
		r.Outcome, r.Addrs = confirm.Addresses, append(r.Addrs, netip.MustParseAddr(a))
	}
	o.answers[name] = r
}

func (o *oracle) silence(silent bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.silent = silent
}

func (o *oracle) times(name string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.asked[name]
}

// resolvers stands in for those of the configuration.
func (o *oracle) resolvers(specs []string) ([]confirm.Resolver, error) {
	var all []confirm.Resolver
	for _, s := range specs {
		all = append(all, seer{o, s})
	}
	return all, nil
}

type seer struct {
	*oracle
	name string
}

func (s seer) String() string { return s.name }

func (s seer) Ask(_ context.Context, q confirm.Question) confirm.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[q.Name]++
	r, known := s.answers[q.Name]
	switch {
	case s.silent:
		r = confirm.Reply{Outcome: confirm.Timeout}
	case !known:
		r = confirm.Reply{Outcome: confirm.NXDomain, TTL: time.Minute}
	case r.Outcome == confirm.Addresses && r.Addrs[0].Is6() != q.V6:
		r = confirm.Reply{Outcome: confirm.NoData, TTL: time.Minute}
	}
	r.Resolver = s.name
	return r
}

// twoResolvers is a confirm line that the oracle answers for.
const twoResolvers = "confirm 192.0.2.101 192.0.2.102\nstate kept\nmappings customers.map\n"

// A life is a server that runs in the fake time of synctest.
type life struct {
	*lab
	*oracle
	stop func()
}

// newLife prepares a server; boot starts it.
func newLife(t *testing.T) *life {
	l := &life{newLab(t), newOracle(), func() {}}
	l.lab.resolvers, l.now = l.oracle.resolvers, time.Now
	return l
}

// boot loads a server beside the one that runs, if there is one; that is stopped
// before the new one runs.
func (l *life) boot(properties string) {
	l.t.Helper()
	if err := l.try(properties); err != nil {
		l.t.Fatal(err)
	}
	l.run()
}

// run runs the server that was loaded last, when the one before has stopped.
func (l *life) run() {
	l.stop()
	ctx, cancel := context.WithCancel(l.t.Context())
	ended, m := make(chan struct{}), l.manager
	go func() {
		m.Run(ctx)
		close(ended)
	}()
	l.stop = func() {
		cancel()
		<-ended
		l.stop = func() {}
	}
}

// restart stops the server and starts it as a new process.
func (l *life) restart(properties string) {
	l.t.Helper()
	l.stop()
	manager.EndProcess()
	l.boot(properties)
}

// after lets time pass.
func (l *life) after(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}
