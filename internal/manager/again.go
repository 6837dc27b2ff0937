package manager

import (
	"os"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// again returns the good content of the file with all its lines, which nobody
// keeps: from the file, or else from the last good copy. It is nil when neither
// has it any more.
func (f *mappingFile) again() *source.Set {
	if f.next != nil && f.next.Whole() {
		return f.next
	}
	for _, read := range []func() (source.Content, error){
		source.NewWatch(f.path).Read,
		func() (source.Content, error) {
			data, err := f.manager.dir.Source(f.keeper.key)
			return source.NewContent(string(data)), err
		},
	} {
		if c, err := patiently(read); err == nil && c.Sum == f.good.Hash {
			f.manager.litter += len(c.Text)
			return source.Parse(c, f.good.Options, f.hooks())
		}
	}
	return nil
}

// patiently reads a file that may stand on a hung network mount. After patience
// nobody waits for it any more.
func patiently(read func() (source.Content, error)) (source.Content, error) {
	done := make(chan look, 1)
	go func() {
		c, err := read()
		done <- look{content: c, err: err}
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case l := <-done:
		return l.content, l.err
	case <-timer.C:
		return source.Content{}, os.ErrDeadlineExceeded
	}
}

// A lineFinder finds the lines of mappings, reading each file once at most.
type lineFinder struct {
	block *Block
	sets  map[int32]*source.Set
}

// find returns the line of a mapping of a file, or 0.
func (l *lineFinder) find(from int32, m *rdns.Mapping) int32 {
	if f := l.block.mappings[from]; f.next != nil && f.next.Covers(m.Addr) {
		line, _ := f.next.Find(m.Addr, m.Name)
		return int32(line) //nolint:gosec // files of at most 2 GiB
	}
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
