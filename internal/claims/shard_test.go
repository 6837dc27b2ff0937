package claims

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestShardModel compares a shard with a map. Tags lie close to each other, at
// both ends of the table, so that probing goes a long way and around.
func TestShardModel(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		var s shard
		owners := make(map[uint64]map[uint64]bool)
		for range r.IntN(500) {
			tag, owner := uint64(r.IntN(200)-100)&tagMask, 1+r.Uint64N(3)
			s.add(tag, owner)
			if owners[tag] == nil {
				owners[tag] = make(map[uint64]bool)
			}
			owners[tag][owner] = true
		}
		for tag := range uint64(200) {
			tag = (tag - 100) & tagMask
			if got, want := s.several(tag), len(owners[tag]) > 1; got != want {
				t.Fatalf("seed %d: tag %x has %d owners, several is %v", seed, tag, len(owners[tag]), got)
			}
		}
		if s.used != len(owners) || len(s.slots) > 16 && len(s.slots) > 2*len(owners) {
			t.Fatalf("seed %d: %d tags, %d used of %d slots", seed, len(owners), s.used, len(s.slots))
		}
	}
}

// Names that share a tag, and owners beyond the last number, are collected, but
// the Book compares the names themselves.
func TestFalseAlarms(t *testing.T) {
	c := NewCount()
	m := rdns.Mapping{Name: "a.example.", Owner: "acme"}
	c.Add(m)
	for _, s := range c.shards {
		for i := range s.slots {
			s.slots[i] |= several
		}
	}
	c.Party(m)
	if len(c.book.parties) != 1 {
		t.Fatalf("%d names in the second pass", len(c.book.parties))
	}
	if b := c.Book(); b.Len() != 0 {
		t.Errorf("%d names", b.Len())
	}
}

// The table takes 16 bytes a name at most, while it grows as well.
func TestTableIsSmall(t *testing.T) {
	c := NewCount()
	for n := 1; n <= 500_000; n++ {
		c.Add(rdns.Mapping{Name: fmt.Sprintf("h%d.example.", n), Owner: "acme"})
		if n%50_000 == 0 {
			size := 0
			for _, s := range c.shards {
				size += 8 * len(s.slots)
			}
			if size > 16*n {
				t.Errorf("%d bytes for %d names", size, n)
			}
		}
	}
}
