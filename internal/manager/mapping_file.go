package manager

import (
	"encoding/hex"
	"fmt"
	"iter"
	"net/netip"
	"strings"

	"golang.org/x/time/rate"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

var formats = map[config.Format]source.Format{config.Hosts: source.Hosts, config.Zone: source.Zone, config.CSV: source.CSV}

// A mappingFile is one source of mappings with its last good content. Its
// fields belong to Load, then to Run.
type mappingFile struct {
	config  config.MappingFile
	path    string
	options source.Options
	manager *Manager
	block   *Block
	number  int32 // among the files of the block
	keeper  keeper
	follow  follower
	reports *rate.Limiter       // of lines in the log
	good    *source.Summary     // of what is served
	next    *source.Set         // the good mappings until they are published, or nobody reads them again; nil then
	had     *source.AddressList // what next has, while a file is loaded that may take its place; nil then
	before  legacy              // where they stand until the first publication, if they are inherited
	stale   bool                // good was read when addresses had other owners, or mappings another TTL
	held    *Held               // what waits for a person, or nil
	consent string              // the hash of a content that a person released
	kept    *keptSet            // the last good mappings before a restart, until the first publication
	unsaved unkept              // the content of good, until it is kept
}

// Held is a change that looks like an accident. It does not replace the last
// good mappings until the operator consents.
type Held struct {
	Path   string
	Reason string
	Hash   string // SHA-256 of the content in hex; "" when there is none
}

// shortHash is how much of a hash is shown to be typed.
const shortHash = 16

func newMappingFile(b *Block, c config.MappingFile, path string) *mappingFile {
	m := b.manager
	return &mappingFile{
		config: c, path: path, manager: m, block: b, number: int32(len(b.mappings)), follow: newFollower(path),
		reports: rate.NewLimiter(rate.Every(reportEvery), reportBurst),
		keeper:  keeper{manager: m, path: path, key: m.copyKey(path)},
		options: source.Options{Path: path, Format: formats[c.Format], Origin: c.Origin, TTL: c.TTL, Owner: c.Owner, Class: c.Class},
	}
}

// hooks are what lines are checked with beside their form.
func (f *mappingFile) hooks() source.Hooks {
	return source.Hooks{ToASCII: toASCII, Check: f.manager.rules.owners.Check}
}

// legacy is what the next instance inherits.
func (f *mappingFile) legacy() legacy {
	return legacy{
		good: f.good, stamp: f.follow.stamp, held: f.held != nil, lines: f.manager.rules.ownerLines, ttl: f.block.Config.TTL,
		number: f.number, snapshot: f.block.Snapshot(), aside: f.block.aside, owners: f.manager.rules.owners,
	}
}

// reading says how to parse the file while it is read.
func (f *mappingFile) reading() source.Reading {
	return source.Reading{Options: f.options, Hooks: f.hooks(), Workers: f.block.workers()}
}

// poll looks at the file and reports whether there is something new to serve.
func (f *mappingFile) poll() bool {
	last := f.good
	if !f.follows() {
		last = nil
	}
	l := f.follow.pollSet(f.reading(), f.manager.dir, last, f.holders())
	switch {
	case l.err != nil:
		f.hold(Held{Path: f.path, Reason: l.err.Error()})
		return false
	case l.set != nil && !l.set.Whole() && (l.last != f.good || !f.follows()): // it took that long
		l.spare.Close()
		f.follow.forget()
		return false
	case l.set != nil:
		f.manager.litter += l.set.Len() * leftBehind
		return f.offerSet(l.set, unkept{spare: l.spare})
	}
	f.manager.litter += len(l.content.Text)
	return l.changed && f.offer(l.content)
}

// holders yields the addresses that have mappings of the file as published.
func (f *mappingFile) holders() iter.Seq[netip.Addr] {
	return holders(f.number, f.block.Snapshot(), f.block.aside)
}

// offer parses the content and makes it the good one, unless it looks like an
// accident that nobody has consented to. It reports whether good changed.
func (f *mappingFile) offer(c source.Content) bool {
	return f.offerSet(f.parse(c), unkept{text: c.Text})
}

// offerSet is offer for what was parsed.
func (f *mappingFile) offerSet(set *source.Set, u unkept) bool {
	if !f.accept(set) {
		u.drop()
		return false
	}
	f.unsaved.drop()
	if !f.manager.dir.Memory() {
		f.unsaved = u
	}
	return true
}

// accept makes a content the good one, unless it is or looks like an accident.
func (f *mappingFile) accept(set *source.Set) bool {
	hash := hex.EncodeToString(set.Hash[:])
	reason := source.Accident(f.good, f.addresses(set), set)
	if reason != "" && !f.accepts(hash) {
		f.report(set)
		f.hold(Held{Path: f.path, Reason: reason, Hash: hash})
		return false
	}
	f.release(reason)
	if f.good != nil && f.good.Hash == set.Hash && f.good.Options == f.options && !f.stale {
		return false
	}
	f.stale = false
	f.report(set)
	if f.good == nil && source.Accident(new(source.Summary), nobody, set) != "" {
		f.manager.log.Errorf("mappings %q: %d of %d lines are bad: check its form, or write it with: format hosts, zone or csv", f.path, set.Bad, set.Lines)
	}
	f.take(set)
	return true
}

// parse reads the content: only what changed, if it can.
func (f *mappingFile) parse(c source.Content) *source.Set {
	if f.follows() {
		if set := source.ParseChanges(c, f.options, f.hooks(), f.good, f.holders()); set != nil {
			return set
		}
	}
	return source.ParseTogether(f.block.workers(), c, f.options, f.hooks())
}

// follows reports whether all that the next content may leave as it is, is published
// as it would be read now.
func (f *mappingFile) follows() bool {
	return f.next == nil && f.before.snapshot == nil && f.block.Snapshot() != nil && !f.stale && f.good.Options == f.options
}

// take makes the content the good one.
func (f *mappingFile) take(set *source.Set) {
	good := set.Summary
	good.Faults = nil // they are reported
	f.good, f.next = &good, set
}

// published lets go of the mappings, which the snapshots of the block hold now.
func (f *mappingFile) published() { f.next, f.kept, f.before = nil, nil, legacy{} }

func nobody(func(netip.Addr) bool) {}

// accepts reports whether the configuration consents to the content.
func (f *mappingFile) accepts(hash string) bool {
	return hash == f.consent || f.config.Accept != "" && strings.HasPrefix(hash, f.config.Accept)
}

// hold keeps the last good mappings and says how to go on.
func (f *mappingFile) hold(h Held) {
	f.held = &h
	release := "; mend the file"
	if h.Hash != "" {
		release += fmt.Sprintf(", or, if the change is meant, add to its mappings line at %s: { accept %s }", f.config.Pos, h.Hash[:shortHash])
	}
	f.manager.log.Errorf("mappings %q: change held, the last good %d mappings stay: %s%s", f.path, f.good.Mappings, h.Reason, release)
}

// release ends a hold. reason is not empty when it needed consent.
func (f *mappingFile) release(reason string) {
	switch {
	case reason != "" && f.consent != "":
		f.manager.log.Warningf("mappings %q: change released by hand: %s", f.path, reason)
	case reason != "":
		f.manager.log.Warningf("mappings %q: change accepted at %s: %s; remove the accept now, it would accept the same content again", f.path, f.config.Pos, reason)
	case f.held != nil:
		f.manager.log.Infof("mappings %q: no longer held", f.path)
	}
	f.held, f.consent = nil, ""
}

// report logs every fault of the content. The lines are quoted in them.
func (f *mappingFile) report(set *source.Set) {
	said := 0
	for _, fault := range set.Faults {
		if f.reports.AllowN(f.manager.now(), 1) {
			f.manager.log.Warningf("mappings: %v", fault)
			said++
		}
	}
	if more := set.Unreported() + len(set.Faults) - said; more > 0 {
		f.manager.log.Warningf("mappings %q: %d more bad lines or duplicates", f.path, more)
	}
	if skipped := set.Skipped(); skipped != "" {
		f.manager.log.Warningf("mappings %q: skipped records that are no PTR: %s", f.path, skipped)
	}
	f.manager.log.Infof("mappings %q: %d mappings, %d bad of %d lines, sha256 %x", f.path, set.Mappings, set.Bad, set.Lines, set.Hash[:shortHash/2])
}

// save sees to it that the good content is kept.
func (f *mappingFile) save() {
	if f.keeper.keep(f.good.Hash, &f.unsaved) {
		f.manager.litter += len(f.unsaved.text)
		f.unsaved.drop()
	}
}
