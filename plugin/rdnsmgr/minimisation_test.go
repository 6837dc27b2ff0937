package rdnsmgr_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// A resolver that minimises names (RFC 9156) asks for every name on the way
// down. One NXDOMAIN there ends the walk (RFC 8020), so each must exist.
func TestNameMinimisation(t *testing.T) {
	for _, w := range []struct {
		name  string
		start func(testing.TB) *server
	}{
		{"plain", startWorld},
		{"beside a classless zone", startOddWorld},
	} {
		t.Run(w.name, func(t *testing.T) {
			s := w.start(t)
			for _, n := range nodes() {
				if n.cut == nil && len(n.sets) > 0 {
					t.Run(n.what, func(t *testing.T) { s.walk(t, n.name, n.zone) })
				}
			}
		})
	}
}

// TestRandomWalks walks down to random addresses of each pool, and on to the
// names that their PTR records have.
func TestRandomWalks(t *testing.T) {
	s := startWorld(t)
	random := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct {
		pool, zone string
		ttl        int
	}{
		{"192.0.2.48/28", zone4, 3600},
		{"192.0.2.64/28", zone4, 7200},
		{"203.0.113.0/24", zoneDotted, 3600},
		{"192.168.64.0/18", zoneWide, 3600},
		{"2001:db8:1::/48", zone6, 3600},
		{"2001:db8:2:300::/57", zone6, 3600},
		{"::/64", zoneMapped, 3600},
	} {
		t.Run(c.pool, func(t *testing.T) {
			prefix := netip.MustParsePrefix(c.pool)
			for range 50 {
				addr := randomAddress(random, prefix)
				name := arpa.Name(netip.PrefixFrom(addr, addr.BitLen()))
				s.walk(t, name, c.zone)
				m := s.ask(t, query(name, dns.TypePTR))
				if len(m.Answer) != 1 {
					t.Fatalf("%s has %d PTR records", addr, len(m.Answer))
				}
				host := m.Answer[0].(*dns.PTR).Ptr
				s.walk(t, host, zoneHost)
				s.checkAddress(t, host, addr, c.ttl)
			}
		})
	}
}

func randomAddress(random *rand.Rand, p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < 8*len(b); i++ {
		b[i/8] |= byte(random.IntN(2)) << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// walk asks for every name from the apex of the zone down to name.
func (s *server) walk(t *testing.T, name, zone string) {
	t.Helper()
	for at := len(name) - len(zone); ; at = strings.LastIndexByte(name[:at-1], '.') + 1 {
		for _, qtype := range []uint16{dns.TypeA, dns.TypeNS, dns.TypeTXT} {
			if m := s.ask(t, query(name[at:], qtype)); m.Rcode != dns.RcodeSuccess || !m.Authoritative {
				t.Errorf("on the way to %s: %s %s: %s, AA %t", name, name[at:], dns.TypeToString[qtype], dns.RcodeToString[m.Rcode], m.Authoritative)
			}
		}
		if at == 0 {
			return
		}
	}
}

// checkAddress asks for the address of a name, by both types. Its TTL is that
// of the PTR record.
func (s *server) checkAddress(t *testing.T, host string, addr netip.Addr, ttl int) {
	t.Helper()
	yes, no, kind := dns.TypeA, dns.TypeAAAA, "A"
	if addr.Is6() {
		yes, no, kind = no, yes, "AAAA"
	}
	s.check(t, query(host, yes), data(fmt.Sprintf("@ %d IN %s %s", ttl, kind, addr)))
	s.check(t, query(host, no), nodata(zoneHost))
}

// TestEveryPrefix asks for each octet and nibble prefix of the zones, some
// levels deep, and compares with what lies inside by the addresses alone.
func TestEveryPrefix(t *testing.T) {
	s := startWorld(t)
	inside := prefixes("192.168.0.0/17", "2001:db8:1::/48", "2001:db8:2:300::/57", "2001:db8:ffff::25/128")
	for octet := range 256 {
		name := fmt.Sprintf("%d.%s", octet, zoneWide)
		switch {
		case octet == 7: // delegated
		case octet < 128:
			s.check(t, query(name, dns.TypePTR), nodata(zoneWide))
		default:
			s.check(t, query(name, dns.TypePTR), nxdomain(zoneWide))
		}
	}
	var descend func(labels string, p netip.Prefix)
	descend = func(labels string, p netip.Prefix) {
		for nibble := range 16 {
			name, below := fmt.Sprintf("%x.%s", nibble, labels), child(p, nibble)
			if below == netip.MustParsePrefix("2001:db8:f::/48") {
				continue // delegated
			}
			if !overlaps(inside, below) {
				s.check(t, query(name, dns.TypeTXT), nxdomain(zone6))
				continue
			}
			s.check(t, query(name, dns.TypeTXT), nodata(zone6))
			if below.Bits() < 64 && nibble < 4 || below.Bits() < 56 {
				descend(name, below)
			}
		}
	}
	descend(zone6, netip.MustParsePrefix("2001:db8::/32"))
}

func prefixes(texts ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, text := range texts {
		out = append(out, netip.MustParsePrefix(text))
	}
	return out
}

func overlaps(all []netip.Prefix, p netip.Prefix) bool {
	for _, q := range all {
		if q.Overlaps(p) {
			return true
		}
	}
	return false
}

// child returns the prefix one nibble longer.
func child(p netip.Prefix, nibble int) netip.Prefix {
	b := p.Addr().As16()
	b[p.Bits()/8] |= byte(nibble << (4 - p.Bits()%8))
	return netip.PrefixFrom(netip.AddrFrom16(b), p.Bits()+4)
}
