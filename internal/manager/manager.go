package manager

import (
	"context"
	"maps"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// A Log takes what operators should know. It must be safe for concurrent use.
type Log interface {
	Infof(format string, args ...any)
	Warningf(format string, args ...any)
	Errorf(format string, args ...any)
}

// A Manager keeps the snapshots of all blocks up to date. Make it with New, Add
// every block, Load, then Run.
type Manager struct {
	log     Log
	now     func() time.Time
	blocks  []*Block
	globals globals
	rules   *rules
	book    *claims.Book // names that several owners want
	confirm *confirmer   // nil when confirmation is off
	running bool         // Run has begun
	dir     state.Dir

	resolvers   func(specs []string) ([]confirm.Resolver, error)
	heard       time.Time     // when transitions were last taken in
	transitions *rate.Limiter // of their lines in the log
	reports     *rate.Limiter // of lines about mappings
	untold      int           // those that it kept back
	told        time.Time     // when that was last said

	requests chan request  // for Run's goroutine
	ended    chan struct{} // closed when Run returns

	litter       int       // bytes of files that were read since memory was given back
	expired      time.Time // when confirmation last forgot what was gone for long
	looksChanged bool
	looksRetry   time.Time // when to write them again

	copies  map[string]bool         // the keys of the last good copies, see copyKey
	serials map[string]state.Serial // by Block.keys; touched by Load, then by Run only
	unsaved bool                    // serials changed since they were saved
	retry   time.Time               // when to try again to save them
}

// New returns a Manager without blocks. now is time.Now outside of tests.
func New(log Log, now func() time.Time) *Manager {
	return &Manager{
		log: log, now: now, copies: make(map[string]bool), serials: make(map[string]state.Serial),
		requests: make(chan request), ended: make(chan struct{}),
		resolvers: confirm.NewResolvers, transitions: rate.NewLimiter(rate.Every(reportEvery), reportBurst),
		reports: rate.NewLimiter(rate.Every(reportEvery), reportBurst),
	}
}

// Add takes a block of the configuration. locate makes the paths in it absolute
// or relative to the working directory.
func (m *Manager) Add(c *config.Block, locate func(path string) string) *Block {
	b := newBlock(m, c, locate)
	m.blocks = append(m.blocks, b)
	return b
}

// Load reads every source and publishes the first snapshots. It starts no
// goroutine and holds no lock, and it writes nothing into the state directory but
// what is gone with the process. The error holds every fault that forbids to start.
func (m *Manager) Load() error {
	m.globals = findGlobals(m.blocks)
	if err := m.openState(); err != nil {
		return err
	}
	m.rules, m.book = newRules(m, &m.globals), new(claims.Book)
	var faults rdns.Faults
	faults.Add(m.rules.load())
	faults.Add(m.openConfirmation())
	for _, b := range m.blocks {
		faults.Add(b.load())
	}
	if err := faults.Err(); err != nil {
		return err
	}
	m.globals.sayWhatIsOff(m.log)
	m.sweep()
	before := m.lastLooks()
	for _, b := range m.blocks {
		b.past = before
		b.setPolicy()
	}
	return m.publish(m.blocks)
}

// openConfirmation makes what drives confirmation, when it is on.
func (m *Manager) openConfirmation() (err error) {
	if m.globals.confirm != nil {
		m.confirm, err = newConfirmer(m, &m.globals)
	}
	return err
}

// openState opens the directory that one of the blocks names, and recalls the
// serials: those of the instance before, else those on disk.
func (m *Manager) openState() error {
	if s := m.globals.state; s != nil && s.Dir != "" {
		dir, err := state.Open(m.globals.locateState(s.Dir))
		if err != nil {
			return s.Pos.Errorf("%w", err)
		}
		m.dir = dir
	}
	serials, err := m.dir.Serials()
	if err != nil {
		m.log.Errorf("%v", err)
	}
	maps.Copy(m.serials, serials)
	maps.Copy(m.serials, heritage.lastSerials())
	return nil
}

// zonesBeside returns the zones of all other blocks.
func (m *Manager) zonesBeside(b *Block) []rdns.Zone {
	var zones []rdns.Zone
	for _, other := range m.blocks {
		if other != b {
			zones = append(zones, other.Config.Zones...)
		}
	}
	return zones
}

// Run follows the files, and asks whether names point back, until ctx ends. It
// returns after the last write to the state directory.
func (m *Manager) Run(ctx context.Context) {
	if err := m.dir.Tidy(); err != nil {
		m.log.Errorf("tidying the state directory: %v", err)
	}
	defer close(m.ended)
	m.begin()
	var asking sync.WaitGroup
	if m.confirm != nil {
		asking.Go(func() { m.confirm.run(ctx) })
	}
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			asking.Wait()
			m.heard, m.looksRetry = time.Time{}, time.Time{}
			m.hear()
			m.save()
			m.leave()
			m.stopReading()
			return
		case <-tick.C:
			m.poll()
		case r := <-m.requests:
			r.do()
			close(r.done)
		}
	}
}

