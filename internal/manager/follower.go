package manager

import (
	"fmt"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A follower looks at one file without waiting for it for long: a file on a
// hung network mount must not keep the others from being followed, nor the
// server from stopping. Its methods belong to one goroutine.
type follower struct {
	path  string
	watch *source.Watch
	ask   func() look // looks at the file; may take for ever
	busy  chan look   // of the look that is on its way; nil when there is none
	late  bool        // it takes too long, and that was said
	stamp source.Stamp
}

// A look is what one look at a file brought.
type look struct {
	content source.Content
	changed bool
	err     error
}

func newFollower(path string) follower {
	watch := source.NewWatch(path)
	ask := func() look {
		content, changed, err := watch.Poll()
		return look{content, changed, err}
	}
	return follower{path: path, watch: watch, ask: ask}
}

// read reads the file at once, and waits for it: it is for a start.
func (f *follower) read() (source.Content, error) {
	content, err := f.watch.Read()
	f.stamp = f.watch.Stamp()
	return content, err
}

// readSet is read for a large list, see source.Watch.ReadSet. The Set is nil when
// only read tells more.
func (f *follower) readSet(workers int, o source.Options, h source.Hooks) *source.Set {
	set, err := f.watch.ReadSet(workers, o, h)
	if err != nil {
		return nil
	}
	f.stamp = f.watch.Stamp()
	return set
}

// resume goes on from a stamp, see source.Watch.
func (f *follower) resume(stamp source.Stamp) bool {
	f.stamp = stamp
	return f.watch.Resume(stamp)
}

// forget makes the next look return the content, whether it is new or not.
func (f *follower) forget() { *f = newFollower(f.path) }

// poll looks at the file. A look that takes longer than patience goes on by
// itself and counts as nothing new; it is an error once, and nobody waits for it
// again.
func (f *follower) poll() look {
	if f.busy == nil {
		busy := make(chan look, 1)
		f.busy = busy
		go func() { busy <- f.ask() }()
	}
	if l, done := f.wait(); done {
		f.busy, f.late, f.stamp = nil, false, f.watch.Stamp()
		return l
	}
	if f.late {
		return look{}
	}
	f.late = true
	return look{err: fmt.Errorf("reading %q takes longer than %s: is it on a file system that does not answer?", f.path, patience)}
}

// wait waits for the look that is on its way, for as long as there is patience.
func (f *follower) wait() (l look, done bool) {
	if f.late {
		select {
		case l = <-f.busy:
			return l, true
		default:
			return l, false
		}
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case l = <-f.busy:
		return l, true
	case <-timer.C:
		return l, false
	}
}
