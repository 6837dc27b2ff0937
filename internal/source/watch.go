package source

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"net/netip"
	"time"
)

// A Watch observes one file by stat. Unlike notifications from the kernel, that
// works on network file systems and bind mounts, and follows symbolic links
// wherever they are switched.
//
// Call Read or Resume first, then Poll every now and then. A Watch starts
// nothing, does not sleep, and holds no file open. It must not be used by two
// goroutines at once.
//
// A file that takes the place of another is read at once: whoever renames it
// into place has finished writing. A file that is written in place is read when
// two looks in a row find it the same. If it changes while it is read, what was
// read is dropped.
type Watch struct {
	path  string
	now   func() time.Time
	fetch fetcher                                             // readFile
	sum   func(path string) ([sha256.Size]byte, Stamp, error) // sumFile
	wake  func()                                              // called when the file was read; tests write then

	read     Stamp // of the content returned last; zero when there is none
	seen     Stamp // at the last look, while waiting for the file to settle
	settling bool  // to wait for two equal looks even if the file was replaced

	young *memory // set while a change could hide behind the same stamp
	fault string  // the error returned last, "" when all is well
}

// A fetcher reads a file, and its stamp before that.
type fetcher func(path string) (Content, Stamp, error)

// A memory is what to compare with while a file is young.
type memory struct {
	hash  [sha256.Size]byte
	again time.Time // when the file is old enough to be read again
}

// NewWatch returns a Watch of the file, which need not exist yet.
func NewWatch(path string) *Watch {
	return &Watch{path: path, now: time.Now, fetch: readFile, sum: sumFile, wake: func() {}}
}

// Read returns the content at once, as a start needs it. A file that is being
// written all the time is an error; Poll returns it once it has settled.
func (w *Watch) Read() (c Content, err error) { return w.readBy(w.fetch) }

// ReadSet is Read and Parse in one: of the text of a large file no more than a few
// pieces are in memory at a time. The Set is nil, without an error, for other files;
// Read reads those.
func (w *Watch) ReadSet(r Reading) (set *Set, err error) {
	_, err = w.readBy(func(path string) (Content, Stamp, error) {
		var stamp Stamp
		set, stamp, err = readSet(path, r)
		if set == nil {
			return Content{}, stamp, err
		}
		return Content{Sum: set.Hash}, stamp, nil
	})
	if err != nil {
		return nil, err // what was read may be torn
	}
	return set, nil
}

func (w *Watch) readBy(fetch fetcher) (c Content, err error) {
	_, err = look(w.path) // opening a pipe would block
	moved := true
	for n := 0; moved && err == nil && n < maxReads; n++ {
		c, moved, err = w.load(fetch)
	}
	if err == nil && moved {
		err = fmt.Errorf("reading %q: it is being written; it is read as soon as it has settled", w.path)
	}
	if err != nil {
		w.lose()
		w.fault = err.Error()
	}
	return c, err
}

// Poll returns the content when it may have changed since it was returned last.
// It may also be the same content, written again. An error is returned once,
// not at each Poll; when it is over, the content is returned.
func (w *Watch) Poll() (c Content, changed bool, err error) { return w.pollBy(w.fetch) }

// PollSet is Poll, and ReadSet for a large file. When little is new beside the last
// content, whose Summary may be nil, the Set tells of changes only: see ParseChanges,
// which had and last are of. For other files there is no Set; for those that have one,
// the Content has no text.
func (w *Watch) PollSet(r Reading, last *Summary, had iter.Seq[netip.Addr]) (set *Set, c Content, changed bool, err error) {
	c, changed, err = w.pollBy(func(path string) (c Content, stamp Stamp, err error) {
		set, c, stamp, err = readNews(path, r, last, had)
		return c, stamp, err
	})
	if !changed || err != nil {
		set = nil // what was read may be torn
	}
	return set, c, changed, err
}

func (w *Watch) pollBy(fetch fetcher) (c Content, changed bool, err error) {
	stamp, err := look(w.path)
	if err != nil {
		w.lose()
		return Content{}, false, w.once(err)
	}
	if stamp == w.read {
		return w.reread(fetch)
	}
	if !w.settled(stamp) {
		return Content{}, false, nil
	}
	c, moved, err := w.load(fetch)
	if err != nil {
		w.lose()
		return Content{}, false, w.once(err)
	}
	return c, !moved, nil
}

