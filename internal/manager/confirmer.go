package manager

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// A confirmer drives forward confirmation for all blocks of a manager. Its
// fields belong to Load, then to Run, but for news.
type confirmer struct {
	config *config.Confirm
	engine *confirm.Engine
	table  *confirm.Table
	adopt  bool // mappings that nobody knows are served until disproved
	serve  bool // so are those that come later
	ledger ledger
	news   news
}

// news are the transitions that the engine has reported and nobody has dealt
// with.
type news struct {
	mu   sync.Mutex
	list []confirm.Transition
}

func (n *news) add(t []confirm.Transition) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, t...)
}

func (n *news) take() []confirm.Transition {
	n.mu.Lock()
	defer n.mu.Unlock()
	list := n.list
	n.list = nil
	return list
}

// newConfirmer finds out what was known of the mappings: from the instance
// before, else from the state directory. What was never known, or is lost, is
// adopted: a name that is served somewhere already must not go because of us.
func newConfirmer(m *Manager, g *globals) (*confirmer, error) {
	resolvers, err := m.resolvers(g.confirm.Resolvers)
	if err != nil {
		return nil, atEachLine(g.confirm.Pos, "confirm: ", err)
	}
	if len(resolvers) == 1 {
		m.log.Warningf("%v", g.confirm.Pos.Errorf("confirm: nobody contradicts a single resolver, so that it takes twice the failures to withdraw a name: name a second one, on another host"))
	}
	c := &confirmer{config: g.confirm, table: heritage.lastTable()}
	known := c.table != nil
	c.ledger = ledger{manager: m}
	if !known {
		c.table = confirm.NewTable()
		known = c.recall(m)
		if !m.dir.Memory() {
			c.table.Changes() // from now on, the ledger hears of all of them
		}
	}
	c.serve = g.unconfirmed != nil && g.unconfirmed.Serve
	c.adopt = c.serve || !known && g.unconfirmed == nil
	c.ledger.table = c.table
	canary := confirm.NewCanary(m.canaryZone())
	c.engine = confirm.New(confirm.Config{
		Rules:     confirm.Rules{Every: g.confirm.Every, Grace: g.confirm.Grace, Observe: g.confirm.Observe},
		Resolvers: resolvers,
		Rate:      g.confirm.Rate,
		Canary:    canary.Check,
		Own:       m.own,
		Walk:      m.walk,
		Report:    c.news.add,
		Warn:      func(format string, args ...any) { m.log.Warningf("confirm: "+format, args...) },
		Table:     c.table,
	})
	return c, nil
}

// atEachLine words an error of several lines so that each begins with the place.
func atEachLine(pos rdns.Position, what string, err error) error {
	var faults rdns.Faults
	for line := range strings.SplitSeq(err.Error(), "\n") {
		faults.Addf(pos, "%s%s", what, line)
	}
	return faults.Err()
}

// recall reads the Records from the state directory. It reports whether there
// has been a census there already.
func (c *confirmer) recall(m *Manager) (known bool) {
	bad := 0
	err := m.dir.LoadVerdicts(func(e state.Entry) {
		if e.Key == censusKey {
			known = true
			return
		}
		r, err := confirm.ParseRecord(e.Value)
		if err != nil && len(e.Value) > 0 {
			bad++
		}
		c.table.Put(e.Key, r)
	})
	if err == nil && bad == 0 {
		c.ledger.whole = true
		return known
	}
	if err == nil {
		err = errors.New("it holds records of another release")
	}
	m.log.Errorf("confirm: reading what is known of the names: %v: all names count as found for the first time, and are served until disproved", err)
	c.table = confirm.NewTable()
	return false
}

// run asks the resolvers until ctx ends, and returns when all that was learnt is
// on disk.
func (c *confirmer) run(ctx context.Context) {
	var keeping sync.WaitGroup
	kept, stop := context.WithCancel(context.WithoutCancel(ctx))
	keeping.Go(func() { c.ledger.run(kept) })
	c.engine.Run(ctx)
	stop()
	keeping.Wait()
}

// confirmationOf returns what a Record means for its mapping.
func confirmationOf(r confirm.Record) rdns.Confirmation {
	switch r.Status {
	case confirm.Active:
		return rdns.Active
	case confirm.Suspended:
		return rdns.Suspended
	case confirm.Pending, confirm.NoStatus:
	}
	if r.Adopted {
		return rdns.Adopted
	}
	return rdns.Pending
}

// A census counts the mappings for confirmation; see confirm.Census.
type census struct {
	taken *confirm.Census // nil when confirmation is off
	serve bool            // what waits is served
	table *confirm.Table
}

func (m *Manager) census() *census {
	if m.confirm == nil {
		return &census{}
	}
	return &census{taken: m.confirm.engine.Census(m.confirm.adopt), serve: m.confirm.serve, table: m.confirm.table}
}

// expect makes room for the mappings of the drafts.
func (c *census) expect(drafts map[*Block]*draft) {
	if c.taken == nil {
		return
	}
	n := 0
	for _, d := range drafts {
		n += d.next.Counts().Mappings
	}
	c.table.Reserve(n)
}

// count returns the Record of a mapping. One that belonged to nobody and has an
// owner now goes on as it was: that is the operator's word, not a new customer.
func (c *census) count(m confirm.Mapping) confirm.Record {
	c.inherit(m)
	r := c.taken.Count(m)
	if c.serve && r.Status == confirm.Pending && !r.Adopted {
		r.Adopted = true // it came before names were to be served at once
		c.table.Put(m.Key(), r)
	}
	return r
}

// adopt counts a mapping that was served before anybody asked.
func (c *census) adopt(m confirm.Mapping) confirm.Record {
	c.inherit(m)
	return c.taken.Adopt(m)
}

// wait counts a mapping to a name that another owner has confirmed.
func (c *census) wait(m confirm.Mapping) confirm.Record {
	c.inherit(m)
	return c.taken.Wait(m)
}

func (c *census) inherit(m confirm.Mapping) {
	if m.Owner == "" {
		return
	}
	key := m.Key()
	if c.table.Get(key).Status != confirm.NoStatus {
		return
	}
	nobodys := m
	nobodys.Owner = ""
	if r := c.table.Get(nobodys.Key()); r.Status != confirm.NoStatus && r.Gone == 0 {
		c.table.Put(key, r)
	}
}

// end closes a census that was complete, when the instance runs.
func (c *census) end(running bool) {
	if c.taken != nil && running {
		c.taken.Close()
	}
}
