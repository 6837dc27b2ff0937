package stacks_test

import (
	"runtime"
	"runtime/metrics"
	"strconv"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/cmd/coredns/internal/stacks"
)

// When this fails after an update of Go, the runtime picks the size of new stacks
// in another way: the package is then useless, and may be harmful.
func TestGoroutinesStartWithMore(t *testing.T) {
	before := startingSize(t)
	for _, kib := range []int{4, 8, 16, 32} {
		t.Run(strconv.Itoa(kib), func(t *testing.T) {
			release := stacks.Hold(kib)
			size := startingSize(t)
			release()
			// The race detector makes the runtime leave more room.
			if want := uint64(kib) << 10; size != want && size != 2*want {
				t.Errorf("goroutines start with %d bytes, want %d", size, want)
			}
		})
	}
	stacks.Hold(0)()
	if size := startingSize(t); size != before {
		t.Errorf("goroutines start with %d bytes after all, want %d as before", size, before)
	}
}

// startingSize returns what the runtime chose in a garbage collection.
func startingSize(t *testing.T) uint64 {
	t.Helper()
	runtime.GC()
	sample := []metrics.Sample{{Name: "/gc/stack/starting-size:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		t.Fatal("the runtime does not tell the size of new stacks any more")
	}
	return sample[0].Value.Uint64()
}

func TestSize(t *testing.T) {
	for _, tc := range []struct {
		text string
		want int
		ok   bool
	}{
		{"", stacks.Default, true},
		{"off", 0, true},
		{"4", 4, true},
		{"16", 16, true},
		{"32", 32, true},
		{"0", 0, false},
		{"2", 0, false},
		{"12", 0, false},
		{"64", 0, false},
		{"-8", 0, false},
		{"8k", 0, false},
		{"on", 0, false},
	} {
		got, err := stacks.Size(tc.text)
		if got != tc.want || (err == nil) != tc.ok {
			t.Errorf("size of %q is %d (%v), want %d", tc.text, got, err, tc.want)
		}
	}
}
