package lint

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/reputation"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Check lints a Corefile and the files that it names. It asks no network. The
// error says why nothing could be looked at; what is wrong with the Corefile
// stands in the Report. The Site is nil if the server would not start with it.
func Check(path string, o site.Options) (*Report, *site.Site, error) {
	r := &Report{Version: 1, Usable: true, Findings: []Finding{}}
	defer r.sort()
	blocks, err := site.Read(path)
	if _, unreadable := errors.AsType[*fs.PathError](err); unreadable {
		return nil, nil, err
	}
	if err != nil {
		r.refusal(path, err)
		return r, nil, nil
	}
	for _, b := range blocks {
		r.apexes(b)
		r.pools(b)
	}
	r.state(blocks)
	s, err := site.Load(path, blocks, o)
	if err != nil {
		r.refusal(path, err)
		return r, nil, nil
	}
	for _, b := range s.Blocks {
		r.sources(b)
		r.mappings(b)
	}
	return r, s, nil
}

// apexes judges what all zones of a block share.
func (r *Report) apexes(b *config.Block) {
	if z := b.Zones[0]; len(z.NS) == 1 {
		r.addf(Note, RuleFewServers, z.Pos, "%s is the only name server: a second one on another network keeps the zones up (RFC 2182)", z.NS[0])
	}
}

// pools judges the templates. Pools of one line are judged once.
func (r *Report) pools(b *config.Block) {
	seen := make(map[rdns.Position]bool)
	for _, p := range b.Pools {
		if seen[p.Pos] {
			continue
		}
		seen[p.Pos] = true
		name := string(p.Pattern.Append(nil, p.Prefix.Addr()))
		if !p.Forward {
			r.addf(Warning, RuleNoForward, p.Pos, "pool %s: no zone of ours answers for the generated names (forward off), so that they are confirmed only if another server does; %s should have the address %s", p.Prefix, name, p.Prefix.Addr())
		}
		var families []string
		for _, t := range reputation.Traps(name) {
			families = append(families, t.Family)
		}
		if families != nil {
			r.addf(Note, RuleMail, p.Pos, "pool %s: names such as %s look dynamic to %s: give mail servers names of their own", p.Prefix, name, strings.Join(families, ", "))
		}
	}
}

// state notes that nothing survives a restart, when there is something that
// should.
func (r *Report) state(blocks []*config.Block) {
	files := false
	for _, b := range blocks {
		files = files || len(b.Files)+len(b.RecordFiles) > 0
		if b.State != nil && b.State.Dir != "" {
			return
		}
	}
	if files {
		r.addf(Note, RuleNoState, blocks[0].Pos, "no state directory: after a restart nobody knows what was good before, so that a truncated file would be taken as it is; write, for example, state /var/lib/rdnsmgr")
	}
}

// sources reports the faults of mapping files.
func (r *Report) sources(b *site.Block) {
	for _, set := range b.Sources() {
		for _, f := range set.Faults {
			text := f.Err.Error()
			rule := RuleLine
			if strings.HasPrefix(text, RuleDuplicate) {
				rule = RuleDuplicate
			}
			r.add(Warning, rule, f.Pos, text)
		}
		r.More += set.Unreported()
		if skipped := set.Skipped(); skipped != "" {
			r.addf(Warning, RuleOtherType, rdns.Position{File: set.Options.Path, Line: 1}, "records that are no PTR are not served: %s", skipped)
		}
	}
}

// mappings reports those that nobody is ever given, and those whose look is
// objected to.
func (r *Report) mappings(b *site.Block) {
	var winner site.Entry
	for _, e := range b.Entries() {
		switch fate := e.State.Fate(); {
		case e.Cut != "":
			r.addf(Warning, RuleDelegated, e.Pos, "%s is delegated away at %q: %q is not served", e.Addr, e.Cut, e.Name)
		case !e.Ours:
			r.addf(Warning, RuleOutside, e.Pos, "%s is in none of our zones: %q is not served", e.Addr, e.Name)
		case fate == rdns.Shadowed:
			r.addf(Warning, RuleShadowed, e.Pos, "%s already has the name %q from %s: %q is not served", e.Addr, winner.Name, winner.Pos, e.Name)
		case fate == rdns.Displaced:
			r.addf(Warning, RuleDisplaced, e.Pos, "the name %q belongs to another owner: it is not served for %s of %q", e.Name, e.Addr, e.Owner)
		case e.State.Look() != rdns.Accepted && e.State.Look() != rdns.Excused:
			r.look(b, &e)
		}
		if e.Ours && winner.Addr != e.Addr && e.State.Look() != rdns.Refused {
			winner = e
		}
	}
}

// look says why the look of a mapping is objected to.
func (r *Report) look(b *site.Block, e *site.Entry) {
	v := b.Policy().Check(policy.Request{Addr: e.Addr, Name: e.Name, Class: e.Class, Owner: e.Owner})
	consequence := "is not served:"
	switch e.State.Look() {
	case rdns.Warned, rdns.Flagged:
		consequence = "is served, but"
	case rdns.Unmatched:
		consequence = "is not served until it points back:"
	case rdns.Accepted, rdns.Excused, rdns.Refused:
	}
	r.addf(Warning, RuleLook, e.Pos, "%s %q %s %s", e.Addr, e.Name, consequence, v.Why())
}
