package claims_test

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// newBook makes a Book in its two passes.
func newBook(mappings []rdns.Mapping) *claims.Book {
	c := claims.NewCount()
	for _, m := range mappings {
		c.Add(m)
	}
	for _, m := range mappings {
		c.Party(m)
	}
	return c.Book()
}

func TestClaim(t *testing.T) {
	mappings := []rdns.Mapping{
		mapping("192.0.2.1", "one.example.", "acme"),
		mapping("192.0.2.2", "one.example.", "acme"),
		mapping("192.0.2.1", "two.example.", "acme"),
		mapping("192.0.2.9", "two.example.", "beta"),
		mapping("192.0.2.3", "three.example.", "acme"),
		mapping("192.0.2.10", "three.example.", "beta"),
		mapping("192.0.2.17", "three.example.", "gamma"),
		mapping("192.0.2.5", "half.example.", "acme"),
		mapping("192.0.2.25", "half.example.", ""),
	}
	book := newBook(mappings)
	for _, c := range []struct {
		name      string
		mapping   rdns.Mapping
		confirmed string // address
		want      rdns.Claim
	}{
		{"two addresses of one owner", mappings[0], "192.0.2.2", rdns.Free},
		{"nobody is confirmed", mappings[2], "", rdns.Contested},
		{"itself is confirmed", mappings[2], "192.0.2.1", rdns.Contested},
		{"the other is confirmed", mappings[3], "192.0.2.1", rdns.Taken},
		{"the first of three, the last is confirmed", mappings[4], "192.0.2.17", rdns.Taken},
		{"the last of three, the first is confirmed", mappings[6], "192.0.2.3", rdns.Taken},
		{"the other has no owner", mappings[7], "192.0.2.25", rdns.Free},
		{"itself has no owner", mappings[8], "192.0.2.5", rdns.Free},
		{"nobody wants the name", mapping("192.0.2.4", "four.example.", "acme"), "", rdns.Free},
		{"a newcomer", mapping("192.0.2.4", "two.example.", "delta"), "192.0.2.9", rdns.Taken},
	} {
		t.Run(c.name, func(t *testing.T) {
			confirmed := func(p claims.Party) bool { return p.Addr.String() == c.confirmed }
			if got := book.Claim(c.mapping, confirmed); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	if book.Len() != 2 || book.LeftOut() != 0 {
		t.Errorf("%d names, %d left out", book.Len(), book.LeftOut())
	}
}

func TestZeroBook(t *testing.T) {
	var b claims.Book
	if got := b.Claim(mapping("192.0.2.1", "a.example.", "acme"), nil); got != rdns.Free || len(b.Parties("a.example.")) != 0 {
		t.Errorf("%s", got)
	}
}

func TestParties(t *testing.T) {
	book := newBook([]rdns.Mapping{
		mapping("192.0.2.9", "a.example.", "beta"), mapping("192.0.2.1", "a.example.", "acme"),
		mapping("192.0.2.10", "a.example.", "beta"), mapping("192.0.2.9", "a.example.", "beta"),
	})
	want := []claims.Party{party("192.0.2.9", "beta"), party("192.0.2.10", "beta"), party("192.0.2.1", "acme")}
	if got := book.Parties("a.example."); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func party(addr, owner string) claims.Party {
	return claims.Party{Addr: netip.MustParseAddr(addr), Owner: owner}
}

// A flood by one owner, before or after the others, neither grows the Book nor
// crowds them out.
func TestFlood(t *testing.T) {
	var flood []rdns.Mapping
	for i := range 10_000 {
		flood = append(flood, mapping(fmt.Sprintf("10.0.%d.%d", i>>8, i&255), "a.example.", "mallory"))
	}
	var others []rdns.Mapping
	for i := range 20 {
		others = append(others, mapping(fmt.Sprintf("192.0.2.%d", i), "a.example.", "acme"))
	}
	others = append(others, mapping("192.0.2.99", "a.example.", "beta"))
	for name, mappings := range map[string][]rdns.Mapping{
		"before": slices.Concat(flood, others), "after": slices.Concat(others, flood),
	} {
		t.Run(name, func(t *testing.T) {
			book := newBook(mappings)
			count := make(map[string]int)
			for _, p := range book.Parties("a.example.") {
				count[p.Owner]++
			}
			if count["acme"] != 20 || count["beta"] != 1 || count["mallory"] != 43 {
				t.Errorf("%v", count)
			}
			if want := len(mappings) - 64; book.LeftOut() != want {
				t.Errorf("%d left out, want %d", book.LeftOut(), want)
			}
			for _, m := range mappings {
				if got := book.Claim(m, func(claims.Party) bool { return false }); got != rdns.Contested {
					t.Fatalf("%v is %s", m, got)
				}
			}
		})
	}
}

// More owners than the Book keeps parties: each claim is still contested.
func TestManyOwners(t *testing.T) {
	var mappings []rdns.Mapping
	for i := range 1000 {
		mappings = append(mappings, mapping(fmt.Sprintf("10.0.%d.%d", i>>8, i&255), "a.example.", fmt.Sprint("owner ", i)))
	}
	book := newBook(mappings)
	if n := len(book.Parties("a.example.")); n != 64 || book.LeftOut() != 936 {
		t.Errorf("%d parties, %d left out", n, book.LeftOut())
	}
	for _, m := range mappings {
		if got := book.Claim(m, func(claims.Party) bool { return false }); got != rdns.Contested {
			t.Fatalf("%v is %s", m, got)
		}
	}
}
