package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A builder collects a Set. What is common to all formats stands here: names
// are checked and stored, a line is taken whole or not at all, faults are
// counted. Duplicates are found at the end.
type builder struct {
	set            *Set
	hooks          Hooks
	names          *arena
	attrs          attrs
	start4, start6 int      // of the mappings of the line that is being read
	foreign        bool     // an address of that line is not its owner's
	words          []string // of that line
	skipped        int      // good records that are no mappings
	outline        *Outline // nil when there is none
}

func newBuilder(c Content, o Options, hooks Hooks) *builder {
	return &builder{
		set:   &Set{Summary: Summary{Options: o, Hash: c.Sum}},
		hooks: hooks,
		names: &arena{size: min(chunkSize, len(c.Text))},
	}
}

// begin begins a line that says something. Its mappings are offered next, then
// it ends with keep, or with bad.
func (b *builder) begin() {
	b.set.Lines++
	b.start4, b.start6, b.foreign = b.set.v4.count, b.set.v6.count, false
}

// offer takes a mapping of the line; a TTL of 0 and an empty owner mean the
// defaults. It returns what is wrong with the name, or with the owner.
func (b *builder) offer(addr netip.Addr, name string, ttl uint32, owner string) error {
	if !isPlainName(name) {
		var err error
		if name, err = b.hostname(name); err != nil {
			return err
		}
	}
	return b.take(addr, name, ttl, owner)
}

// take is offer for a name that is right.
func (b *builder) take(addr netip.Addr, name string, ttl uint32, owner string) error {
	if ttl == 0 {
		ttl = b.set.Options.TTL
	}
	if owner == "" {
		owner = b.set.Options.Owner
	}
	place, name, ok := b.names.add(addr, name)
	if !ok {
		return errMany
	}
	if b.hooks.Check != nil {
		if err := b.hooks.Check(rdns.Mapping{Addr: addr, Name: name, TTL: ttl, Class: b.set.Options.Class, Owner: owner}); err != nil {
			b.foreign = true
			return err
		}
	}
	number, ok := b.attrs.of(attr{ttl, owner})
	if !ok {
		return errMany
	}
	b.add(addr, row{name: place, more: uint32(len(name))<<attrBits | number})
	return nil
}

var errMany = errors.New("the file holds too many names, or too many owners and TTLs: split it")

// add keeps a mapping that is right.
func (b *builder) add(addr netip.Addr, r row) {
	if addr.Is4() {
		o := addr.As4()
		b.set.v4.add(row4{binary.BigEndian.Uint32(o[:]), r})
		return
	}
	o := addr.As16()
	b.set.v6.add(row6{binary.BigEndian.Uint64(o[:8]), binary.BigEndian.Uint64(o[8:]), r})
}

// keep ends a good line.
func (b *builder) keep(number int) {
	line := uint32(number) // a file of 2 GiB has fewer than 1<<32
	for k := b.start4; k < b.set.v4.count; k++ {
		b.set.v4.at(k).line = line
	}
	for k := b.start6; k < b.set.v6.count; k++ {
		b.set.v6.at(k).line = line
	}
}

// skip takes note of a good record that is no mapping.
func (b *builder) skip(kind string) {
	b.skipped++
	if b.set.skipped == nil {
		b.set.skipped = make(map[string]int)
	}
	n := b.set.skipped[kind]
	b.set.skipped[strings.Clone(kind)] = n + 1 // a map takes the key of each assignment, and kind is part of the text
}

// bad ends a line that is left out, and says why.
func (b *builder) bad(number int, err error) {
	b.set.v4.cut(b.start4)
	b.set.v6.cut(b.start6)
	b.set.Bad++
	if b.foreign {
		b.set.Foreign++
	}
	b.set.report(number, err)
}

// finish returns the Set.
func (b *builder) finish() *Set {
	s := b.set
	s.chunks, s.attrs = b.names.finish(), b.attrs.list
	s.outline = b.outline
	s.outline.list(&s.v4, &s.v6)
	s.outline.soil(s.sort())
	s.Mappings = s.Len()
	return s
}

// errLong is the fault of a line that exceeds maxLine.
func errLong(text string) error {
	return fmt.Errorf("line %s is longer than %d bytes: split it", quote(text), maxLine)
}
