package manager

import (
	"fmt"
	"iter"
	"net/netip"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// A follower looks at one file without waiting for it for long: a file on a
// hung network mount must not keep the others from being followed, nor the
// server from stopping. Its methods belong to one goroutine.
type follower struct {
	path  string
	watch *source.Watch
	ask   func() look // looks at the file; may take for ever
	busy  chan look   // of the look that is on its way; nil when there is none
	long  bool        // it is not waited for any more
	late  bool        // it takes too long, and that was said
	pulse *pulse      // of what reads the file
	stamp source.Stamp
}

// A look is what one look at a file brought.
type look struct {
	content source.Content
	set     *source.Set // of a content without text; see source.Watch.PollSet
	spare   *state.Spare
	last    *source.Summary // that a set which is not whole goes on from
	changed bool
	err     error
}

func newFollower(path string) follower {
	f := follower{path: path, watch: source.NewWatch(path), pulse: new(pulse)}
	f.ask = func() look {
		content, changed, err := f.watch.Poll()
		return look{content: content, changed: changed, err: err}
	}
	return f
}

// read reads the file at once, and waits for it: it is for a start.
func (f *follower) read() (source.Content, error) {
	content, err := f.watch.Read()
	f.stamp = f.watch.Stamp()
	return content, err
}

// readSet is read for a large file, see source.Watch.ReadSet, with a spare in the
// directory. The Set is nil when only read tells more.
func (f *follower) readSet(r source.Reading, dir state.Dir) (*source.Set, *state.Spare) {
	tap := &tap{dir: dir, pulse: f.pulse}
	r.Tap = tap.open
	set, err := f.watch.ReadSet(r)
	if err == nil {
		f.stamp = f.watch.Stamp()
	}
	return set, tap.take(set)
}

// resume goes on from a stamp, see source.Watch.
func (f *follower) resume(stamp source.Stamp) bool {
	f.stamp = stamp
	return f.watch.Resume(stamp)
}

// forget makes the next look return the content, whether it is new or not.
func (f *follower) forget() {
	f.stop()
	*f = newFollower(f.path)
}

// stop ends the look that is on its way, as far as it parses while it reads: that
// takes memory and a processor, and its spare room on the disk. Only forget may follow.
func (f *follower) stop() {
	f.pulse.stopped.Store(true)
	if busy := f.busy; busy != nil {
		go func() {
			l := <-busy
			l.spare.Close()
		}()
	}
}

// poll looks at the file. A look that takes longer than patience goes on by
// itself and counts as nothing new. If it does not come on, that is an error once.
func (f *follower) poll() look {
	if f.busy == nil {
		busy := make(chan look, 1)
		f.busy = busy
		f.pulse.begin()
		go func() { busy <- f.ask() }()
	}
	if l, done := f.wait(); done {
		f.busy, f.long, f.late, f.stamp = nil, false, false, f.watch.Stamp()
		return l
	}
	f.long = true
	if f.late || f.pulse.beats() {
		return look{}
	}
	f.late = true
	return look{err: fmt.Errorf("reading %q takes longer than %s: is it on a file system that does not answer?", f.path, patience)}
}

// pollSet is poll for mappings, see source.Watch.PollSet. What is parsed comes with
// a spare in the directory.
func (f *follower) pollSet(r source.Reading, dir state.Dir, last *source.Summary, had iter.Seq[netip.Addr]) look {
	if f.busy == nil {
		watch, tap := f.watch, &tap{dir: dir, pulse: f.pulse}
		r.Tap = tap.open
		f.ask = func() (l look) {
			l.last = last
			l.set, l.content, l.changed, l.err = watch.PollSet(r, last, had)
			l.spare = tap.take(l.set)
			return l
		}
	}
	l := f.poll()
	if f.busy == nil {
		f.ask = nil // it has what is published now, which is to be replaced
	}
	return l
}

// wait waits for the look that is on its way, for as long as there is patience.
func (f *follower) wait() (l look, done bool) {
	if f.long {
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
