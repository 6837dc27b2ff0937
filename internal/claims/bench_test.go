package claims_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// BenchmarkBook makes the Book of a million mappings of 10,000 owners, a
// thousand of whose names are contested.
func BenchmarkBook(b *testing.B) {
	const size = 1_000_000
	var mappings []rdns.Mapping
	for i := range size {
		name := fmt.Sprintf("vps%x.c%d.customers.example.", i, i*2654435761%50021)
		if i%1000 == 0 {
			name = fmt.Sprintf("c%d.customers.example.", i/2000)
		}
		addr := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		mappings = append(mappings, rdns.Mapping{Addr: addr, Name: name, Owner: fmt.Sprint("customer ", i/100)})
	}
	b.ReportAllocs()
	for b.Loop() {
		if book := newBook(mappings); book.Len() != 500 {
			b.Fatal(book.Len())
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/size, "ns/mapping")
}

func BenchmarkCheck(b *testing.B) {
	var all []claims.Owner
	for i := range 10_000 {
		p := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 0}), 24)
		all = append(all, claims.Owner{Name: fmt.Sprint("customer ", i), Prefixes: []netip.Prefix{p}})
	}
	owners := claims.NewOwners(all)
	m := rdns.Mapping{Addr: netip.MustParseAddr("10.1.2.3"), Owner: "customer 258"}
	b.ReportAllocs()
	for b.Loop() {
		if err := owners.Check(m); err != nil {
			b.Fatal(err)
		}
	}
}
