package source

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A builder collects a Set. What is common to all formats stands here: names
// are checked and stored, a line is taken whole or not at all, faults are
// counted. Duplicates are found at the end.
type builder struct {
	set     *Set
	hooks   Hooks
	names   arena
	start   int  // of the mappings of the line that is being read
	foreign bool // an address of that line is not its owner's
}

func newBuilder(data []byte, o Options, hooks Hooks) *builder {
	n := min(bytes.Count(data, []byte("\n"))+1, len(data)/minMapping+1)
	return &builder{
		set:   &Set{Options: o, Hash: sha256.Sum256(data), Mappings: make([]rdns.Mapping, 0, n)},
		hooks: hooks,
		names: arena{size: min(arenaChunk, len(data))},
	}
}

// begin begins a line that says something. Its mappings are offered next, then
// it ends with keep, or with bad.
func (b *builder) begin() {
	b.set.Lines++
	b.start, b.foreign = len(b.set.Mappings), false
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
	if ttl == 0 {
		ttl = b.set.Options.TTL
	}
	if owner == "" {
		owner = b.set.Options.Owner
	}
	m := rdns.Mapping{Addr: addr, Name: b.names.absolute(name), TTL: ttl, Class: b.set.Options.Class, Owner: owner}
	if b.hooks.Check != nil {
		if err := b.hooks.Check(m); err != nil {
			b.foreign = true
			return err
		}
	}
	b.set.Mappings = append(b.set.Mappings, m)
	return nil
}

// keep ends a good line.
func (b *builder) keep(number int) {
	for i := b.start; i < len(b.set.Mappings); i++ {
		b.set.places.add(i, number)
	}
}

// skip takes note of a good record that is no mapping.
func (b *builder) skip(kind string) {
	if b.set.skipped == nil {
		b.set.skipped = make(map[string]int)
	}
	b.set.skipped[kind]++
}

// bad ends a line that is left out, and says why.
func (b *builder) bad(number int, err error) {
	b.set.Mappings = b.set.Mappings[:b.start]
	b.set.Bad++
	if b.foreign {
		b.set.Foreign++
	}
	b.set.report(number, err)
}

// finish returns the Set, without the memory that was reserved for lines that
// turned out to be comments.
func (b *builder) finish() *Set {
	b.set.sort()
	b.set.Mappings = trim(b.set.Mappings)
	return b.set
}

// trim returns s, copied if much of its memory is not in use.
func trim[T any](s []T) []T {
	if cap(s) > len(s)+len(s)/4+16 {
		s = append(make([]T, 0, len(s)), s...)
	}
	return slices.Clip(s)
}

// errLong is the fault of a line that exceeds maxLine.
func errLong(text string) error {
	return fmt.Errorf("line %s is longer than %d bytes: split it", quote(text), maxLine)
}
