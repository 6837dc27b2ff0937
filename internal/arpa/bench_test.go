package arpa_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

func BenchmarkParse(b *testing.B) {
	v6 := arpa.Name(netip.MustParsePrefix("2001:db8:4f0a:93bc:1e7d:a65:f82c:3b9d/128"))
	for _, bb := range []struct{ name, in string }{
		{"v4", "217.163.100.198.in-addr.arpa."},
		{"v4-mixed-case", "217.163.100.198.iN-aDDr.aRpA."},
		{"v4-partial", "100.198.in-addr.arpa."},
		{"v4-malformed", "foo.217.163.100.198.in-addr.arpa."},
		{"v6", v6},
		{"v6-mixed-case", strings.ToUpper(v6)},
		{"v6-partial", v6[2*16:]},
		{"neither", "ip-198-51-100-1.host.example."},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				arpa.Parse(bb.in)
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, bb := range []struct{ name, prefix string }{
		{"v4", "198.100.163.217/32"},
		{"v6", "2001:db8:4f0a:93bc:1e7d:a65:f82c:3b9d/128"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			p := netip.MustParsePrefix(bb.prefix)
			buf := make([]byte, 0, 128)
			b.ReportAllocs()
			for b.Loop() {
				buf = arpa.Append(buf[:0], p)
			}
		})
	}
}
