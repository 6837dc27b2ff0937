package manager

import (
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// look returns the look of a claim: the one that it had, when nothing changed
// that it depends on, or else a new judgement. A name that was served is never
// refused by a rule that came later: it is flagged.
func (d *draft) look(c *claim) rdns.Look {
	b := d.block
	if b.policy == nil {
		return rdns.Accepted
	}
	was, known := d.recall(c)
	if known && was.exact && b.settled(c, was.Look()) && !b.lost(c, was.State) {
		return was.Look()
	}
	v := b.policy.Check(policy.Request{Addr: c.Addr, Name: c.Name, Class: c.Class, Owner: c.Owner})
	look := lookOf(&v)
	switch served := was.Served() || was.Fate() == rdns.Withdrawn; {
	case known && was.Look() == rdns.Excused && look > rdns.Excused:
		look = rdns.Excused
	case known && served && (look > max(was.Look(), rdns.Flagged) || b.lost(c, was.State)):
		look = rdns.Flagged
	}
	if look != rdns.Accepted && (!known || look != was.Look() || b.past.disk != nil) {
		d.findings.object(c, func() string { return wordLook(look, &v) })
	}
	return look
}

// lost reports whether a claim was served only because it had matched, and
// nothing is known of that any more.
func (b *Block) lost(c *claim, was rdns.State) bool {
	m := b.manager
	return was.Look() == rdns.Unmatched && was.Served() && m.confirm != nil && m.record(confirmed(&c.Mapping)).Status == confirm.NoStatus
}

// settled reports whether the look of a known claim cannot have changed. Below
// our own zones it depends on what we generate and hold there.
func (b *Block) settled(c *claim, was rdns.Look) bool {
	if b.past.rules != b.manager.rules.fingerprint() {
		return false
	}
	if b.past.disk != nil && was != rdns.Accepted {
		return false // so that the log of every start says what is wrong
	}
	return b.judged == b.frame || !b.policy.InOwnZone(c.Name)
}

// source returns the file that a claim came from, or nil.
func (b *Block) source(c *claim) *mappingFile {
	if c.from == corefile {
		return nil
	}
	return b.mappings[c.from]
}

func lookOf(v *policy.Verdict) rdns.Look {
	switch {
	case v.UnlessMatched():
		return rdns.Unmatched
	case v.Outcome == policy.Refused:
		return rdns.Refused
	case v.Outcome == policy.Warned:
		return rdns.Warned
	}
	return rdns.Accepted
}

// wordLook says what is wrong with a look, and what follows from that.
func wordLook(look rdns.Look, v *policy.Verdict) string {
	consequence := map[rdns.Look]string{
		rdns.Warned:    "is served, but",
		rdns.Flagged:   "stays served as it was, but would be refused today:",
		rdns.Unmatched: "is not served until it points back:",
		rdns.Refused:   "is not served:",
	}[look]
	return consequence + " " + v.Why()
}
