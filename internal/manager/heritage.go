package manager

import (
	"maps"
	"sync"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// heritage is what the running instance leaves to the next one of the same
// process: the serials, and the last good mappings of each file with the stamp
// of the file they were read from, so that an unchanged file is not parsed
// again when the Corefile is reloaded. Only a running manager writes here; a
// loading one reads.
var heritage estate

type estate struct {
	mu      sync.Mutex
	serials map[string]state.Serial
	files   map[source.Options]legacy
}

// A legacy is what is known of one mapping file. What it points to never
// changes.
type legacy struct {
	good  *source.Set
	stamp source.Stamp // of the file that good was read from
	held  bool         // something else stands in the file
}

// leave replaces what was left before.
func (e *estate) leave(serials map[string]state.Serial, files map[source.Options]legacy) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.serials, e.files = maps.Clone(serials), files
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
