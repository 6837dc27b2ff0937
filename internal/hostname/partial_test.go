package hostname_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func TestPartial(t *testing.T) {
	const dotted, reverse = "{d}.{c}.dyn.host.example", "{d}.x{c}.{b}-y.{a}.host.example"
	tests := []struct {
		name, template, prefix, in string
		value, mask                string // "" if there are no such addresses
	}{
		{"octet", dotted, "203.0.112.0/22", "113.dyn.host.example.", "0.0.113.0", "0.0.255.0"},
		{"upper case", dotted, "203.0.112.0/22", "113.DYN.Host.EXAMPLE.", "0.0.113.0", "0.0.255.0"},
		{"all but one label", reverse, "198.18.0.0/15", "x7.19-y.198.host.example.", "198.19.7.0", "255.255.255.0"},
		{"one label", reverse, "198.18.0.0/15", "198.host.example.", "198.0.0.0", "255.0.0.0"},
		{"literal label between", "{d}.mid.{c}.example", "203.0.112.0/22", "mid.115.example.", "0.0.115.0", "0.0.255.0"},
		{"octet behind the literal label", "{d}.mid.{c}.example", "203.0.112.0/22", "115.example.", "0.0.115.0", "0.0.255.0"},
		{"IPv6", "{host:64}.{net:64}.example", "2001:db8::/32", "00000001.example.", "0:0:0:1::", "0:0:ffff:ffff::"},
		{"label without a number", "{ip}.a.{d}.example", "192.0.2.0/24", "a.9.example.", "0.0.0.9", "0.0.0.255"},
		{"bits printed twice", "{hex}.{d}-{d}.example", "192.0.2.0/24", "9-9.example.", "0.0.0.9", "0.0.0.255"},

		{"bits printed twice, different", "{hex}.{d}-{d}.example", "192.0.2.0/24", "9-8.example.", "", ""},
		{"whole name", dotted, "203.0.112.0/22", "9.113.dyn.host.example.", "", ""},
		{"below a name", dotted, "203.0.112.0/22", "a.9.113.dyn.host.example.", "", ""},
		{"suffix", dotted, "203.0.112.0/22", "dyn.host.example.", "", ""},
		{"above the suffix", dotted, "203.0.112.0/22", "host.example.", "", ""},
		{"root", dotted, "203.0.112.0/22", ".", "", ""},
		{"empty", dotted, "203.0.112.0/22", "", "", ""},
		{"no final dot", dotted, "203.0.112.0/22", "113.dyn.host.example", "", ""},
		{"outside the prefix", dotted, "203.0.112.0/22", "116.dyn.host.example.", "", ""},
		{"outside the prefix, a subset of its bits", dotted, "203.0.112.0/22", "64.dyn.host.example.", "", ""},
		{"zero in front", dotted, "203.0.112.0/22", "0113.dyn.host.example.", "", ""},
		{"no number", dotted, "203.0.112.0/22", "a.dyn.host.example.", "", ""},
		{"other domain", dotted, "203.0.112.0/22", "113.dyo.host.example.", "", ""},
		{"escaped dot", dotted, "203.0.112.0/22", `9\.113.dyn.host.example.`, "", ""},
		{"part of a label", reverse, "198.18.0.0/15", "7.19-y.198.host.example.", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var wantValue, wantMask netip.Addr
			if tt.value != "" {
				wantValue, wantMask = netip.MustParseAddr(tt.value), netip.MustParseAddr(tt.mask)
			}
			p := bind(t, tt.template, netip.MustParsePrefix(tt.prefix))
			value, mask, ok := p.Partial(tt.in)
			if value != wantValue || mask != wantMask || ok != wantMask.IsValid() {
				t.Errorf("Partial(%q) = %v, %v, %v; want %v, %v", tt.in, value, mask, ok, wantValue, wantMask)
			}
		})
	}
}

// TestPartialModel compares Partial with the ancestors of all names of random
// worlds, and with names that are almost ancestors.
func TestPartialModel(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	found, missing := 0, 0
	for range 1500 {
		w := randomWorld(r)
		pattern := w.bind()
		if pattern == nil {
			continue
		}
		ancestors := w.ancestors(pattern)
		for name := range ancestors {
			checkPartial(t, w, pattern, ancestors, name)
			edited := edit(r, name)
			checkPartial(t, w, pattern, ancestors, edited)
			if len(ancestors[strings.ToLower(edited)]) == 0 {
				missing++
			}
			found++
		}
	}
	if found < 500 || missing < 500 {
		t.Errorf("%d ancestors were found, %d were not; the test has lost its grip", found, missing)
	}
}

// ancestors returns for each name that Partial must read the addresses whose
// names are below it.
func (w *world) ancestors(pattern *hostname.Pattern) map[string]map[netip.Addr]bool {
	ancestors := make(map[string]map[netip.Addr]bool)
	for a, name := range w.names {
		_, name, _ = strings.Cut(name, ".")
		for ; name != pattern.Suffix(); _, name, _ = strings.Cut(name, ".") {
			if ancestors[name] == nil {
				ancestors[name] = make(map[netip.Addr]bool)
			}
			ancestors[name][a] = true
		}
	}
	return ancestors
}

func checkPartial(t *testing.T, w *world, pattern *hostname.Pattern, ancestors map[string]map[netip.Addr]bool, name string) {
	t.Helper()
	below := ancestors[strings.ToLower(name)]
	value, mask, ok := pattern.Partial(name)
	if ok != (len(below) > 0) {
		t.Fatalf("%q on %v: Partial(%q) = %v, %v, %v; %d addresses have names below it", w.template, w.prefix, name, value, mask, ok, len(below))
	}
	for a := range w.names {
		if ok && matches(a, value, mask) != below[a] {
			t.Fatalf("%q on %v: Partial(%q) = %v, %v; but %v is named %q", w.template, w.prefix, name, value, mask, a, w.names[a])
		}
	}
}

// matches tells whether a&mask == value.
func matches(a, value, mask netip.Addr) bool {
	octets, values, masks := a.AsSlice(), value.AsSlice(), mask.AsSlice()
	for i := range octets {
		if octets[i]&masks[i] != values[i] {
			return false
		}
	}
	return true
}

func TestPartialDoesNotAllocate(t *testing.T) {
	for _, tt := range []struct{ template, prefix, in string }{
		{"{d}.{c}.dyn.host.example", "192.0.2.0/24", "2.dyn.host.example."},
		{"{d}.{c}.dyn.host.example", "192.0.2.0/24", "3.dyn.host.example."},
		{"{d}.{c}.dyn.host.example", "192.0.2.0/24", "x.dyn.host.example."},
		{"{host:64}.{net:64}.example", "2001:db8::/32", "0000000A.EXAMPLE."},
	} {
		p := bind(t, tt.template, netip.MustParsePrefix(tt.prefix))
		if n := testing.AllocsPerRun(100, func() { p.Partial(tt.in) }); n != 0 {
			t.Errorf("Partial(%q) for %q allocates %v times", tt.in, tt.template, n)
		}
	}
}

// ExamplePattern_Partial asks whether any address of a pool has a name below a
// given one.
func ExamplePattern_Partial() {
	template, _ := hostname.ParseTemplate("{d}.{c}.dyn.host.example")
	pattern, _ := template.Bind(netip.MustParsePrefix("203.0.112.0/22"))
	value, mask, ok := pattern.Partial("113.dyn.host.example.")
	fmt.Println(value, mask, ok)
	_, _, ok = pattern.Partial("116.dyn.host.example.")
	fmt.Println(ok)
	// Output:
	// 0.0.113.0 0.0.255.0 true
	// false
}