// TakeOver moves the serials behind those of the instance before, and makes
// what is known inheritable for the next. It is quick: call it when the server
// says that it has started, before Run, so that neither an answer nor a further
// reload comes in between.
func (m *Manager) TakeOver() {
	m.running, m.looksChanged = true, true
	m.catchUp()
	m.leave()
}

// begin finishes what TakeOver has begun.
func (m *Manager) begin() {
	if !m.running {
		m.TakeOver()
	}
	m.sweep()
	m.recountAll()
	m.sweep()
	m.save()
	m.leave()
}

// recountAll takes the first census of a running instance, and publishes what
// the instance before has found out since Load.
func (m *Manager) recountAll() {
	if m.confirm == nil {
		return
	}
	c, stale := m.census(), make(addrSet)
	for _, b := range m.blocks {
		b.recount(c, stale)
	}
	c.end(true)
	m.confirm.adopt = m.confirm.serve
	m.settle(stale)
}

// poll looks at every file once, publishes what changed, then saves it.
func (m *Manager) poll() {
	var changed []*Block
	newRules := m.rules.poll()
	for _, b := range m.blocks {
		news := b.poll()
		b.noteHeld()
		if news || newRules {
			b.setPolicy()
			changed = append(changed, b)
		}
	}
	if len(changed) > 0 {
		m.sweep()
		if err := m.publish(changed); err != nil {
			m.log.Errorf("%v", err)
		}
	}
	m.hear()
	m.expire()
	m.save()
	m.leave()
	m.clean()
}

// stopReading has no look at a file go on for nobody.
func (m *Manager) stopReading() {
	for _, b := range m.blocks {
		for _, f := range b.mappings {
			f.follow.stop()
		}
	}
}

// sweep collects what was left of reading large files, so that what is made of
// them next takes its memory instead of more. It takes a few milliseconds: the
// collector looks into none of the large pieces.
func (m *Manager) sweep() {
	if m.litter >= maxLitter {
		runtime.GC()
	}
}

// clean gives memory back that was needed to read large files. It may be more
// than what is kept of them, and would come back slowly by itself.
func (m *Manager) clean() {
	if m.litter >= maxLitter {
		m.litter = 0
		debug.FreeOSMemory()
	}
}

// expire has confirmation forget what was gone for long.
func (m *Manager) expire() {
	if m.confirm != nil && !m.now().Before(m.expired.Add(expireEvery)) {
		m.expired = m.now()
		m.confirm.engine.Expire()
	}
}

// save writes what is not in the state directory yet.
func (m *Manager) save() {
	if !m.keepLooks() {
		return
	}
	m.rules.save()
	for _, b := range m.blocks {
		b.save()
	}
	if !m.unsaved || m.now().Before(m.retry) {
		return
	}
	if err := m.dir.SaveSerials(m.serials); err != nil {
		m.retry = m.now().Add(retryEvery)
		m.log.Errorf("%v", err)
		return
	}
	m.unsaved = false
}

// leave makes what is known inheritable for the next instance of this process.
func (m *Manager) leave() {
	files := make(map[source.Options]legacy)
	for _, b := range m.blocks {
		for _, f := range b.mappings {
			files[f.options] = f.legacy()
		}
	}
	heritage.leave(m.serials, files)
	heritage.leaveNames(m.rules.fingerprint(), m.snapshots(), m.table(), m.confirm == nil)
}

func (m *Manager) snapshots() []*index.Snapshot {
	var all []*index.Snapshot
	for _, b := range m.blocks {
		all = append(all, b.Snapshot())
	}
	return all
}

func (m *Manager) table() *confirm.Table {
	if m.confirm == nil {
		return nil
	}
	return m.confirm.table
}
