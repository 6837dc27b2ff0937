package claims

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Party is one mapping among several that want the same name.
type Party struct {
	Addr  netip.Addr
	Owner string
}

// A Book holds the names that several owners want, and who wants them. Make it
// with a Count. It never changes and is safe for concurrent use; the zero Book
// has no names.
type Book struct {
	parties map[string]parties
	leftOut int
}

// Claim returns how a mapping's name relates to the claims of other owners. The
// name is taken if one of them is confirmed, contested if there are some and none
// is, else free. Whether the mapping itself is confirmed does not matter here.
//
// The owner of the mapping is the one it counts for; see Owners.Effective.
// confirmed reports whether the forward zone of the name has the party's address.
func (b *Book) Claim(m rdns.Mapping, confirmed func(Party) bool) rdns.Claim {
	claim := rdns.Free
	if m.Owner == "" {
		return claim
	}
	for _, p := range b.parties[m.Name] {
		if p.Owner == m.Owner {
			continue
		}
		if confirmed(p) {
			return rdns.Taken
		}
		claim = rdns.Contested
	}
	return claim
}

// Parties returns who wants the name, grouped by owner, or nothing when the name
// has one owner or none. The caller must not change it.
//
// At most 64 parties of a name are kept, those of the owners who have few of them
// before others, so that no owner can crowd out another with addresses of their
// own. A mapping beyond that may have a claim that is contested where it should
// be taken, but never one that is free.
func (b *Book) Parties(name string) []Party { return b.parties[name] }

// All yields the parties of all names.
func (b *Book) All() iter.Seq[Party] {
	return func(yield func(Party) bool) {
		for _, of := range b.parties {
			for _, p := range of {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// Len returns the number of names that several owners want.
func (b *Book) Len() int { return len(b.parties) }

// LeftOut returns the number of parties beyond the bound of their name.
func (b *Book) LeftOut() int { return b.leftOut }

// parties are grouped by owner, those of one owner in the order of their coming.
type parties []Party

// with returns the parties and p, and how many of them were left out.
func (ps parties) with(p Party) (all parties, leftOut int) {
	first, n := ps.of(p.Owner)
	if slices.Contains(ps[first:first+n], p) {
		return ps, 0
	}
	if len(ps) < maxParties {
		return slices.Insert(ps, first+n, p), 0
	}
	if last, most := ps.largest(); n+1 < most {
		ps = slices.Delete(ps, last, last+1)
		first, n = ps.of(p.Owner)
		ps = slices.Insert(ps, first+n, p)
	}
	return ps, 1
}

// of returns where the n parties of an owner begin, or would.
func (ps parties) of(owner string) (first, n int) {
	is := func(p Party) bool { return p.Owner == owner }
	if first = slices.IndexFunc(ps, is); first < 0 {
		return len(ps), 0
	}
	for first+n < len(ps) && is(ps[first+n]) {
		n++
	}
	return first, n
}

// largest returns the last party of the owner who has most, and their number.
func (ps parties) largest() (last, most int) {
	n := 0
	for i, p := range ps {
		if i > 0 && p.Owner != ps[i-1].Owner {
			n = 0
		}
		if n++; n > most {
			last, most = i, n
		}
	}
	return last, most
}

// single reports whether all parties have the same owner.
func (ps parties) single() bool { return ps[0].Owner == ps[len(ps)-1].Owner }
