package manager

import (
	"maps"
	"sync"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// heritage is what the running instance leaves to the next one of the same
// process: the serials, the last good mappings of each file with the stamp of
// the file they were read from, so that an unchanged file is not parsed again
// when the Corefile is reloaded, what was published, and what is known of the
// names. Only a running manager writes here; a loading one reads.
var heritage estate

type estate struct {
	mu      sync.Mutex
	serials map[string]state.Serial
	files   map[source.Options]legacy

	rules     [32]byte          // that judged what was published
	snapshots []*index.Snapshot // of all blocks
	unchecked bool              // confirmation was off
	table     *confirm.Table    // nil then
	ledger    state.Dir         // where the table is kept
}

// A legacy is what is known of one mapping file. What it points to never
// changes.
type legacy struct {
	good  *source.Summary
	stamp source.Stamp // of the file that good was read from
	held  bool         // something else stands in the file
	lines string       // the owner lines that good was checked by
	ttl   uint32       // of mappings that name none

	number          int32           // of the file in the snapshots
	snapshot, aside *index.Snapshot // that hold its mappings
	owners          *claims.Owners
}

// leave replaces what was left before.
func (e *estate) leave(serials map[string]state.Serial, files map[source.Options]legacy) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.serials, e.files = maps.Clone(serials), files
}

// leaveNames replaces what is known of the names.
func (e *estate) leaveNames(rules [32]byte, snapshots []*index.Snapshot, table *confirm.Table, unchecked bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rules, e.snapshots, e.table, e.unchecked = rules, snapshots, table, unchecked
}

func (e *estate) lastPublished() past {
	e.mu.Lock()
	defer e.mu.Unlock()
	return past{rules: e.rules, unchecked: e.unchecked, snapshots: e.snapshots}
}

func (e *estate) lastTable() *confirm.Table {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.table
}

// keepLedger notes where the table is kept.
func (e *estate) keepLedger(d state.Dir) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ledger = d
}

func (e *estate) lastLedger() state.Dir {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.ledger
}

func (e *estate) lastSerials() map[string]state.Serial {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.serials // replaced as a whole, never changed
}

// file returns what is known of a file read with the options, or else of the
// same file read otherwise.
func (e *estate) file(o source.Options) (legacy, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l, ok := e.files[o]; ok {
		return l, true
	}
	for other, l := range e.files {
		if other.Path == o.Path {
			return l, true
		}
	}
	return legacy{}, false
}
