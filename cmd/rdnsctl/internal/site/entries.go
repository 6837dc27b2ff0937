package site

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// An Entry is a mapping that somebody wants, with what becomes of it.
type Entry struct {
	rdns.Mapping

	Pos   rdns.Position
	State rdns.State // nothing if the address is not Ours
	Cut   string     // the delegation below which the address lies
	Ours  bool       // the address is in a zone of the block, and not below a cut

	source int // as in index.Mapping
}

// Served tells whether the mapping is what DNS answers.
func (e *Entry) Served() bool { return e.Ours && e.State.Served() }

// Entries returns all mappings of the block, ascending by address, those of one
// address in the order in which they win it.
func (b *Block) Entries() []Entry {
	var all []Entry
	for _, m := range b.Config.Mappings {
		all = append(all, Entry{Mapping: m.Mapping, Pos: m.Pos, source: -1})
	}
	for n, set := range b.Sources() {
		all = slices.Grow(all, set.Len())
		for line, m := range set.All() {
			all = append(all, Entry{Mapping: m, Pos: rdns.Position{File: set.Options.Path, Line: line}, source: n})
		}
	}
	slices.SortStableFunc(all, func(x, y Entry) int {
		return cmp.Or(x.Addr.Compare(y.Addr), -cmp.Compare(x.Class, y.Class))
	})
	for rest := all; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Addr == rest[0].Addr {
			n++
		}
		b.judge(rest[:n])
		rest = rest[n:]
	}
	return all
}

// judge fills in what becomes of the entries of one address, of which there may
// be as many as somebody writes lines.
func (b *Block) judge(entries []Entry) {
	type key struct {
		name   string
		source int
	}
	known := make(map[key]index.Mapping, len(entries))
	for m := range b.Snapshot.At(entries[0].Addr) {
		known[key{m.Name, m.Source}] = m
	}
	cut, ours := b.Snapshot.Serves(entries[0].Addr)
	for i := range entries {
		e := &entries[i]
		e.Cut, e.Ours = cut, ours
		if m, ok := known[key{e.Name, e.source}]; ok {
			e.Owner, e.State = m.Owner, m.State
		}
		if e.TTL == 0 {
			e.TTL = b.Config.TTL
		}
	}
}

// Lookup returns what the block answers for the address.
func (b *Block) Lookup(a netip.Addr) index.Answer {
	answer := b.Snapshot.Lookup(arpa.Name(netip.PrefixFrom(a, a.BitLen())))
	if answer.Kind != index.Outside || !a.Is4() {
		return answer
	}
	octet := strconv.Itoa(int(a.As4()[3]))
	for _, z := range b.Snapshot.Zones { // it may be in a classless zone (RFC 2317)
		if found := b.Snapshot.Lookup(octet + "." + z.Origin); found.Addr == a {
			return found
		}
	}
	return answer
}

// Names returns the names of an address, explicit or generated, in the order of
// the answer.
func Names(a index.Answer) []string {
	if a.Kind == index.Generated {
		return []string{string(a.Pool.Pattern.Append(nil, a.Addr))}
	}
	var names []string
	for name, _, rest, ok := a.Names.Next(); ok; name, _, rest, ok = rest.Next() {
		names = append(names, name)
	}
	return names
}

// TTL returns the TTL of the PTR records that answer. It is 0 if there are none,
// or if the server makes it short because a mapping may be served soon. A set has
// one TTL, the smallest of its members' (RFC 2181, 5.2).
func TTL(a index.Answer) uint32 {
	if a.Young {
		return 0
	}
	if a.Kind == index.Generated {
		return a.Pool.TTL
	}
	var ttl uint32
	for _, attr, rest, ok := a.Names.Next(); ok; _, attr, rest, ok = rest.Next() {
		if ttl == 0 || attr.TTL < ttl {
			ttl = attr.TTL
		}
	}
	return ttl
}

// Find returns the block that answers for the address and its answer; nil if
// none does. The server hands a query to the block with the longest zone.
func (s *Site) Find(a netip.Addr) (*Block, index.Answer) {
	return s.find(func(b *Block) index.Answer { return b.Lookup(a) })
}

// FindName is Find for any name, with its final dot.
func (s *Site) FindName(name string) (*Block, index.Answer) {
	return s.find(func(b *Block) index.Answer { return b.Snapshot.Lookup(name) })
}

func (s *Site) find(lookup func(*Block) index.Answer) (found *Block, answer index.Answer) {
	for _, b := range s.Blocks {
		a := lookup(b)
		if a.Kind == index.Outside {
			continue
		}
		if found == nil || len(a.Zone.Origin) > len(answer.Zone.Origin) {
			found, answer = b, a
		}
	}
	return found, answer
}
