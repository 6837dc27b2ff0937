package manager

import (
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
	set, spare := f.readList()
	if f.takeList(set, spare) {
		return nil
	}
	content, err := f.follow.read()
	f.manager.litter += len(content.Text)
	if f.good == nil {
		if same := err == nil && f.keeper.has(content.Sum); f.recall(content, same) && same && f.good.Options == f.options {
			f.report(f.next)
			return nil
		}
	}
	switch {
	case err == nil && set != nil && set.Hash == content.Sum:
		f.offerSet(set, unkept{text: content.Text})
	case err == nil:
		f.offer(content)
	case f.good == nil:
		return unreadable(f.config.Pos, err)
	default:
		f.hold(Held{Path: f.path, Reason: err.Error()})
	}
	return nil
}

// readList reads a large file without holding all of its text. There is a spare to be
// kept, unless it seems to be the same as what is kept. The Set is nil when it did not.
func (f *mappingFile) readList() (set *source.Set, spare *state.Spare) {
	if f.good != nil {
		return nil, nil
	}
	dir := f.manager.dir
	if info, err := os.Stat(f.path); err != nil || f.keeper.hasSize(info.Size()) {
		dir = state.Dir{}
	}
	set, spare = f.follow.readSet(f.reading(), dir)
	f.litters(set)
	if set != nil && spare == nil && !f.manager.dir.Memory() && !f.keeper.has(set.Hash) { // it has the size only
		set, spare = f.follow.readSet(f.reading(), f.manager.dir)
		f.litters(set)
	}
	return set, spare
}

// litters notes what a list leaves behind when it is not needed any more.
func (f *mappingFile) litters(set *source.Set) {
	if set != nil {
		f.manager.litter += set.Mappings * leftBehind
	}
}

// takeList makes a list the good content, or offers it when another one was good. It
// reports whether no text is needed for that.
func (f *mappingFile) takeList(set *source.Set, spare *state.Spare) bool {
	switch {
	case set == nil:
		return false
	case f.keeper.has(set.Hash) && source.Accident(new(source.Summary), nobody, set) == "":
		spare.Close()
		f.kept = &keptSet{whole: true}
		f.take(set)
		f.report(set)
		return true
	case !f.keeper.hasAny() || f.recallList():
		f.offerSet(set, unkept{spare: spare})
		return true
	}
	spare.Close()
	return false
}

// recallList is recall for a large content. It reports whether it was one.
func (f *mappingFile) recallList() bool {
	f.manager.sweep()
	set := f.keeper.recallSet(f.reading())
	if set == nil {
		return false
	}
	f.litters(set)
	f.take(set)
	f.kept = f.keepSet(set)
	return true
}

// recall takes the last good content before a restart, and reports whether there
// is one. It need not be read if it is the same as the content of the file.
func (f *mappingFile) recall(now source.Content, same bool) bool {
	kept, ok := now, same
	if !same {
		kept, ok = f.keeper.recall()
		f.manager.litter += len(kept.Text)
	}
	if !ok {
		return false
	}
	f.take(parseKept(f.block.workers(), kept, f.options, f.hooks()))
	f.kept = f.keepSet(f.next)
	if same && f.good.Options == f.options || now == (source.Content{}) {
		f.kept = &keptSet{whole: true}
	}
	return true
}

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
