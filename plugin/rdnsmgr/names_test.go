package rdnsmgr_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// A label may hold any octet. These do not make an address, and neither do
// labels that only look like a number (RFC 1035, 3.5 and RFC 3596, 2.5).
var malformed4 = []string{
	"01", "001", "00", "000", "025", "+1", "-1", " 1", "1 ", "0x19", "1e1", "1_0", "256", "257", "260", "300", "999",
	"1000", "65561", "4294967321", "18446744073709551641", strings.Repeat("1", 63), strings.Repeat("0", 62) + "1",
	"25\x00", "\x0025", "2\x005", "\x00", "\x20", "\x032", "25\x03", "1.25", ".", "25.", ".25", "1.25.2", "\\", "25\\", "\\025", "\\.25",
	"٢٥", "２５", "²", "½", "x", "*", "25-", "-25", "25/26", "0/25", "128-191", "25#", "25,5", "1\t", "\xff", "\xb2\xb5", "K", "É", "ı",
	"1\n", "25\r", "in-addr", "arpa", "localhost", "NaN", "Inf", "true",
}

var malformed6 = []string{
	"00", "10", "0f", "ff", "g", "G", "-", "_", ":", "::", "5.2", ".", "", "5\x00", "\x005", "\x00", "+1", "-1", "0x5", "\\", "\\5", "*",
	"0000", "2001", "db8", "52", "52.0.0.0", "٥", "５", "\xef", "ａ", "x", "@", "`", "/", " 5", "5 ", "5\t", "5\n", "\xff",
}

func TestMalformedLabels4(t *testing.T) {
	s := startWorld(t)
	for _, label := range malformed4 {
		t.Run(fmt.Sprintf("%q", label), func(t *testing.T) {
			s.checkMissing(t, zone4, label)
			s.checkMissing(t, zone4, label, "25")
			s.checkMissing(t, zone4, "25", label)
			s.checkMissing(t, zoneWide, label)
			s.checkMissing(t, zoneWide, label, "1")
			s.checkMissing(t, zoneWide, "1", label)
			s.checkMissing(t, zoneDotted, label)
		})
	}
}

func TestMalformedLabels6(t *testing.T) {
	s := startWorld(t)
	address := strings.Split("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0", ".")
	for _, label := range malformed6 {
		if label == "" {
			continue // no label, but the end of the name
		}
		t.Run(fmt.Sprintf("%q", label), func(t *testing.T) {
			for _, at := range []int{0, 1, 11, 23} {
				changed := append([]string(nil), address...)
				changed[at] = label
				s.checkMissing(t, zone6, changed...)
			}
			s.checkMissing(t, zone6, label)
			s.checkMissing(t, zone6, label, "0", "0", "0")
			s.checkMissing(t, zone6, append([]string{label}, address...)...)
		})
	}
}

// Two nibbles or octets in one label, or one number in two, is another name.
func TestJoinedLabels(t *testing.T) {
	s := startWorld(t)
	s.checkMissing(t, zone6, append([]string{"52"}, strings.Split("0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0", ".")...)...)
	s.checkMissing(t, zone6, "0000", "0000", "0000", "0000", "0000", "0001")
	s.checkMissing(t, zone6, strings.Split(strings.Repeat("0.", 40)+"0", ".")...)
	s.checkMissing(t, zone4, "2", "5")
	s.checkMissing(t, zone4, "1.2")
	s.checkMissing(t, zoneWide, "1.0")
	s.checkMissing(t, zoneHost, "ip-192-0-2-1.")
	s.checkMissing(t, zoneHost, "25.113.dyn")
	s.checkMissing(t, zoneHost, "25", "113.dyn")
	s.checkMissing(t, zoneHost, "25.113", "dyn")
}

// checkMissing asks for a name of raw labels in a zone, by several types.
func (s *server) checkMissing(t *testing.T, zone string, labels ...string) {
	t.Helper()
	all := append(append([]string(nil), labels...), strings.Split(strings.TrimSuffix(zone, "."), ".")...)
	for _, qtype := range []uint16{dns.TypePTR, dns.TypeA, dns.TypeANY, dns.TypeDS} {
		s.checkWire(t, wireQuery(all, qtype), nxdomain(zone))
	}
}

// A dot that belongs to a label does not begin a zone of ours.
func TestDotInsideLabel(t *testing.T) {
	s := startWorld(t)
	for _, labels := range [][]string{
		{"25.2.0.192.in-addr.arpa"},
		{"25.2.0.192.in-addr", "arpa"},
		{"25", "2.0.192.in-addr.arpa"},
		{"25", "2.0", "192", "in-addr", "arpa"},
		{"ip-192-0-2-1.host", "example"},
		{"x.host.example"},
	} {
		s.checkWire(t, wireQuery(labels, dns.TypePTR), fault(dns.RcodeRefused, 0))
	}
}

// The longest names and the names with the most labels are answered.
func TestLongNames(t *testing.T) {
	s := startWorld(t)
	host := []string{"host", "example"}
	room := 255 - len("\x04host\x07example\x00")
	t.Run("most labels", func(t *testing.T) {
		s.checkWire(t, wireQuery(append(repeat("x", room/2), host...), dns.TypeA), nxdomain(zoneHost))
	})
	t.Run("longest labels", func(t *testing.T) {
		long := strings.Repeat("x", 63)
		last := strings.Repeat("y", room-3*64-1)
		s.checkWire(t, wireQuery(append([]string{long, long, long, last}, host...), dns.TypeA), nxdomain(zoneHost))
	})
	t.Run("longest presentation", func(t *testing.T) {
		long := strings.Repeat("\x00", 63)
		s.checkWire(t, wireQuery(append([]string{long, long, long}, host...), dns.TypeA), nxdomain(zoneHost))
	})
	t.Run("most labels of an address", func(t *testing.T) {
		nibbles := repeat("0", (255-len("\x03ip6\x04arpa\x00"))/2-8)
		s.checkMissing(t, zone6, nibbles...)
	})
	t.Run("longest below a cut", func(t *testing.T) {
		cut := referral([]string{"7.168.192.in-addr.arpa. 3600 IN NS ns.7.168.192.in-addr.arpa.", "7.168.192.in-addr.arpa. 3600 IN NS ns2.customer.example."},
			"ns.7.168.192.in-addr.arpa. 3600 IN A 192.168.7.53", "ns.7.168.192.in-addr.arpa. 3600 IN AAAA 2001:db8:7::53")
		long := strings.Repeat("\xff", 63)
		s.checkWire(t, wireQuery([]string{long, long, long, "7", "168", "192", "in-addr", "arpa"}, dns.TypeA), *cut)
	})
}

func repeat(label string, n int) []string {
	labels := make([]string, n)
	for i := range labels {
		labels[i] = label
	}
	return labels
}
