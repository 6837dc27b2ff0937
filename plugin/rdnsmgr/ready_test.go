package rdnsmgr_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/coredns/coredns/plugin/ready"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/plugin/rdnsmgr"
)

// The plugin is ready as soon as there is data, and not before.
func TestReady(t *testing.T) {
	var r ready.Readiness = new(rdnsmgr.Handler)
	if r.Ready() {
		t.Error("ready without data")
	}
	if r = startWorld(t).handler(); !r.Ready() {
		t.Error("not ready with data")
	}
}

// TestCacheBypassZones: the cache plugin is told every zone of the block.
func TestCacheBypassZones(t *testing.T) {
	want := []string{zone4, zoneDotted, zoneWide, zone6, zoneMapped, zoneHost, zoneChild}
	got := startWorld(t).handler().CacheBypassZones()
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(got))); diff != "" {
		t.Errorf("zones (-want +got):\n%s", diff)
	}
}

// Behind the cache plugin every query comes to us: each is counted.
func TestBehindCache(t *testing.T) {
	s := start(t, strings.Replace(small(""), "grab\n", "grab\n\tcache\n", 1))
	const series = "kind=generated pool= zone=" + zone4
	before := answers(t, s.dns.Addr)[series]
	for range 5 { // check asks twice
		s.check(t, query("1."+zone4, dns.TypePTR), data("@ 3600 IN PTR ip-192-0-2-1.host.example."))
	}
	if got := answers(t, s.dns.Addr)[series] - before; got != 10 {
		t.Errorf("%v answers of ours, want 10", got)
	}
}

// A reply that cannot be written is an error, which the errors plugin logs.
func TestWriteErrorIsReturned(t *testing.T) {
	h := startWorld(t).handler()
	for what, n := range shapes() {
		for _, qtype := range []uint16{dns.TypePTR, dns.TypeAXFR} {
			w := &deafWriter{}
			if _, err := h.ServeDNS(context.Background(), w, query(n.name, qtype)); !errors.Is(err, errDeaf) {
				t.Errorf("%s: error %v", what, err)
			}
		}
	}
}

type deafWriter struct{ writer }

var errDeaf = errors.New("nobody listens")

func (w *deafWriter) WriteMsg(*dns.Msg) error { return errDeaf }

func (w *deafWriter) Write([]byte) (int, error) { return 0, errDeaf }
