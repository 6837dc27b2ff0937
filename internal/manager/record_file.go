package manager

import (
	"crypto/sha256"
	"errors"

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
	watch   *source.Watch
	latest  *recordSet // without faults of its own, but perhaps in conflict with other data
	good    *recordSet // what is served
}

// A recordSet is the content of a record file.
type recordSet struct {
	records []rdns.Record
	hash    [sha256.Size]byte
	data    []byte // until the state has it
}

func newRecordFile(m *Manager, c config.RecordFile, path string) *recordFile {
	return &recordFile{config: c, path: path, manager: m, watch: source.NewWatch(path)}
}

// load reads the last good content and the file as it is now. It is an error
// when neither is usable.
func (f *recordFile) load() error {
	kept, err := f.manager.dir.Source(f.path)
	if err != nil {
		f.manager.log.Errorf("%v", err)
	}
	if kept != nil {
		if set, err := parseRecords(kept, f.path); err == nil {
			f.good = set
		}
	}
	data, err := f.watch.Read()
	if err == nil {
		f.latest, err = parseRecords(data, f.path)
	} else {
		err = f.config.Pos.Errorf("%w: check the path and the mode of the file", err)
	}
	if err != nil && f.good != nil {
		f.refuse(err)
		f.latest, err = f.good, nil
	}
	return err
}

// poll looks at the file and reports whether there is new content to try.
func (f *recordFile) poll() bool {
	data, changed, err := f.watch.Poll()
	if err != nil || !changed {
		f.refuse(err)
		return false
	}
	set, err := parseRecords(data, f.path)
	if err != nil {
		f.refuse(err)
		return false
	}
	f.latest = set
	return set.hash != f.good.hash
}

// refuse logs why the last good content stays.
func (f *recordFile) refuse(err error) {
	if err != nil {
		f.manager.log.Errorf("records %q: change refused, the last good %d records stay:\n%v", f.path, len(f.good.records), err)
	}
}

func parseRecords(data []byte, path string) (*recordSet, error) {
	records, faults := source.ParseRecords(data, path)
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return &recordSet{records: records, hash: sha256.Sum256(data), data: data}, errors.Join(errs...)
}

// save writes the good content to the state directory.
func (f *recordFile) save() {
	if f.good.data == nil {
		return
	}
	if err := f.manager.dir.SaveSource(f.path, f.good.data); err != nil {
		f.manager.log.Errorf("%v", err)
	}
	f.good.data = nil
}
