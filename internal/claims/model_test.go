package claims_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestBookModel compares a Book of random mappings with every pair of them.
func TestBookModel(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		names, owners := 10+r.IntN(200), r.IntN(6)
		var mappings []rdns.Mapping
		for range r.IntN(200) {
			mappings = append(mappings, randomMapping(r, names, owners))
		}
		compare(t, newBook(mappings), mappings, func(claims.Party) bool { return r.IntN(2) == 0 })
	}
}

func randomMapping(r *rand.Rand, names, owners int) rdns.Mapping {
	m := rdns.Mapping{
		Addr: netip.AddrFrom4([4]byte{192, 0, 2, byte(r.IntN(256))}),
		Name: fmt.Sprintf("h%d.example.", r.IntN(names)),
	}
	if n := r.IntN(owners + 1); n > 0 {
		m.Owner = fmt.Sprint("owner ", n)
	}
	return m
}

// compare checks all that a Book says of the mappings it was made from. chosen
// chooses the confirmed parties. No name may be wanted more than 64 times.
func compare(t *testing.T, book *claims.Book, mappings []rdns.Mapping, chosen func(claims.Party) bool) {
	t.Helper()
	confirmed := make(map[rdns.Mapping]bool)
	for _, m := range mappings {
		confirmed[m] = chosen(claims.Party{Addr: m.Addr, Owner: m.Owner})
	}
	contested := make(map[string]bool)
	for _, m := range mappings {
		want := modelClaim(m, mappings, confirmed)
		got := book.Claim(m, func(p claims.Party) bool {
			return confirmed[rdns.Mapping{Addr: p.Addr, Name: m.Name, Owner: p.Owner}]
		})
		if got != want {
			t.Fatalf("%v is %s, want %s", m, got, want)
		}
		contested[m.Name] = contested[m.Name] || want != rdns.Free
	}
	for name, contested := range contested {
		if got, want := texts(book.Parties(name)), modelParties(name, mappings, contested); !slices.Equal(got, want) {
			t.Fatalf("parties of %s: %q, want %q", name, got, want)
		}
	}
}

// modelClaim is the rule, word by word.
func modelClaim(m rdns.Mapping, mappings []rdns.Mapping, confirmed map[rdns.Mapping]bool) rdns.Claim {
	claim := rdns.Free
	for _, other := range mappings {
		if m.Owner == "" || other.Owner == "" || other.Name != m.Name || other.Owner == m.Owner {
			continue
		}
		if confirmed[other] {
			return rdns.Taken
		}
		claim = rdns.Contested
	}
	return claim
}

// modelParties returns who wants a contested name.
func modelParties(name string, mappings []rdns.Mapping, contested bool) []string {
	var all []claims.Party
	for _, m := range mappings {
		if contested && m.Name == name && m.Owner != "" {
			all = append(all, claims.Party{Addr: m.Addr, Owner: m.Owner})
		}
	}
	return slices.Compact(texts(all))
}

// texts prints the parties in some order.
func texts(parties []claims.Party) []string {
	var all []string
	for _, p := range parties {
		all = append(all, p.Addr.String()+" "+p.Owner)
	}
	slices.Sort(all)
	return all
}

// FuzzBook makes mappings of three bytes each: address, name and owner.
func FuzzBook(f *testing.F) {
	f.Add([]byte("1a12a22b1"))
	f.Add([]byte("\x01\x01\x01\x02\x01\x02\x03\x01\x00"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 3*60 { // so that no name has more parties than are kept
			t.Skip()
		}
		var mappings []rdns.Mapping
		for ; len(in) >= 3; in = in[3:] {
			m := rdns.Mapping{Addr: netip.AddrFrom4([4]byte{192, 0, 2, in[0]}), Name: fmt.Sprintf("h%d.example.", in[1]%8)}
			if in[2]%4 > 0 {
				m.Owner = fmt.Sprint("owner ", in[2]%4)
			}
			mappings = append(mappings, m)
		}
		compare(t, newBook(mappings), mappings, func(p claims.Party) bool { return p.Addr.As4()[3]%3 == 0 })
	})
}

// FuzzOwners compares the table with a search through all prefixes.
func FuzzOwners(f *testing.F) {
	f.Add([]byte{192, 0, 24, 1, 192, 0, 32, 2}, []byte{192, 0, 0, 1})
	f.Add([]byte{0, 0, 0, 1}, []byte{1, 2, 3, 4})
	f.Fuzz(func(t *testing.T, in, at []byte) {
		var all []claims.Owner
		for ; len(in) >= 4; in = in[4:] {
			p, err := netip.AddrFrom4([4]byte{in[0], in[1], 0, in[2]}).Prefix(int(in[2]) % 33)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, claims.Owner{Name: fmt.Sprint("owner ", in[3]%5), Prefixes: []netip.Prefix{p}})
		}
		addr, ok := netip.AddrFromSlice(at)
		if !ok || !addr.Is4() {
			t.Skip()
		}
		want, bits := "", -1
		has := make(map[string]bool)
		for _, o := range all {
			has[o.Name] = true
			if p := o.Prefixes[0]; p.Contains(addr) && p.Bits() >= bits {
				want, bits = o.Name, p.Bits()
			}
		}
		owners := claims.NewOwners(all)
		if got := owners.Of(addr); got != want {
			t.Errorf("%s belongs to %q, want %q", addr, got, want)
		}
		for n := range 6 {
			name := fmt.Sprint("owner ", n)
			good := want == name || want == "" && !has[name]
			if err := owners.Check(rdns.Mapping{Addr: addr, Owner: name}); (err == nil) != good || err != nil && len(err.Error()) > 1000 {
				t.Errorf("%s of %q, which belongs to %q: %v", addr, name, want, err)
			}
		}
	})
}
