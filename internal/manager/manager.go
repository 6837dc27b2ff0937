package manager

import (
	"context"
	"maps"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
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
	dir     state.Dir
	copies  map[string]bool         // the keys of the last good copies, see copyKey
	serials map[string]state.Serial // by Block.keys; touched by Load, then by Run only
	unsaved bool                    // serials changed since they were saved
	retry   time.Time               // when to try again to save them
}

// New returns a Manager without blocks. now is time.Now outside of tests.
func New(log Log, now func() time.Time) *Manager {
	return &Manager{log: log, now: now, copies: make(map[string]bool), serials: make(map[string]state.Serial)}
}

// Add takes a block of the configuration. locate makes the paths in it absolute
// or relative to the working directory.
func (m *Manager) Add(c *config.Block, locate func(path string) string) *Block {
	b := newBlock(m, c, locate)
	m.blocks = append(m.blocks, b)
	return b
}

// Load reads every source and publishes the first snapshots. It starts no
// goroutine and holds no lock, and it writes nothing but a probe into the state
// directory. The error holds every fault that forbids to start.
func (m *Manager) Load() error {
	if err := m.openState(); err != nil {
		return err
	}
	var faults rdns.Faults
	for _, b := range m.blocks {
		faults.Add(b.load())
	}
	if err := faults.Err(); err != nil {
		return err
	}
	for _, b := range m.blocks {
		faults.Add(b.publish())
	}
	return faults.Err()
}

// openState opens the directory that one of the blocks names, and recalls the
// serials: those of the instance before, else those on disk.
func (m *Manager) openState() error {
	for _, b := range m.blocks {
		if s := b.Config.State; s != nil && s.Dir != "" {
			dir, err := state.Open(b.locate(s.Dir))
			if err != nil {
				return s.Pos.Errorf("%w", err)
			}
			m.dir = dir
		}
	}
	serials, err := m.dir.Serials()
	if err != nil {
		m.log.Errorf("%v", err)
	}
	maps.Copy(m.serials, serials)
	maps.Copy(m.serials, heritage.lastSerials())
	return nil
}

// originsBeside returns the zones of all other blocks.
func (m *Manager) originsBeside(b *Block) []string {
	var origins []string
	for _, other := range m.blocks {
		if other == b {
			continue
		}
		for _, z := range other.Config.Zones {
			origins = append(origins, z.Origin)
		}
	}
	return origins
}

// Run follows the files until ctx ends. It returns after the last write to the
// state directory.
func (m *Manager) Run(ctx context.Context) {
	if err := m.dir.Tidy(); err != nil {
		m.log.Errorf("tidying the state directory: %v", err)
	}
	m.catchUp()
	m.save()
	m.leave()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			m.poll()
		}
	}
}

// poll looks at every file once, publishes what changed, then saves it.
func (m *Manager) poll() {
	for _, b := range m.blocks {
		news := b.poll()
		b.noteHeld()
		if !news {
			continue
		}
		if err := b.publish(); err != nil {
			m.log.Errorf("%v", err)
		}
	}
	m.save()
	m.leave()
}

// save writes what is not in the state directory yet.
func (m *Manager) save() {
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
}
