package site

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// An Entry is a mapping that somebody wants, with what becomes of it.
type Entry struct {
	rdns.Mapping

	Pos    rdns.Position
	Served bool   // it is what DNS answers
	Cut    string // the delegation below which the address lies
	Ours   bool   // the address is in a zone of the block, and not below a cut
}

// Entries returns all mappings of the block, ascending by address, those of one
// address in the order in which they win it.
func (b *Block) Entries() []Entry {
	var all []Entry
	for _, m := range b.Config.Mappings {
		all = append(all, Entry{Mapping: m.Mapping, Pos: m.Pos})
	}
	for _, s := range b.Sources {
		all = slices.Grow(all, len(s.Set.Mappings))
		for i, m := range s.Set.Mappings {
			all = append(all, Entry{Mapping: m, Pos: rdns.Position{File: s.Set.Options.Path, Line: s.Set.Line(i)}})
		}
	}
	slices.SortStableFunc(all, func(x, y Entry) int {
		return cmp.Or(x.Addr.Compare(y.Addr), -cmp.Compare(x.Class, y.Class))
	})
	taken := make(map[string]bool)
	for i := range all {
		e := &all[i]
		if i > 0 && all[i-1].Addr != e.Addr {
			clear(taken)
		}
		e.Cut, e.Ours = b.Snapshot.Serves(e.Addr)
		e.Served = e.Ours && !taken[e.Name] && b.serves(e.Addr, e.Name)
		taken[e.Name] = taken[e.Name] || e.Served
		if e.TTL == 0 {
			e.TTL = b.Config.TTL
		}
	}
	return all
}

// serves tells whether the name is one of those that DNS answers.
func (b *Block) serves(a netip.Addr, name string) bool {
	return slices.Contains(Names(b.Lookup(a)), name)
}

// Lookup returns what the block answers for the address.
func (b *Block) Lookup(a netip.Addr) index.Answer {
	return b.Snapshot.Lookup(arpa.Name(netip.PrefixFrom(a, a.BitLen())))
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

// TTL returns the TTL of the PTR records that answer, 0 if there are none. A set
// has one TTL, the smallest of its members' (RFC 2181, 5.2).
func TTL(a index.Answer) uint32 {
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
	return s.FindName(arpa.Name(netip.PrefixFrom(a, a.BitLen())))
}

// FindName is Find for any name, with its final dot.
func (s *Site) FindName(name string) (found *Block, answer index.Answer) {
	for _, b := range s.Blocks {
		a := b.Snapshot.Lookup(name)
		if a.Kind == index.Outside {
			continue
		}
		if found == nil || len(a.Zone.Origin) > len(answer.Zone.Origin) {
			found, answer = b, a
		}
	}
	return found, answer
}
