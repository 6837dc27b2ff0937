package arpa_test

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

func TestClassless(t *testing.T) {
	for text, want := range map[string]bool{
		"192.0.2.0/24": false, "192.0.2.0/25": true, "192.0.2.254/31": true, "192.0.2.1/32": false, "2001:db8::/25": false, "::ffff:192.0.2.0/26": false,
	} {
		if got := arpa.Classless(netip.MustParsePrefix(text)); got != want {
			t.Errorf("%s: got %t", text, got)
		}
	}
}

func TestClasslessLabels(t *testing.T) {
	for text, want := range map[string][]string{
		"192.0.2.64/26":  {"64-26", "64/26", "64-127"},
		"192.0.2.77/26":  {"64-26", "64/26", "64-127"},
		"192.0.2.128/25": {"128-25", "128/25", "128-255"},
		"192.0.2.0/31":   {"0-31", "0/31", "0-1"},
	} {
		if diff := cmp.Diff(want, arpa.ClasslessLabels(netip.MustParsePrefix(text))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseClassless(t *testing.T) {
	tests := []struct{ zone, want string }{
		{"64-26.2.0.192.in-addr.arpa.", "192.0.2.64/26"},
		{"64/26.2.0.192.in-addr.arpa.", "192.0.2.64/26"},
		{"64-127.2.0.192.in-addr.arpa.", "192.0.2.64/26"},
		{"0-31.2.0.192.in-addr.arpa.", "192.0.2.0/27"},
		{"0/31.2.0.192.in-addr.arpa.", "192.0.2.0/31"},
		{"30-31.2.0.192.in-addr.arpa.", "192.0.2.30/31"},
		{"254-31.2.0.192.in-addr.arpa.", "192.0.2.254/31"},
		{"65-26.2.0.192.in-addr.arpa.", ""},
		{"064-26.2.0.192.in-addr.arpa.", ""},
		{"64-026.2.0.192.in-addr.arpa.", ""},
		{"64/127.2.0.192.in-addr.arpa.", ""},
		{"64-126.2.0.192.in-addr.arpa.", ""},
		{"0-255.2.0.192.in-addr.arpa.", ""},
		{"0/24.2.0.192.in-addr.arpa.", ""},
		{"64/32.2.0.192.in-addr.arpa.", ""},
		{"64/26/1.2.0.192.in-addr.arpa.", ""},
		{"-26.2.0.192.in-addr.arpa.", ""},
		{"64.2.0.192.in-addr.arpa.", ""},
		{"64-26.0.192.in-addr.arpa.", ""},
		{"1.64-26.2.0.192.in-addr.arpa.", ""},
		{"64-26.1.2.0.192.in-addr.arpa.", ""},
		{"64-26.02.0.192.in-addr.arpa.", ""},
		{"64-26.2.0.192.host.example.", ""},
		{`64\.26.2.0.192.in-addr.arpa.`, ""},
		{"0-1.0.0.0.0.0.0.ip6.arpa.", ""},
		{".", ""},
		{"", ""},
	}
	for _, tt := range tests {
		t.Run(tt.zone, func(t *testing.T) {
			p, ok := arpa.ParseClassless(tt.zone)
			if got := p.String(); ok != (tt.want != "") || ok && got != tt.want {
				t.Errorf("got %s, %t", got, ok)
			}
		})
	}
}

// TestClasslessRound goes round for every block of a /24. Only a first address
// and a length that read as a larger block by its last address do not come back.
func TestClasslessRound(t *testing.T) {
	for bits := 25; bits < 32; bits++ {
		for first := 0; first < 256; first += 1 << (32 - bits) {
			p := netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(first)}), bits)
			for _, label := range arpa.ClasslessLabels(p) {
				got, ok := arpa.ParseClassless(label + ".2.0.192.in-addr.arpa.")
				larger := label == strconv.Itoa(first)+"-31" && slices.Contains([]int{0, 16, 24, 28}, first)
				if !ok || got != p && !(larger && got.Bits() < p.Bits() && got.Contains(p.Addr())) {
					t.Errorf("%s: got %s, %t for %s", label, got, ok, p)
				}
			}
		}
	}
}

// FuzzParseClassless: what is read is a block, and the name is one of its
// spellings.
func FuzzParseClassless(f *testing.F) {
	for _, s := range []string{"64-26.2.0.192.in-addr.arpa.", "0/25.2.0.192.in-addr.arpa.", "0-31.2.0.192.in-addr.arpa.", `\.`, "-", "1-2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, zone string) {
		p, ok := arpa.ParseClassless(zone)
		if !ok {
			return
		}
		label, base, _ := strings.Cut(zone, ".")
		around, _ := p.Addr().Prefix(24)
		if !arpa.Classless(p) || p != p.Masked() || !slices.Contains(arpa.ClasslessLabels(p), label) || !strings.EqualFold(base, arpa.Name(around)) {
			t.Errorf("%q is read as %s", zone, p)
		}
	})
}

func TestOctet(t *testing.T) {
	for label, want := range map[string]int{"0": 0, "7": 7, "255": 255, "256": -1, "": -1, "01": -1, "x1": -1, "1x": -1, "+1": -1, "1.2": -1, "٣": -1} {
		v, ok := arpa.Octet(label)
		if ok != (want >= 0) || ok && int(v) != want {
			t.Errorf("%q: got %d, %t", label, v, ok)
		}
	}
}
