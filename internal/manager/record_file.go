package manager

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A recordFile is one file of static records. Such a file counts as a whole:
// half of a zone's own data is worse than yesterday's.
type recordFile struct {
	config  config.RecordFile
	path    string
	manager *Manager
	keeper  keeper
	follow  follower
	latest  *recordSet // without faults of its own, but perhaps in conflict with other data
	good    *recordSet // what is served
	held    *Held      // why the file as it is now is not served, or nil
}

// A recordSet is the content of a record file.
type recordSet struct {
	records []rdns.Record
	hash    [sha256.Size]byte
	text    string // until it is kept
}

func newRecordFile(m *Manager, c config.RecordFile, path string) *recordFile {
	return &recordFile{
		config: c, path: path, manager: m, follow: newFollower(path),
		keeper: keeper{manager: m, path: path, key: m.copyKey(path)},
	}
}

// load reads the last good content and the file as it is now. It is an error
// when neither is usable.
func (f *recordFile) load() error {
	if kept, ok := f.keeper.recall(); ok {
		if set, err := parseRecords(kept, f.path); err == nil {
			f.good = set
		}
	}
	content, err := f.follow.read()
	if err == nil {
		f.latest, err = f.parse(content)
	} else {
		err = unreadable(f.config.Pos, err)
	}
	if err != nil && f.good != nil {
		f.refuse(err)
		f.latest, err = f.good, nil
	}
	return err
}

// poll looks at the file and reports whether there is new content to try.
func (f *recordFile) poll() bool {
	l := f.follow.poll()
	if l.err == nil && !l.changed {
		return false
	}
	set, err := (*recordSet)(nil), l.err
	if err == nil {
		set, err = f.parse(l.content)
	}
	if err != nil {
		f.refuse(err)
		return false
	}
	f.latest, f.held = set, nil
	return true
}

// parse reads a content. To lose all records at once looks like an accident.
func (f *recordFile) parse(c source.Content) (*recordSet, error) {
	set, err := parseRecords(c, f.path)
	if err == nil && len(set.records) == 0 && f.good != nil && len(f.good.records) > 0 {
		return nil, fmt.Errorf("%s: it holds no record any more: if that is meant, remove the records line", f.path)
	}
	return set, err
}

// refuse logs why the last good content stays.
func (f *recordFile) refuse(err error) {
	f.held = &Held{Path: f.path, Reason: err.Error()}
	f.manager.log.Errorf("records %q: change refused, the last good %d records stay:\n%v", f.path, len(f.good.records), err)
}

func parseRecords(c source.Content, path string) (*recordSet, error) {
	records, faults := source.ParseRecords(c.Text, path)
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return &recordSet{records: records, hash: c.Sum, text: c.Text}, errors.Join(errs...)
}

// save sees to it that the good content is kept.
func (f *recordFile) save() {
	if f.keeper.keep(f.good.hash, &unkept{text: f.good.text}) {
		f.good.text = ""
	}
}
