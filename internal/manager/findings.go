package manager

import (
	"fmt"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// findings are what is new to report about the mappings of a block.
type findings struct {
	hidden []finding // mappings that are shadowed or outside, bounded
	judged []finding // about looks, bounded
	more   int       // what there is no room for
}

// A finding is something to report about a claim.
type finding struct {
	claim claim
	first *claim // that shadows it
	cut   string // below which it is
	text  string // what is wrong with its look
}

// hide reports a claim that does not count, because of the one that is first or
// because its address is not ours.
func (f *findings) hide(c, first *claim, cut string) {
	if len(f.hidden) == maxReports {
		f.more++
		return
	}
	found := finding{claim: *c, cut: cut}
	if first != nil {
		winner := *first
		found.first = &winner
	}
	f.hidden = append(f.hidden, found)
}

// object reports what is wrong with the look of a claim. Of millions that are refused
// only some are worded.
func (f *findings) object(c *claim, word func() string) {
	if len(f.judged) == maxReports {
		f.more++
		return
	}
	f.judged = append(f.judged, finding{claim: *c, text: word()})
}

// join takes over what stands behind these findings.
func (f *findings) join(o *findings) {
	hidden, judged := maxReports-len(f.hidden), maxReports-len(f.judged)
	f.more += o.more + max(0, len(o.hidden)-hidden) + max(0, len(o.judged)-judged)
	f.hidden = append(f.hidden, o.hidden[:min(len(o.hidden), hidden)]...)
	f.judged = append(f.judged, o.judged[:min(len(o.judged), judged)]...)
}

// log says all of it, as far as there may be so many lines.
func (f *findings) log(b *Block) {
	b.findLines(f)
	m, unsaid := b.manager, f.more
	for _, list := range [][]finding{f.hidden, f.judged} {
		for i := range list {
			if !m.reports.AllowN(m.now(), 1) {
				unsaid++
				continue
			}
			m.log.Warningf("mappings: %s", list[i].word(b))
		}
	}
	if unsaid > 0 {
		m.log.Warningf("mappings: %d more that are not served, or whose look was objected to", unsaid)
	}
}

// word says what it is.
func (f *finding) word(b *Block) string {
	c := &f.claim
	switch {
	case f.text != "":
		return fmt.Sprintf("%s: %s %q %s", b.place(c), c.Addr, c.Name, f.text)
	case f.first != nil:
		return fmt.Sprintf("%s: %s already has the name %q from %s: %q is not served", b.place(c), c.Addr, f.first.Name, b.place(f.first), c.Name)
	case f.cut != "":
		return fmt.Sprintf("%s: %s is delegated away at %q: %q is not served", b.place(c), c.Addr, f.cut, c.Name)
	}
	return fmt.Sprintf("%s: %s is in none of our zones: %q is not served", b.place(c), c.Addr, c.Name)
}

// place tells where a claim was written: the file and, if that is known, the line.
func (b *Block) place(c *claim) string {
	if c.from != corefile {
		path := b.mappings[c.from].path
		if c.line == 0 {
			return path
		}
		return rdns.Position{File: path, Line: int(c.line)}.String()
	}
	for _, m := range b.Config.Mappings {
		if m.Addr == c.Addr && m.Name == c.Name {
			return m.Pos.String()
		}
	}
	return "Corefile"
}

// findLines finds the lines of claims that were published before.
func (b *Block) findLines(f *findings) {
	lines := lineFinder{block: b}
	for _, list := range [][]finding{f.hidden, f.judged} {
		for i := range list {
			if c := &list[i].claim; c.line == 0 && c.from != corefile {
				c.line = lines.find(c.from, &c.Mapping)
			}
		}
	}
}
