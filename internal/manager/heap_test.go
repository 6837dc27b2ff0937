package manager_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestHeap holds a mapping to its size, with look verdicts and confirmation on.
func TestHeap(t *testing.T) {
	if testing.Short() {
		t.Skip("it judges 80,000 names")
	}
	const (
		n     = 80_000
		bound = 95 // bytes for a mapping; the target of the project is 110
	)
	few := loaded(t, 100)
	if got := float64(loaded(t, n)-few) / (n - 100); got > bound {
		t.Errorf("%.1f bytes a mapping, want at most %d", got, bound)
	} else {
		t.Logf("%.1f bytes a mapping", got)
	}
}

// loaded returns the bytes in use with so many mappings, of 33 octets each.
func loaded(t *testing.T, mappings int) int {
	l := newLab(t)
	l.zones = "10.0.0.0/8 " + l.zones
	var b strings.Builder
	for i := range mappings {
		fmt.Fprintf(&b, "10.0.%d.%d srv%06x.kunde%06d-hoster.net\n", i>>8, i&255, i, i)
	}
	l.write("customers.map", b.String())
	b.Reset()
	l.start("mappings customers.map\nstate kept\nconfirm 127.0.0.1:9 127.0.0.2:9\npolicy default")
	l.manager.Poll()
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	runtime.KeepAlive(l)
	return int(m.HeapAlloc)
}
