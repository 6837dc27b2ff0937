package index_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestPoolNumbers: pools have a number in common when they have a label in common, and
// 0 without one.
func TestPoolNumbers(t *testing.T) {
	spec := index.Spec{Zones: []rdns.Zone{{Origin: "192.in-addr.arpa.", NS: []string{"ns1.elsewhere.test."}}}}
	labels, want := []string{"red", "", "blue", "red", "", "green"}, []int{1, 0, 2, 1, 0, 3}
	for i, label := range labels {
		p := netip.MustParsePrefix(fmt.Sprintf("192.0.%d.0/24", i))
		spec.Pools = append(spec.Pools, rdns.Pool{Prefix: p, Pattern: bindTo(t, "ip-{ip}.host.example", p), Label: label})
	}
	f, err := index.NewFrame(spec)
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot(t, f, nil)
	for i := range labels {
		a := s.Lookup(fmt.Sprintf("1.%d.0.192.in-addr.arpa.", i))
		if a.Pool.Label != labels[i] || a.Pool.Number != want[i] {
			t.Errorf("pool %d: label %q, number %d, want %q, %d", i, a.Pool.Label, a.Pool.Number, labels[i], want[i])
		}
	}
}
