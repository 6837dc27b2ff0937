package arpa_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

func TestName(t *testing.T) {
	tests := []struct{ name, prefix, want string }{
		{"IPv4 address", "192.0.2.1/32", "1.2.0.192.in-addr.arpa."},
		{"IPv4 prefix", "192.0.2.0/24", "2.0.192.in-addr.arpa."},
		{"IPv4 prefix with host bits", "192.0.2.77/24", "2.0.192.in-addr.arpa."},
		{"IPv4 unaligned prefix", "192.0.2.128/25", "2.0.192.in-addr.arpa."},
		{"IPv4 root", "0.0.0.0/0", "in-addr.arpa."},
		{"IPv6 address", "2001:db8::c:25/128", "5.2.0.0.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa."},
		{"IPv6 prefix", "2001:db8::/32", "8.b.d.0.1.0.0.2.ip6.arpa."},
		{"IPv6 odd number of nibbles", "2001:db8:f000::/36", "f.8.b.d.0.1.0.0.2.ip6.arpa."},
		{"IPv6 unaligned prefix", "2001:db8:f800::/37", "f.8.b.d.0.1.0.0.2.ip6.arpa."},
		{"IPv6 root", "::/0", "ip6.arpa."},
		{"mapped IPv4 stays IPv6", "::ffff:192.0.2.1/128", "1.0.2.0.0.0.0.c.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := netip.MustParsePrefix(tt.prefix)
			if got := arpa.Name(p); got != tt.want {
				t.Errorf("Name(%v) = %q, want %q", p, got, tt.want)
			}
			if got := string(arpa.Append([]byte("PTR "), p)); got != "PTR "+tt.want {
				t.Errorf("Append of %v = %q, want the name behind what was there", p, got)
			}
		})
	}
	if got := arpa.Name(netip.Prefix{}); got != "" {
		t.Errorf("Name of the zero Prefix = %q, want nothing", got)
	}
}

// TestNameParse goes round from prefixes to names and back.
func TestNameParse(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 10_000 {
		p := randomAligned(r)
		if got, whole, ok := arpa.Parse(arpa.Name(p)); got != p || !whole || !ok {
			t.Fatalf("Parse(Name(%v)) = %v, %v, %v", p, got, whole, ok)
		}
	}
}

func TestAppendDoesNotAllocate(t *testing.T) {
	for _, text := range []string{"192.0.2.1/32", "2001:db8::1/128"} {
		p := netip.MustParsePrefix(text)
		buf := make([]byte, 0, 128)
		if n := testing.AllocsPerRun(100, func() { arpa.Append(buf, p) }); n != 0 {
			t.Errorf("Append of %v allocates %v times", p, n)
		}
	}
}
