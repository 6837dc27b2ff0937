package claims

import (
	"hash/maphash"
	"maps"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Count makes a Book. Add every mapping, then give every mapping to Party, then
// take the Book, in this order and each mapping with the owner that it counts for;
// see Owners.Effective. Mappings without an owner take no part.
//
//	c := claims.NewCount()
//	for m := range mappings { c.Add(m) }
//	for m := range mappings { c.Party(m) }
//	book := c.Book()
//
// It takes 9 to 14 bytes for each name that has an owner. Make it with NewCount;
// it is of no use after Book, and must not be used by two goroutines at once.
type Count struct {
	seed    maphash.Seed // random, so that nobody can choose names that collide
	numbers map[string]uint64
	shards  [1 << shardBits]shard
	book    Book
}

// NewCount returns an empty Count.
func NewCount() *Count {
	return &Count{
		seed: maphash.MakeSeed(), numbers: make(map[string]uint64),
		book: Book{parties: make(map[string]parties)},
	}
}

// Add notes that the owner of the mapping wants its name.
func (c *Count) Add(m rdns.Mapping) {
	if m.Owner == "" {
		return
	}
	hash := maphash.String(c.seed, m.Name)
	c.shards[hash>>(64-shardBits)].add(hash&tagMask, c.number(m.Owner))
}

// number returns the number of an owner. Owners beyond the last number count as
// several ones: their names are collected, and dropped by Book if that was wrong.
func (c *Count) number(owner string) uint64 {
	n, ok := c.numbers[owner]
	if !ok && len(c.numbers)+1 < several {
		n = uint64(len(c.numbers)) + 1
		c.numbers[owner] = n
	} else if !ok {
		n = several
	}
	return n
}

// Party notes the mapping as a party if several owners want its name.
func (c *Count) Party(m rdns.Mapping) {
	if m.Owner == "" {
		return
	}
	hash := maphash.String(c.seed, m.Name)
	if !c.shards[hash>>(64-shardBits)].several(hash & tagMask) {
		return
	}
	ps, known := c.book.parties[m.Name]
	ps, leftOut := ps.with(Party{m.Addr, m.Owner})
	c.book.leftOut += leftOut
	name := m.Name
	if !known {
		name = strings.Clone(name) // it may be part of a much longer string
	}
	c.book.parties[name] = ps
}

// Book returns the names that several owners want.
func (c *Count) Book() *Book {
	maps.DeleteFunc(c.book.parties, func(_ string, ps parties) bool { return ps.single() })
	return &c.book
}
