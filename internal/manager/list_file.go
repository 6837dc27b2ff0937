package manager

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A listFile is one file of domains for the look check. Like a record file it
// counts as a whole.
type listFile struct {
	config  config.ListFile
	word    string // of its line in the configuration
	path    string
	manager *Manager
	keeper  keeper
	follow  follower
	good    *listSet
	latest  *listSet // without faults of its own, but perhaps of no use with the others
	held    *Held    // why the file as it is now is not used, or nil
}

// A listSet is the content of a list file.
type listSet struct {
	protect []policy.Protected // of a protect_list
	known   []string           // of a known_list
	hash    [sha256.Size]byte
	text    string // until it is kept
}

const (
	protectList = "protect_list"
	knownList   = "known_list"
)

func newListFile(m *Manager, word string, c config.ListFile, path string) *listFile {
	return &listFile{
		config: c, word: word, path: path, manager: m, follow: newFollower(path),
		keeper: keeper{manager: m, path: path, key: m.copyKey(path)},
	}
}

// load reads the file, or else its last good content. It is an error when
// neither is usable.
func (f *listFile) load() error {
	content, err := f.follow.read()
	if err == nil {
		f.latest, err = f.parse(content)
	} else {
		err = unreadable(f.config.Pos, err)
	}
	if err == nil {
		return nil
	}
	kept, ok := f.keeper.recall()
	if !ok {
		return err
	}
	set, old := f.parse(kept)
	if old != nil {
		return err
	}
	f.good, f.latest = set, set
	f.refuse(err)
	return nil
}

// poll looks at the file and reports whether there is new content to try.
func (f *listFile) poll() bool {
	l := f.follow.poll()
	if l.err == nil && !l.changed {
		return false
	}
	set, err := (*listSet)(nil), l.err
	if err == nil {
		set, err = f.parse(l.content)
	}
	if err != nil {
		f.refuse(err)
		return false
	}
	if f.held = nil; set.hash == f.good.hash {
		return false
	}
	f.latest = set
	return true
}

func (f *listFile) parse(c source.Content) (set *listSet, err error) {
	if len(c.Text) > policy.MaxList {
		return nil, fmt.Errorf("%s: it has %d bytes; at most %d are read: shorten the list", f.path, len(c.Text), policy.MaxList)
	}
	set = &listSet{hash: c.Sum, text: c.Text}
	if f.word == protectList {
		set.protect, err = policy.ReadProtected(c.Text)
	} else {
		set.known, err = policy.ReadKnown(c.Text)
	}
	switch {
	case err != nil:
		return nil, inFile(f.path, err)
	case f.good != nil && len(set.protect)+len(set.known) == 0 && len(f.good.protect)+len(f.good.known) > 0:
		return nil, fmt.Errorf("%s: it names no domain any more: if that is meant, remove the %s line", f.path, f.word)
	}
	return set, nil
}

// inFile puts the path in front of each line of an error, "line 3: text".
func inFile(path string, err error) error {
	var faults rdns.Faults
	for line := range strings.SplitSeq(err.Error(), "\n") {
		faults.Add(fmt.Errorf("%s:%s", path, strings.TrimPrefix(line, "line ")))
	}
	return faults.Err()
}

// refuse logs why the last good content stays.
func (f *listFile) refuse(err error) {
	f.held = &Held{Path: f.path, Reason: err.Error()}
	f.manager.log.Errorf("%s %q: change refused, the last good content stays:\n%v", f.word, f.path, err)
}

// adopt makes the latest content the good one.
func (f *listFile) adopt() {
	if f.good != f.latest {
		f.manager.log.Infof("%s %q: %d domains", f.word, f.path, len(f.latest.protect)+len(f.latest.known))
	}
	f.good = f.latest
}

// save sees to it that the good content is kept.
func (f *listFile) save() {
	if f.keeper.keep(f.good.hash, &unkept{text: f.good.text}) {
		f.good.text = ""
	}
}
