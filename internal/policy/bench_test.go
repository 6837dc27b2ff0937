package policy_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// manyProtected returns n coined domains of usual length.
func manyProtected(n int) []policy.Protected {
	syllables := []string{"ka", "lo", "mi", "tra", "ven", "dor", "sul", "ping", "zeb", "quo"}
	list := make([]policy.Protected, n)
	for i := range list {
		name := syllables[i%10] + syllables[i/10%10] + syllables[i/100%10] + syllables[(i*7+3)%10]
		list[i] = policy.Protected{Domain: name + ".com"}
	}
	return list
}

// benchmarkNames are what the mappings of a hoster look like.
var benchmarkNames = []string{
	"mail.example.org", "mx1.customer-site.de", "vps12.some-hosting-company.net", "www.shop24.example.com",
	"ns1.dns-provider.co.uk", "static-192-0-2-17.dsl.example.net", "smtp.long-company-name-gmbh.de",
	"host17.rack4.dc2.example.net", "relay.university.edu", "xn--mnchen-3ya.de",
}

func benchmarkPolicy(b *testing.B, n int) *policy.Policy {
	b.Helper()
	pool := netip.MustParsePrefix("192.0.2.0/24")
	p, err := policy.New(policy.Config{
		Protect: manyProtected(n), NoShipped: true, Zones: []string{"host.example"},
	})
	if err != nil {
		b.Fatal(err)
	}
	return p.For(policy.Site{Pools: pool.Contains})
}

// BenchmarkCheck judges ordinary names. The number of protected domains must not
// matter.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{20, 200, 2000} {
		b.Run(fmt.Sprintf("protected=%d", n), func(b *testing.B) {
			p := benchmarkPolicy(b, n)
			r := policy.Request{Addr: netip.MustParseAddr("192.0.2.17")}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				r.Name = benchmarkNames[i%len(benchmarkNames)]
				p.Check(r)
			}
		})
	}
}

// BenchmarkCheckOne shows what single kinds of names cost.
func BenchmarkCheckOne(b *testing.B) {
	p := benchmarkPolicy(b, 200)
	for _, name := range []string{
		"mail.example.org", "static-192-0-2-17.dsl.example.net", "xn--mnchen-3ya.de",
		"kalomitraa.com", "198-51-100-7.example.net", "two_words.example.org",
	} {
		b.Run(name, func(b *testing.B) {
			r := policy.Request{Addr: netip.MustParseAddr("192.0.2.17"), Name: name}
			b.ReportAllocs()
			for b.Loop() {
				p.Check(r)
			}
		})
	}
}

// BenchmarkNew makes a policy of 200 protected domains, as every reload does.
func BenchmarkNew(b *testing.B) {
	c := policy.Config{Protect: manyProtected(200)}
	for b.Loop() {
		if _, err := policy.New(c); err != nil {
			b.Fatal(err)
		}
	}
}
