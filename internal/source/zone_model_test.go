package source_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// TestZoneLikeLibrary reads random zone files without mistakes as the DNS
// library reads them when it has the whole file.
func TestZoneLikeLibrary(t *testing.T) {
	for seed := range uint64(500) {
		in := randomZone(rand.New(rand.NewPCG(seed, 0)))
		got := source.Parse(source.NewContent(in), source.Options{Path: "x", TTL: 3600, Format: source.Zone}, source.Hooks{})
		if len(got.Faults) > 0 {
			t.Fatalf("seed %d: %v in\n%s", seed, got.Faults, in)
		}
		if diff := cmp.Diff(inOrder(library(t, in)), mappings(got), equal...); diff != "" {
			t.Fatalf("seed %d (-library +got):\n%s\nin\n%s", seed, diff, in)
		}
	}
}

// library returns the mappings of a zone file as the DNS library reads it.
func library(t *testing.T, in string) []rdns.Mapping {
	t.Helper()
	var all []rdns.Mapping
	p := dns.NewZoneParser(strings.NewReader(in), "", "")
	p.SetDefaultTTL(3600)
	for rr, ok := p.Next(); ok; rr, ok = p.Next() {
		ptr, ok := rr.(*dns.PTR)
		if !ok {
			continue
		}
		prefix, whole, ok := arpa.Parse(ptr.Hdr.Name)
		if !ok || !whole || !prefix.IsSingleIP() {
			t.Fatalf("owner %s", ptr.Hdr.Name)
		}
		all = append(all, rdns.Mapping{Addr: prefix.Addr(), Name: strings.ToLower(ptr.Ptr), TTL: ptr.Hdr.Ttl})
	}
	if err := p.Err(); err != nil {
		t.Fatalf("%v in\n%s", err, in)
	}
	return all
}

// randomZone writes a zone file in as many ways as RFC 1035 has.
func randomZone(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(3) {
		fmt.Fprintf(&b, "%s\n", pick(r, "; comment", "", "\t ", "$TTL 300", "$ttl 1h30m ; x"))
	}
	b.WriteString("$ORIGIN 2.0.192.in-addr.arpa.\n")
	if r.IntN(2) == 0 {
		b.WriteString("@ 7200 IN SOA ns1.example.net. host\\.master.example.net. ( 1 ; serial\n 2h 1h\n\t2w 1h )\n\tNS ns1.example.net.\n")
	}
	inherit := false
	for i := range r.IntN(12) {
		switch r.IntN(10) {
		case 0:
			b.WriteString(pick(r, "; comment (\n", "\n", "\r\n", " \t \n", "$TTL 120\n", "$ORIGIN 2.0.192.IN-ADDR.arpa.\n"))
		case 1:
			fmt.Fprintf(&b, "%d TXT %s\n", i, pick(r, `"a;(" b`, `a\;b`, `"\"" ; x`, "( \"a\"\n; x\n b )"))
			inherit = true
		case 2:
			fmt.Fprintf(&b, "$GENERATE %d-%d $ 3600 PTR g%d-${0,3,x}.example.net.\n", 100+10*i, 100+10*i+r.IntN(10), i)
		default:
			owner := pick(r, fmt.Sprint(i), fmt.Sprintf("%d.2.0.192.in-addr.ARPA.", i), absolute6(i))
			if inherit && r.IntN(4) == 0 {
				owner = ""
			}
			b.WriteString(owner + randomPTR(r, fmt.Sprintf("H%d.example.net.", i)))
			inherit = true
		}
	}
	return b.String()
}

func absolute6(i int) string {
	a := netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: byte(i)})
	return arpa.Name(netip.PrefixFrom(a, 128))
}

// randomPTR writes what follows the owner of a PTR record.
func randomPTR(r *rand.Rand, target string) string {
	blank := func() string { return pick(r, " ", "\t", "  \t") }
	middle := pick(r, "", "IN"+blank(), "600"+blank(), "in 10m ", "1H IN ", "2d"+blank()+"IN ")
	text := blank() + middle + pick(r, "PTR", "ptr") + blank() + target
	if r.IntN(4) == 0 {
		text = blank() + "( " + middle + pick(r, "\n", "; x\r\n ") + "PTR" + blank() + target + pick(r, " )", "\n)", " ; y\n )")
	}
	return text + pick(r, "", " ", " ; comment", "; (") + pick(r, "\n", "\r\n")
}

func pick(r *rand.Rand, choices ...string) string { return choices[r.IntN(len(choices))] }
