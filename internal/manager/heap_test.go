package manager_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// TestHeap holds a mapping to its size.
func TestHeap(t *testing.T) {
	if testing.Short() {
		t.Skip("it judges 80,000 names")
	}
	const n = 80_000
	random := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct {
		name, zone, properties string
		address                func(i int) string
		bound                  float64 // bytes for a mapping; the targets of the project are 110 and 62
	}{
		{"with look verdicts and confirmation", "10.0.0.0/8", "state kept\nconfirm 127.0.0.1:9 127.0.0.2:9\npolicy default", func(i int) string {
			return fmt.Sprintf("10.0.%d.%d", i>>8, i&255)
		}, 95},
		{"IPv6 at random in no order", "2001:db8::/32", "", func(int) string {
			high, low := random.Uint64(), random.Uint64()
			return fmt.Sprintf("2001:db8:%x:%x:%x:%x:%x:%x", high>>16&0xffff, high&0xffff, low>>48, low>>32&0xffff, low>>16&0xffff, low&0xffff)
		}, 60},
	} {
		t.Run(c.name, func(t *testing.T) {
			load := func(mappings int) int { return loaded(t, c.zone, c.properties, c.address, mappings) }
			few := load(100)
			if got := float64(load(n)-few) / (n - 100); got > c.bound {
				t.Errorf("%.1f bytes a mapping, want at most %.0f", got, c.bound)
			} else {
				t.Logf("%.1f bytes a mapping", got)
			}
		})
	}
}

// loaded returns the bytes in use with so many mappings, of 33 octets each.
func loaded(t *testing.T, zone, properties string, address func(i int) string, mappings int) int {
	l := newLab(t)
	l.zones = zone + " " + l.zones
	var b strings.Builder
	for i := range mappings {
		fmt.Fprintf(&b, "%s srv%06x.kunde%06d-hoster.net\n", address(i), i, i)
	}
	l.write("customers.map", b.String())
	b.Reset()
	l.start("mappings customers.map\n" + properties)
	l.manager.Poll()
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	runtime.KeepAlive(l)
	return int(m.HeapAlloc)
}
