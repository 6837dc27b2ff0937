package rdnsmgr_test

import (
	"fmt"
	"testing"

	"github.com/miekg/dns"
)

// shapes are questions, one for each shape that an answer can have.
func shapes() map[string]node {
	all := make(map[string]node)
	for _, n := range nodes() {
		all[n.what] = n
	}
	out := make(map[string]node)
	for _, what := range []string{
		"generated", "explicit", "three names", "excepted", "address cut", "apex " + zoneHost, "generated name", "IPv6",
		"two addresses", "forward cut", "octet that is empty", "far above dotted names",
	} {
		n, ok := all[what]
		if !ok {
			panic("no node " + what)
		}
		out[what] = n
	}
	return out
}

// TestHeader sets every combination of the bits that a query may carry. RD and
// CD are copied, nothing else is (RFC 1035, 4.1.1 and RFC 6840, 5.7).
func TestHeader(t *testing.T) {
	s := startWorld(t)
	for what, n := range shapes() {
		t.Run(what, func(t *testing.T) {
			for bits := range 1 << 7 {
				r := query(n.name, dns.TypePTR)
				bit := func(i int) bool { return bits&(1<<i) != 0 }
				r.RecursionDesired, r.CheckingDisabled, r.AuthenticatedData = bit(0), bit(1), bit(2)
				r.Zero, r.Authoritative, r.Truncated, r.RecursionAvailable = bit(3), bit(4), bit(5), bit(6)
				s.check(t, r, n.want(dns.TypePTR))
			}
		})
	}
}

// The ID of the reply is that of the query, and the RCODE of a query counts for
// nothing.
func TestIDAndRcode(t *testing.T) {
	s := startWorld(t)
	for _, id := range []uint16{0, 1, 0x7fff, 0x8000, 0xffff} {
		for rcode := range 16 {
			t.Run(fmt.Sprintf("%04x %d", id, rcode), func(t *testing.T) {
				r := query("1."+zone4, dns.TypePTR)
				r.Id, r.Rcode = id, rcode
				s.check(t, r, data("@ 3600 IN PTR ip-192-0-2-1.host.example."))
			})
		}
	}
}

// Records that a query carries besides its question are none of our business.
func TestSuperfluousRecords(t *testing.T) {
	s := startWorld(t)
	rr, err := dns.NewRR("1.2.0.192.in-addr.arpa. 1 IN PTR liar.example.")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		add  func(*dns.Msg)
	}{
		{"answer", func(r *dns.Msg) { r.Answer = []dns.RR{rr} }},
		{"authority", func(r *dns.Msg) { r.Ns = []dns.RR{rr} }},
		{"additional", func(r *dns.Msg) { r.Extra = append([]dns.RR{rr}, r.Extra...) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range shapes() {
				r := query(n.name, dns.TypePTR)
				c.add(r)
				s.check(t, r, n.want(dns.TypePTR))
			}
		})
	}
}
