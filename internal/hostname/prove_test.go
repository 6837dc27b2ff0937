package hostname_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func TestInjective(t *testing.T) {
	const advice = "; print every bit behind the prefix, for example with {ip} or {host}"
	tests := []struct{ name, template, prefix, err string }{
		{"whole address", "{ip}.example", "192.0.2.0/24", ""},
		{"last octet of a /24", "{d}.example", "192.0.2.0/24", ""},
		{"last octet of a /26", "{d}.example", "192.0.2.64/26", ""},
		{"host", "{host}.example", "2001:db8::/32", ""},
		{"index", "{index}.example", "2001:db8::/64", ""},
		{"net and host", "{net:64}-{host:64}.example", "2001:db8::/32", ""},
		{"two octets, any order", "{d}.{c}.example", "203.0.112.0/22", ""},
		{"one address", "{a}.example", "192.0.2.1/32", ""},

		{"last octet of a /23", "{d}.example", "203.0.112.0/23",
			`template "{d}.example" on 203.0.112.0/23: 203.0.112.0 and 203.0.113.0 would both be named "0.example."` + advice},
		{"third octet of a /24", "{c}.example", "192.0.2.0/24",
			`template "{c}.example" on 192.0.2.0/24: 192.0.2.0 and 192.0.2.1 would both be named "2.example."` + advice},
		{"one name for a /56", "c{net:56}.example", "2001:db8::/32",
			`template "c{net:56}.example" on 2001:db8::/32: 2001:db8:: and 2001:db8::1 would both be named "c000000.example."` + advice},
		{"gap between net and host", "{net:48}-{host:64}.example", "2001:db8::/32",
			`template "{net:48}-{host:64}.example" on 2001:db8::/32: 2001:db8:: and 2001:db8:0:1:: would both be named "0000-0000000000000000.example."` + advice},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := bind(t, tt.template, netip.MustParsePrefix(tt.prefix))
			if err := p.Injective(); errorText(err) != tt.err {
				t.Errorf("got  %v\nwant %s", err, tt.err)
			}
		})
	}
}

// TestInjectiveModel compares Injective with the names of all addresses.
func TestInjectiveModel(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	count := map[bool]int{}
	for range 1000 {
		w := randomWorld(r)
		pattern := w.bind()
		if pattern == nil {
			continue
		}
		injective := len(w.addrs) == len(w.names)
		count[injective]++
		if err := pattern.Injective(); injective != (err == nil) {
			t.Fatalf("%q on %v has %d names for %d addresses, Injective says %v", w.template, w.prefix, len(w.addrs), len(w.names), err)
		}
	}
	if count[true] < 100 || count[false] < 30 {
		t.Errorf("%d templates were injective, %d were not; the test has lost its grip", count[true], count[false])
	}
}

// bind binds the template of w to its prefix, or returns nil if that gives
// illegal names.
func (w *world) bind() *hostname.Pattern {
	template, err := hostname.ParseTemplate(w.template)
	if err != nil {
		return nil
	}
	pattern, err := template.Bind(w.prefix)
	if err != nil {
		return nil
	}
	return pattern
}
