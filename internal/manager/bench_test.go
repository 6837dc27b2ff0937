package manager_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// benchMappings is how many mappings the benchmarks have.
const benchMappings = 1_000_000

const benchCorefile = `10.0.0.0/8 host.example {
	rdnsmgr {
		pool 10.0.0.0/8 ip-{ip}.host.example
		mappings customers.map
		soa ns1.example.net hostmaster.example.net
		ns ns1.example.net
	}
}
`

// benchLines are those of a mapping file, in the order of their addresses.
func benchLines() []string {
	lines := make([]string, benchMappings)
	for i := range lines {
		lines[i] = fmt.Sprintf("%s vps%06x.customer%06d.example.net\n", benchAddr(i), i, i*7919%300_007)
	}
	return lines
}

func benchAddr(i int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
}

// shuffle leaves the lines in no order.
func shuffle(lines []string) {
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
}

// benchLoad loads the file of a directory.
func benchLoad(b *testing.B, dir string) (*manager.Manager, *manager.Block) {
	b.Helper()
	blocks, err := config.Read("Corefile", strings.NewReader(benchCorefile))
	if err != nil {
		b.Fatal(err)
	}
	m := manager.New(new(record), time.Now)
	block := m.Add(blocks[0], func(path string) string { return filepath.Join(dir, path) })
	if err := m.Load(); err != nil {
		b.Fatal(err)
	}
	return m, block
}

func benchWrite(b *testing.B, dir string, lines []string) {
	b.Helper()
	path := filepath.Join(dir, "customers.map")
	if err := os.WriteFile(path+".new", []byte(strings.Join(lines, "")), 0o600); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLoad measures a start with a million mappings.
func BenchmarkLoad(b *testing.B) {
	for _, order := range []string{"sorted", "shuffled"} {
		b.Run(order, func(b *testing.B) {
			dir, lines := b.TempDir(), benchLines()
			if order == "shuffled" {
				shuffle(lines)
			}
			benchWrite(b, dir, lines)
			b.ReportAllocs()
			for b.Loop() {
				manager.EndProcess()
				benchLoad(b, dir)
			}
		})
	}
}

// BenchmarkChangedLine measures how long it takes until one changed line of a
// million is published.
func BenchmarkChangedLine(b *testing.B) {
	for _, order := range []string{"sorted", "shuffled"} {
		b.Run(order, func(b *testing.B) {
			lines := benchLines()
			if order == "shuffled" {
				shuffle(lines)
			}
			benchChangedLine(b, lines)
		})
	}
}

func benchChangedLine(b *testing.B, lines []string) {
	manager.EndProcess()
	dir := b.TempDir()
	benchWrite(b, dir, lines)
	m, block := benchLoad(b, dir)
	m.Begin()
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		i := n * 12_345 % benchMappings
		address, _, _ := strings.Cut(lines[i], " ")
		lines[i] = fmt.Sprintf("%s changed%d.example.net\n", address, n)
		benchWrite(b, dir, lines)
		b.StartTimer()
		m.Poll()
		got := slices.Collect(block.Snapshot().At(netip.MustParseAddr(address)))
		if len(got) != 1 || got[0].Name != fmt.Sprintf("changed%d.example.net.", n) {
			b.Fatalf("change %d is not published: %v", n, got)
		}
	}
}

// BenchmarkOneMapping measures the publication of one mapping with another state,
// beside a million others.
func BenchmarkOneMapping(b *testing.B) {
	manager.EndProcess()
	dir := b.TempDir()
	benchWrite(b, dir, benchLines())
	m, block := benchLoad(b, dir)
	m.Begin()
	random, fates := rand.New(rand.NewPCG(1, 1)), [...]rdns.Fate{rdns.Withdrawn, rdns.Served}
	var took []time.Duration
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		a := benchAddr(random.IntN(benchMappings))
		start := time.Now()
		mappings := slices.Collect(block.Snapshot().At(a))
		mappings[0].State = rdns.NewState(rdns.Accepted, fates[n%2])
		block.Replace(a, mappings)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100]), "p99-ns/op")
}
