package source

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A builder collects a Set. What is common to all formats stands here: names
// are checked and stored, a line is taken whole or not at all, duplicates are
// found, faults are counted.
type builder struct {
	set     *Set
	names   arena
	seen    seen
	pending []rdns.Mapping // of the line that is being read
}

func newBuilder(data []byte, o Options) *builder {
	n := min(bytes.Count(data, []byte("\n"))+1, len(data)/minMapping+1)
	return &builder{
		set: &Set{
			Options: o, Hash: sha256.Sum256(data),
			Mappings: make([]rdns.Mapping, 0, n), written: make([]uint32, 0, n),
		},
		names: arena{size: min(arenaChunk, len(data))},
		seen:  newSeen(n),
	}
}

// begin begins a line that says something. Its mappings are offered next, then
// it ends with keep, or with bad.
func (b *builder) begin() {
	b.set.Lines++
	b.pending = b.pending[:0]
}

// offer takes a mapping of the line; a TTL of 0 and an empty owner mean the
// defaults. It returns what is wrong with the name.
func (b *builder) offer(addr netip.Addr, name string, ttl uint32, owner string) error {
	if err := hostname.Check(name); err != nil {
		return err
	}
	if ttl == 0 {
		ttl = b.set.Options.TTL
	}
	if owner == "" {
		owner = b.set.Options.Owner
	}
	b.pending = append(b.pending, rdns.Mapping{
		Addr: addr, Name: b.names.hostname(name), TTL: ttl, Class: b.set.Options.Class, Owner: owner,
	})
	return nil
}

// keep ends a good line.
func (b *builder) keep(number int) {
	for i := range b.pending {
		b.add(number, &b.pending[i])
	}
}

func (b *builder) add(number int, m *rdns.Mapping) {
	slot, first := b.seen.find(b.set.Mappings, m)
	if first >= 0 {
		b.set.Duplicates++
		b.report(number, fmt.Errorf("duplicate: %s has the name %s already since line %d; remove one of them",
			m.Addr, quote(m.Name), b.set.written[first]))
		return
	}
	b.set.Mappings = append(b.set.Mappings, *m)
	b.set.written = append(b.set.written, uint32(number)) // a file of 2 GiB has fewer lines
	b.seen.put(b.set.Mappings, slot, len(b.set.Mappings)-1)
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
	b.set.Bad++
	b.report(number, err)
}

func (b *builder) report(number int, err error) {
	if len(b.set.Faults) < maxFaults {
		pos := rdns.Position{File: b.set.Options.Path, Line: number}
		b.set.Faults = append(b.set.Faults, &rdns.Fault{Pos: pos, Err: err})
	}
}

// finish returns the Set, without the memory that was reserved for lines that
// turned out to be comments.
func (b *builder) finish() *Set {
	b.set.Mappings = trim(b.set.Mappings)
	b.set.written = trim(b.set.written)
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
