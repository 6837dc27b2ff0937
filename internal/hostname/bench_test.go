package hostname_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func benchmarkBind(b *testing.B, template, prefix string) *hostname.Pattern {
	b.Helper()
	return bind(b, template, netip.MustParsePrefix(prefix))
}

func benchmarkPatterns(b *testing.B, f func(b *testing.B, p *hostname.Pattern, a netip.Addr)) {
	for _, bb := range hotPatterns {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			f(b, benchmarkBind(b, bb.template, bb.prefix), netip.MustParseAddr(bb.addr))
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	benchmarkPatterns(b, func(b *testing.B, p *hostname.Pattern, a netip.Addr) {
		buf := make([]byte, 0, 256)
		for b.Loop() {
			buf = p.Append(buf[:0], a)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	benchmarkPatterns(b, func(b *testing.B, p *hostname.Pattern, a netip.Addr) {
		name := string(p.Append(nil, a))
		for b.Loop() {
			p.Decode(name)
		}
	})
}

// BenchmarkDecodeMixedCase reads names as resolvers send them that randomise the
// case of letters.
func BenchmarkDecodeMixedCase(b *testing.B) {
	benchmarkPatterns(b, func(b *testing.B, p *hostname.Pattern, a netip.Addr) {
		name := strings.ToUpper(string(p.Append(nil, a)))
		for b.Loop() {
			p.Decode(name)
		}
	})
}

// BenchmarkDecodeUnknown reads names that no address has, as in a flood of random
// subdomains.
func BenchmarkDecodeUnknown(b *testing.B) {
	benchmarkPatterns(b, func(b *testing.B, p *hostname.Pattern, _ netip.Addr) {
		for b.Loop() {
			p.Decode("kx7q2vw9.host.example.")
		}
	})
}

func BenchmarkPartial(b *testing.B) {
	p := benchmarkBind(b, "{d}.{c}.dyn.host.example", "192.0.2.0/24")
	b.ReportAllocs()
	for b.Loop() {
		p.Partial("2.dyn.host.example.")
	}
}

func BenchmarkOverlap(b *testing.B) {
	p := benchmarkBind(b, "ip-{ip}.host.example", "192.0.2.0/24")
	for _, bb := range []struct{ name, template, prefix string }{
		{"same-template", "ip-{ip}.host.example", "198.51.100.0/24"},
		{"other-text", "dyn-{ip}.host.example", "198.51.100.0/24"},
		{"automata", "ip-{a}-{rip}.host.example", "10.0.0.0/8"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			q := benchmarkBind(b, bb.template, bb.prefix)
			for b.Loop() {
				p.Overlap(q)
			}
		})
	}
}
