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
	serials map[string]state.Serial // by Block.key; touched by Load, then by Run only
	unsaved bool                    // serials changed since they were saved
}

// New returns a Manager without blocks. now is time.Now outside of tests.
func New(log Log, now func() time.Time) *Manager {
	return &Manager{log: log, now: now, serials: make(map[string]state.Serial)}
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

// serial returns the serial for data with the fingerprint: the last one when
// nothing changed, else the next.
func (m *Manager) serial(key, fingerprint string) uint32 {
	last := m.serials[key]
	if last.Fingerprint == fingerprint {
		return last.Number
	}
	next := state.Serial{Number: state.Next(last, m.now().Unix()), Fingerprint: fingerprint}
	m.serials[key] = next
	m.unsaved = true
	return next.Number
}

// Run follows the files until ctx ends. It returns after the last write to the
// state directory.
func (m *Manager) Run(ctx context.Context) {
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

// catchUp moves the serials behind those that the instance before published
// after we had loaded.
func (m *Manager) catchUp() {
	published := heritage.lastSerials()
	for _, b := range m.blocks {
		last, mine := published[b.key], m.serials[b.key]
		if last.Fingerprint == "" || last.Fingerprint == mine.Fingerprint || int32(last.Number-mine.Number) < 0 { //nolint:gosec // RFC 1982
			continue
		}
		mine.Number = state.Next(last, m.now().Unix())
		m.serials[b.key], m.unsaved = mine, true
		b.snapshot.Store(b.Snapshot().WithSerial(mine.Number))
	}
}

// poll looks at every file once, publishes what changed, then saves it.
func (m *Manager) poll() {
	changed := false
	for _, b := range m.blocks {
		news := b.poll()
		b.noteHeld()
		if !news {
			continue
		}
		changed = true
		if err := b.publish(); err != nil {
			m.log.Errorf("%v", err)
		}
	}
	if changed {
		m.save()
	}
	m.leave()
}

// save writes what changed to the state directory.
func (m *Manager) save() {
	for _, b := range m.blocks {
		b.save()
	}
	if !m.unsaved {
		return
	}
	if err := m.dir.SaveSerials(m.serials); err != nil {
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
