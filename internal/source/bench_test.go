package source_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

const benchLines = 100_000

func BenchmarkParseHosts(b *testing.B) {
	benchmark(b, source.Hosts, "", func(a netip.Addr, i int) string {
		return fmt.Sprintf("%s\tcustomer-%d.mail.example.net\n", a, i)
	})
}

func BenchmarkParseHostsShuffled(b *testing.B) {
	benchmark(b, source.Hosts, "", func(a netip.Addr, i int) string {
		v := a.As4()
		v[0], v[1], v[2], v[3] = 10, v[3], v[1], v[2]
		return fmt.Sprintf("%s customer-%d.mail.example.net 3600 # by hand\n", netip.AddrFrom4(v), i)
	})
}

func BenchmarkParseHosts6(b *testing.B) {
	benchmark(b, source.Hosts, "", func(a netip.Addr, i int) string {
		return fmt.Sprintf("2001:db8:%x::%x customer-%d.mail.example.net\n", i>>16, i&0xffff, i)
	})
}

func BenchmarkParseZone(b *testing.B) {
	benchmark(b, source.Zone, "$ORIGIN 10.in-addr.arpa.\n", func(a netip.Addr, i int) string {
		v := a.As4()
		return fmt.Sprintf("%d.%d.%d IN PTR customer-%d.mail.example.net.\n", v[3], v[2], v[1], i)
	})
}

func BenchmarkParseZone6(b *testing.B) {
	benchmark(b, source.Zone, "$TTL 1h\n", func(a netip.Addr, i int) string {
		v := netip.MustParseAddr(fmt.Sprintf("2001:db8:%x::%x", i>>16, i&0xffff))
		return fmt.Sprintf("%s IN PTR customer-%d.mail.example.net.\n", arpa.Name(netip.PrefixFrom(v, 128)), i)
	})
}

func BenchmarkParseCSV(b *testing.B) {
	benchmark(b, source.CSV, "address,name,ttl,owner,comment\n", func(a netip.Addr, i int) string {
		return fmt.Sprintf("%s,customer-%d.mail.example.net,3600,customer %d,\"by hand, mostly\"\n", a, i, i/100)
	})
}

// BenchmarkParseChanges reads a file of 60,000 lines one of which has changed,
// and such files that make that hard.
func BenchmarkParseChanges(b *testing.B) {
	const n = 60_000
	shuffled := list(n)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	everywhere := slices.Clone(shuffled)
	for i := range everywhere {
		everywhere[i] = fmt.Sprintf("10.0.%d.%d host%d.example.net\n", i>>8&1, i&255, i)
	}
	for _, c := range []struct {
		name  string
		lines []string
		step  int // how far the lines that change stand from each other; 0 for as many more
	}{
		{"sorted", list(n), n},
		{"shuffled", shuffled, n},
		{"a few", shuffled, 6_000},
		{"each section", shuffled, 100},
		{"half more", shuffled[:n/2], 0},
		{"addresses everywhere", everywhere, n},
		{"half of them", slices.Concat(everywhere[:n/2], shuffled[:n/2]), n},
	} {
		b.Run(c.name, func(b *testing.B) {
			last := parseList(c.lines)
			lines := slices.Clone(c.lines)
			for i := c.step / 2; c.step > 0 && i < len(lines); i += c.step {
				address, _, _ := strings.Cut(lines[i], " ")
				lines[i] = address + " changed.example.net\n"
			}
			if c.step == 0 {
				lines = append(lines, shuffled[n/2:n-100]...)
			}
			content := source.NewContent(strings.Join(lines, ""))
			whole := func() { source.Parse(content, listOptions, refusing) }
			changes := func() {
				if source.ParseChanges(content, listOptions, refusing, &last.Summary, last.Addresses()) == nil {
					whole()
				}
			}
			for name, read := range map[string]func(){"whole": whole, "changes": changes} {
				b.Run(name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						read()
					}
				})
			}
		})
	}
}

func BenchmarkAccident(b *testing.B) {
	var text strings.Builder
	for i := range benchLines {
		fmt.Fprintf(&text, "10.%d.%d.%d a.example.net\n", i>>16, i>>8&255, i&255)
	}
	last := source.Parse(source.NewContent(text.String()), source.Options{}, source.Hooks{})
	next := source.Parse(source.NewContent(text.String()+"\n"), source.Options{}, source.Hooks{})
	b.ReportAllocs()
	for b.Loop() {
		if reason := accident(last, next); reason != "" {
			b.Fatal(reason)
		}
	}
}

// benchmark parses a file of 100,000 lines.
func benchmark(b *testing.B, format source.Format, header string, line func(netip.Addr, int) string) {
	var text strings.Builder
	text.WriteString(header)
	for i := range benchLines {
		text.WriteString(line(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), i))
	}
	data := source.NewContent(text.String())
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		s := source.Parse(data, source.Options{Format: format, Owner: "ops"}, source.Hooks{})
		if s.Bad > 0 || s.Len() != benchLines {
			b.Fatal(s.Len(), s.Bad, s.Faults)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchLines, "ns/line")
}
