package state_test

import (
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

const million = 1_000_000

// BenchmarkLoad reads a million entries with values of 16 bytes.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	d, err := state.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	v := openVerdicts(b, dir)
	if err := v.Compact(numbered(million)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		count := 0
		if err := d.LoadVerdicts(func(state.Entry) { count++ }); err != nil || count != million {
			b.Fatal(count, err)
		}
	}
	b.ReportMetric(float64(v.Size())/million, "disk-B/entry")
}

// BenchmarkCompact writes them.
func BenchmarkCompact(b *testing.B) {
	v := openVerdicts(b, b.TempDir())
	b.ReportAllocs()
	for b.Loop() {
		if err := v.Compact(numbered(million)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppend commits one entry after the other.
func BenchmarkAppend(b *testing.B) {
	v := openVerdicts(b, b.TempDir())
	before := v.Size()
	b.ReportAllocs()
	for b.Loop() {
		appendTo(b, v, entry(1, "0123456789abcdef"))
	}
	b.ReportMetric(float64(v.Size()-before)/float64(b.N), "disk-B/entry")
}

// BenchmarkAppendParallel commits what many bring at once.
func BenchmarkAppendParallel(b *testing.B) {
	v := openVerdicts(b, b.TempDir())
	before := v.Size()
	b.SetParallelism(50)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := v.Append([]state.Entry{entry(1, "0123456789abcdef")}); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(v.Size()-before)/float64(b.N), "disk-B/entry")
}
