package arpa_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

func TestAligned(t *testing.T) {
	tests := []struct {
		prefix string
		want   bool
	}{
		{"0.0.0.0/0", true}, {"10.0.0.0/8", true}, {"192.0.2.1/32", true},
		{"192.0.2.0/25", false}, {"192.0.2.0/28", false}, {"192.0.2.0/31", false},
		{"::/0", true}, {"2001:db8::/28", true}, {"2001:db8::/36", true}, {"2001:db8::1/128", true},
		{"2001:db8::/33", false}, {"2001:db8::/35", false}, {"2001:db8::/127", false},
	}
	for _, tt := range tests {
		t.Run(tt.prefix, func(t *testing.T) {
			if got := arpa.Aligned(netip.MustParsePrefix(tt.prefix)); got != tt.want {
				t.Errorf("Aligned = %v, want %v", got, tt.want)
			}
		})
	}
	if arpa.Aligned(netip.Prefix{}) {
		t.Error("the zero Prefix is aligned")
	}
}

func TestZones(t *testing.T) {
	tests := []struct {
		prefix string
		want   []string
	}{
		{"192.0.2.0/24", []string{"192.0.2.0/24"}},
		{"0.0.0.0/0", []string{"0.0.0.0/0"}},
		{"203.0.112.0/22", []string{"203.0.112.0/24", "203.0.113.0/24", "203.0.114.0/24", "203.0.115.0/24"}},
		{"203.0.113.9/23", []string{"203.0.112.0/24", "203.0.113.0/24"}},
		{"198.18.0.0/15", []string{"198.18.0.0/16", "198.19.0.0/16"}},
		{"192.0.2.252/30", []string{"192.0.2.252/32", "192.0.2.253/32", "192.0.2.254/32", "192.0.2.255/32"}},
		{"2001:db8::/32", []string{"2001:db8::/32"}},
		{"2001:db8::/34", []string{"2001:db8::/36", "2001:db8:1000::/36", "2001:db8:2000::/36", "2001:db8:3000::/36"}},
		{"2001:db8::/39", []string{"2001:db8::/40", "2001:db8:100::/40"}},
		{"2001:db8::e/127", []string{"2001:db8::e/128", "2001:db8::f/128"}},
	}
	for _, tt := range tests {
		t.Run(tt.prefix, func(t *testing.T) {
			var got []string
			for _, zone := range arpa.Zones(netip.MustParsePrefix(tt.prefix)) {
				got = append(got, zone.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("zones differ (-want +got):\n%s", diff)
			}
		})
	}
	if got := arpa.Zones(netip.Prefix{}); got != nil {
		t.Errorf("Zones of the zero Prefix = %v, want nil", got)
	}
}

// TestZonesCover checks, for every length, that the zones lie side by side and
// fill the prefix.
func TestZonesCover(t *testing.T) {
	for _, text := range []string{"198.51.100.171", "2001:db8:1234:5678:9abc:def0:1234:567b"} {
		addr := netip.MustParseAddr(text)
		for bits := range addr.BitLen() + 1 {
			p := netip.PrefixFrom(addr, bits).Masked()
			zones := arpa.Zones(p)
			length := zones[0].Bits()
			if len(zones) != 1<<(length-bits) {
				t.Errorf("%v has %d zones of length %d", p, len(zones), length)
			}
			for i, zone := range zones {
				if !arpa.Aligned(zone) || zone != zone.Masked() || zone.Bits() != length || !p.Contains(zone.Addr()) {
					t.Errorf("%v has the zone %v", p, zone)
				}
				if i > 0 && !zones[i-1].Addr().Less(zone.Addr()) {
					t.Errorf("%v has %v before %v", p, zones[i-1], zone)
				}
			}
		}
	}
}

func TestEnclosing(t *testing.T) {
	tests := []struct{ prefix, want string }{
		{"192.0.2.0/24", "192.0.2.0/24"},
		{"192.0.2.128/25", "192.0.2.0/24"},
		{"192.0.2.1/32", "192.0.2.0/24"},
		{"203.0.112.0/22", "203.0.0.0/16"},
		{"128.0.0.0/1", "0.0.0.0/0"},
		{"0.0.0.0/0", "0.0.0.0/0"},
		{"2001:db8::/32", "2001:db8::/32"},
		{"2001:db8:ffff::/35", "2001:db8::/32"},
		{"2001:db8::ff/125", "2001:db8::f0/124"},
		{"2001:db8::ff/128", "2001:db8::f0/124"},
	}
	for _, tt := range tests {
		t.Run(tt.prefix, func(t *testing.T) {
			if got := arpa.Enclosing(netip.MustParsePrefix(tt.prefix)); got != netip.MustParsePrefix(tt.want) {
				t.Errorf("Enclosing = %v, want %v", got, tt.want)
			}
		})
	}
	if got := arpa.Enclosing(netip.Prefix{}); got.IsValid() {
		t.Errorf("Enclosing of the zero Prefix = %v, want the zero Prefix", got)
	}
}
