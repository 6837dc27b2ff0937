package manager

import (
	"crypto/sha256"
	"os"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// again returns the good content of the file with all its lines, which nobody
// keeps: from the file, or else from the last good copy. It is nil when neither
// has it any more.
func (f *mappingFile) again() *source.Set {
	if f.next != nil {
		return f.next
	}
	for _, read := range []func() ([]byte, error){
		source.NewWatch(f.path).Read,
		func() ([]byte, error) { return f.manager.dir.Source(f.keeper.key) },
	} {
		if data, err := patiently(read); err == nil && sha256.Sum256(data) == f.good.Hash {
			f.manager.litter += len(data)
			return source.Parse(data, f.good.Options, f.hooks())
		}
	}
	return nil
}

// patiently reads a file that may stand on a hung network mount. After patience
// nobody waits for it any more.
func patiently(read func() ([]byte, error)) ([]byte, error) {
	done := make(chan look, 1)
	go func() {
		data, err := read()
		done <- look{data: data, err: err}
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case l := <-done:
		return l.data, l.err
	case <-timer.C:
		return nil, os.ErrDeadlineExceeded
	}
}

// A lineFinder finds the lines of mappings, reading each file once at most.
type lineFinder struct {
	block *Block
	sets  map[int32]*source.Set
}

// find returns the line of a mapping of a file, or 0.
func (l *lineFinder) find(from int32, m *rdns.Mapping) int32 {
	set, read := l.sets[from]
	if !read {
		if l.sets == nil {
			l.sets = make(map[int32]*source.Set)
		}
		set = l.block.mappings[from].again()
		l.sets[from] = set
	}
	if set == nil {
		return 0
	}
	line, _ := set.Find(m.Addr, m.Name)
	return int32(line) //nolint:gosec // files of at most 2 GiB
}