// Stamp returns the stamp of the content returned last. It is zero when there
// is none, and while a later change could have the same stamp.
func (w *Watch) Stamp() Stamp {
	if w.young != nil {
		return Stamp{}
	}
	return w.read
}

// Resume goes on from the stamp of another Watch of the same file. It reports
// whether the file is still the same, so that it need not be read.
func (w *Watch) Resume(from Stamp) bool {
	stamp, err := look(w.path)
	if err != nil || from == (Stamp{}) || stamp != from {
		return false
	}
	w.read = from
	return true
}

// settled tells whether a file with a new stamp is ready to be read.
func (w *Watch) settled(stamp Stamp) bool {
	replaced := w.read != Stamp{} && !stamp.sameFile(w.read)
	if replaced && !w.settling || stamp == w.seen {
		return true
	}
	w.seen = stamp
	return false
}

// lose forgets the content when the file cannot be read, so that it is returned
// again when it can.
func (w *Watch) lose() {
	w.read, w.seen, w.young, w.settling = Stamp{}, Stamp{}, nil, true
}

// once returns err unless it is the one that was returned last.
func (w *Watch) once(err error) error {
	if w.fault == err.Error() {
		return nil
	}
	w.fault = err.Error()
	return err
}

// load reads the file. moved tells that it changed meanwhile: then there is no
// data, and the Watch waits until it settles.
func (w *Watch) load(fetch fetcher) (c Content, moved bool, err error) {
	start := w.now()
	c, before, err := fetch(w.path)
	if err != nil {
		return Content{}, false, err
	}
	w.wake()
	stamp, moved, err := w.stood(before)
	if moved || err != nil {
		return Content{}, moved, err
	}
	w.settle(stamp)
	if isYoung(stamp, start) {
		w.young = &memory{c.Sum, start.Add(settleTime)}
	}
	return c, false, nil
}

// stood looks at the file after it was read. moved tells that it has another
// stamp than before.
func (w *Watch) stood(before Stamp) (stamp Stamp, moved bool, err error) {
	stamp, err = look(w.path)
	if err == nil && stamp != before {
		w.seen, w.settling, moved = stamp, true, true
	}
	return stamp, moved, err
}

// settle notes that the content is that of the stamp.
func (w *Watch) settle(stamp Stamp) {
	w.read, w.seen, w.settling, w.young, w.fault = stamp, Stamp{}, false, nil, ""
}

// isYoung tells whether the file had changed so recently when reading started
// that its next change could leave the stamp as it is.
func isYoung(stamp Stamp, start time.Time) bool {
	// A copy may set mtime back to that of its original, but not ctime.
	return !time.Unix(0, max(stamp.mtime, stamp.ctime)).Before(start.Add(-settleTime))
}

// reread looks once more at the content behind a stamp that was young when it
// was read, now that it is old.
func (w *Watch) reread(fetch fetcher) (c Content, changed bool, err error) {
	w.seen, w.settling = Stamp{}, false
	young, old := w.young, w.read
	if young == nil || w.now().Before(young.again) {
		return Content{}, false, nil
	}
	moved, same, err := w.compare(young)
	if err == nil && !moved && !same {
		c, moved, err = w.load(fetch)
	}
	if err != nil {
		w.lose()
		return Content{}, false, w.once(err)
	}
	if moved {
		return Content{}, false, nil
	}
	if w.read == old {
		w.young = nil // even if its time stamp lies in the future
	}
	return c, !same, nil
}

// compare reads the file without keeping it, as it is mostly the same.
func (w *Watch) compare(young *memory) (moved, same bool, err error) {
	start := w.now()
	hash, before, err := w.sum(w.path)
	w.wake()
	if err != nil || hash != young.hash {
		return false, false, err
	}
	stamp, moved, err := w.stood(before)
	if moved || err != nil {
		return moved, false, err
	}
	w.settle(stamp)
	if isYoung(stamp, start) {
		w.young = &memory{hash, start.Add(settleTime)}
	}
	return false, true, nil
}
