package manager

import (
	"crypto/sha256"
	"os"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// load finds the last good content, then offers the file as it is now. It is
// an error when there is neither.
func (f *mappingFile) load() error {
	if f.inherit() {
		return nil
	}
	kept := f.keeper.head()
	alike := kept != nil && kept.Size == f.size()
	if alike && f.takeKept(kept.Sum) {
		return nil
	}
	if f.good == nil && !f.recall() && kept != nil && !alike && f.takeKept(kept.Sum) {
		return nil // it is damaged, but its head tells what it was
	}
	return f.replace()
}

// replace offers the file while no more is in memory of a large content before than its
// addresses: there is room for the names of one content. If that stays, it is read again.
func (f *mappingFile) replace() error {
	if f.next != nil && f.next.Whole() && f.size() >= largeFile {
		f.had, f.next = f.next.AddressList(), nil
	}
	err := f.offerFile()
	if f.had != nil && f.next == nil {
		f.good, f.had = nil, nil
		if !f.recall() {
			f.manager.log.Errorf("mappings %q: what was kept of it is lost meanwhile: the file is served as it is", f.path)
			err = f.offerFile()
		}
	}
	f.had = nil
	return err
}

// size returns the size of the file, or -1.
func (f *mappingFile) size() int64 {
	info, err := os.Stat(f.path)
	if err != nil {
		return -1
	}
	return info.Size()
}

// takeKept takes the file if it has the hash of what is kept, which then need not be
// read. It reports whether nothing is left to be done. The file may be in another form
// than the one that is configured now: then it has become the good content in that.
func (f *mappingFile) takeKept(sum [sha256.Size]byte) bool {
	set, _, err := f.read(state.Dir{})
	switch {
	case err != nil || set.Hash != sum:
		return false
	case f.good != nil:
		if f.offerSet(set, unkept{}) {
			f.keeper.trust(sum)
		}
		return true
	}
	if source.Accident(new(source.Summary), nobody, set) != "" {
		set = f.otherForm(set)
	}
	f.take(set)
	f.keeper.trust(sum)
	if set.Options != f.options {
		f.kept = f.keepSet(set)
		return false
	}
	f.kept = &keptSet{whole: true}
	f.report(set)
	return true
}

// otherForm returns what a content says that seems to be in another form than the one
// that is configured, or the same if there is no better one.
func (f *mappingFile) otherForm(set *source.Set) *source.Set {
	content, err := f.follow.read()
	if err != nil || content.Sum != set.Hash {
		return set
	}
	f.manager.litter += len(content.Text)
	return parseKept(f.block.workers(), content, f.options, f.hooks())
}

// recall takes the last good content before a restart, and reports whether there is
// one.
func (f *mappingFile) recall() bool {
	f.manager.sweep()
	set := f.keeper.recallSet(f.reading())
	if set == nil {
		kept, ok := f.keeper.recall()
		if !ok {
			return false
		}
		f.manager.litter += len(kept.Text)
		set = parseKept(f.block.workers(), kept, f.options, f.hooks())
	}
	f.litters(set)
	f.take(set)
	f.kept = f.keepSet(set)
	return true
}

// offerFile offers the file as it is now. It is an error when it cannot be read and
// nothing was good before.
func (f *mappingFile) offerFile() error {
	f.manager.sweep()
	set, u, err := f.read(f.manager.dir)
	switch {
	case err == nil:
		f.offerSet(set, u)
	case f.good == nil:
		return unreadable(f.config.Pos, err)
	default:
		f.hold(Held{Path: f.path, Reason: err.Error()})
	}
	return nil
}

// read reads the file. A large one has a spare in the directory.
func (f *mappingFile) read(dir state.Dir) (set *source.Set, u unkept, err error) {
	if set, u.spare = f.follow.readSet(f.reading(), dir); set == nil {
		content, err := f.follow.read()
		if err != nil {
			return nil, u, err
		}
		set, u.text = source.ParseTogether(f.block.workers(), content, f.options, f.hooks()), content.Text
	}
	f.litters(set)
	f.manager.litter += len(u.text)
	return set, u, nil
}

// litters notes what a list leaves behind when it is not needed any more.
func (f *mappingFile) litters(set *source.Set) { f.manager.litter += set.Mappings * leftBehind }

// inherit takes over from the instance before. It reports whether the file has
// not changed since, so that it need not be read.
func (f *mappingFile) inherit() bool {
	l, ok := heritage.file(f.options)
	if !ok {
		return false
	}
	f.good, f.before = l.good, l
	f.manager.litter += l.good.Mappings * leftBehind
	if l.lines == f.manager.rules.ownerLines {
		f.before.owners = nil // nobody needs to ask them
	}
	f.stale = f.before.owners != nil || l.ttl != f.block.Config.TTL
	return !f.stale && f.good.Options == f.options && !l.held && f.follow.resume(l.stamp)
}

// parseKept reads the last good content. It was good in some form; when it is
// not in the one that is configured now, that one is a slip.
func parseKept(workers int, c source.Content, o source.Options, h source.Hooks) *source.Set {
	set := source.ParseTogether(workers, c, o, h)
	if source.Accident(new(source.Summary), nobody, set) == "" {
		return set
	}
	o.Format = source.Auto
	if guess := source.Parse(c, o, h); source.Accident(new(source.Summary), nobody, guess) == "" {
		return guess
	}
	return set
}
