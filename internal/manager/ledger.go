package manager

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// censusKey stands in the log for the fact that there has been a census: what
// the log does not know has come later. No mapping has this key.
var censusKey = confirm.Key{}

// A ledger keeps on disk what is known of the mappings. It works beside the
// manager, so that a disk that hangs harms nothing else. All but the first two
// fields belong to run.
type ledger struct {
	manager  *Manager
	table    *confirm.Table
	verdicts *state.Verdicts // nil while it cannot be opened
	whole    bool            // the log has all that the table has, but for its changes
	retry    time.Time
}

// run writes what changes, until ctx ends and then once more.
func (l *ledger) run(ctx context.Context) {
	if l.manager.dir.Memory() {
		return
	}
	if l.whole = l.whole || heritage.lastLedger() == l.manager.dir; l.whole {
		heritage.keepLedger(l.manager.dir)
	}
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for {
		l.write()
		select {
		case <-ctx.Done():
			l.retry = time.Time{}
			l.write()
			l.close()
			return
		case <-tick.C:
		}
	}
}

// write brings the log up to date, or says why it cannot.
func (l *ledger) write() {
	if l.manager.now().Before(l.retry) {
		return
	}
	err := l.open()
	if err == nil && l.whole {
		err = l.append()
	}
	if err == nil && (!l.whole || l.verdicts.Grown()) {
		err = l.anew()
	}
	if err != nil {
		l.retry = l.manager.now().Add(retryEvery)
		l.manager.log.Errorf("keeping what is known of the names: %v: until this is mended, a restart does not know it", err)
	}
}

// open opens the log unless it is open.
func (l *ledger) open() error {
	if l.verdicts != nil {
		return nil
	}
	v, err := l.manager.dir.OpenVerdicts()
	if err != nil {
		return err
	}
	l.verdicts = v
	if err := v.Repaired(); err != nil {
		l.manager.log.Warningf("what was known of the names: %v", err)
		l.whole = l.whole && !errors.Is(err, state.ErrDamaged)
	}
	return nil
}

// anew writes the whole log. It mends whatever happened to the one before.
func (l *ledger) anew() error {
	l.whole = false
	heritage.keepLedger(state.Dir{})
	l.table.Changes() // they are in what follows
	if err := l.verdicts.Compact(l.all()); err != nil {
		return err
	}
	l.whole = true
	heritage.keepLedger(l.manager.dir)
	return nil
}

// append writes the changes.
func (l *ledger) append() error {
	changes, listed := l.table.Changes()
	switch {
	case !listed:
		l.whole = false // less work than to append them
		return nil
	case len(changes) == 0:
		return nil
	}
	entries := make([]state.Entry, 0, len(changes)+1)
	for _, e := range changes {
		entries = append(entries, entry(e, nil))
	}
	if err := l.verdicts.Append(append(entries, censusTaken())); err != nil {
		l.whole = false // the changes with all the rest, as soon as that works
		heritage.keepLedger(state.Dir{})
		return err
	}
	return nil
}

// all yields every Record, for a new log.
func (l *ledger) all() iter.Seq[state.Entry] {
	return func(yield func(state.Entry) bool) {
		if !yield(censusTaken()) {
			return
		}
		room := make([]byte, 0, state.MaxValue) // a Value need not outlive its step
		for e := range l.table.All() {
			if !yield(entry(e, room)) {
				return
			}
		}
	}
}

func censusTaken() state.Entry { return state.Entry{Key: censusKey, Value: []byte{1}} }

// entry returns a Record as it is kept, in the room if that is large enough; one
// without a Value deletes.
func entry(e confirm.Entry, room []byte) state.Entry {
	if e.Record == (confirm.Record{}) {
		return state.Entry{Key: e.Key}
	}
	return state.Entry{Key: e.Key, Value: e.Record.Append(room)}
}

func (l *ledger) close() {
	if l.verdicts == nil {
		return
	}
	if err := l.verdicts.Close(); err != nil {
		l.manager.log.Errorf("closing what is known of the names: %v", err)
	}
}
