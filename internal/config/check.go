package config

import (
	"cmp"
	"maps"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Check judges the blocks of a Corefile together: what holds for the whole
// process stands in one of them only, and fits together wherever it stands.
func Check(blocks []*Block) error {
	c := checker{first: make(map[string]rdns.Position), owners: make(map[string]bool)}
	for _, b := range blocks {
		c.once(b)
		for _, o := range b.Owners {
			c.owners[o.Name] = true
		}
	}
	c.needs()
	for _, b := range blocks {
		if b.Policy != nil {
			c.allowed(b.Policy.Allow)
		}
	}
	return c.faults.Err()
}

// A checker collects what the blocks say together.
type checker struct {
	faults rdns.Faults
	first  map[string]rdns.Position // where a property that holds for all stands
	owners map[string]bool          // the names that owner lines declare
}

// once reports what a block says again for all.
func (c *checker) once(b *Block) {
	words := b.shared()
	slices.SortFunc(words, func(v, w word) int { return cmp.Compare(v.pos.Line, w.pos.Line) })
	for _, w := range words {
		switch first, again := c.first[w.text]; {
		case !again:
			c.first[w.text] = w.pos
		case w.text == "owner":
			c.faults.Addf(w.pos, "owner stands already in %s: write all owner lines in one server block, they hold for all", first)
		default:
			c.faults.Addf(w.pos, "%s stands already in %s and holds for all server blocks: remove one", w.text, first)
		}
	}
}

// shared returns the first words of what b says for all blocks.
func (b *Block) shared() []word {
	var words []word
	if b.State != nil {
		words = append(words, word{"state", b.State.Pos})
	}
	if b.Confirm != nil {
		words = append(words, word{"confirm", b.Confirm.Pos})
	}
	if b.Unconfirmed != nil {
		words = append(words, word{"unconfirmed", b.Unconfirmed.Pos})
	}
	if b.Policy != nil {
		words = append(words, word{"policy", b.Policy.Pos})
	}
	if len(b.Owners) > 0 {
		words = append(words, word{"owner", b.Owners[0].Pos})
	}
	if b.Control != nil {
		words = append(words, word{"control", b.Control.Pos})
	}
	return words
}

// needs reports a property that does nothing, or harm, without another one.
func (c *checker) needs() {
	confirm, confirms := c.first["confirm"]
	unconfirmed, says := c.first["unconfirmed"]
	if _, kept := c.first["state"]; confirms && !kept {
		c.faults.Addf(confirm, "confirm needs a place for what it finds out: write state /var/lib/rdnsmgr; or state memory, with which every restart forgets it and serves again what was withdrawn, until that has failed anew")
	}
	if says && !confirms {
		c.faults.Addf(unconfirmed, "unconfirmed does nothing without confirm: write, for example, confirm 192.0.2.53; or remove the line")
	}
}

// allowed reports owners that may have names and have no addresses. It is a slip
// that would let nobody have them.
func (c *checker) allowed(lines []Allow) {
	for _, a := range lines {
		for _, name := range a.Owners {
			if !c.owners[name] {
				c.faults.Addf(a.Pos, "allow: no line declares the owner %s: %swant a line such as: owner %s 192.0.2.8/29", name, didYouMean(name, slices.Sorted(maps.Keys(c.owners))), name)
			}
		}
	}
}
