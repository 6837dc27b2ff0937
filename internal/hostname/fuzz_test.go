package hostname_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// FuzzTemplate goes round with whatever templates can be bound: the name of an
// address is legal, is that of the model, and decodes to the address again.
func FuzzTemplate(f *testing.F) {
	addr := netip.MustParseAddr("2001:db8:4f0a:93bc:1e7d:a65:f82c:3b9d").AsSlice()
	for _, text := range []string{
		"ip-{ip}.host.example", "{rip}.x", "{hex}.x", "{rhex}.x", "{d}.{c}.dyn.host.example", "{a:3}-{b:3}-{c:3}-{d:3}.x",
		"{net:40}-{host}.x", "{host:70}.x", "{index}.x", "{index:20}.x", "{d}--x.y", "{ip}.xn--bcher-kva.example",
	} {
		f.Add(text, addr, uint8(24), true)
		f.Add(text, addr, uint8(64), false)
	}
	f.Fuzz(func(t *testing.T, text string, octets []byte, bits uint8, v4 bool) {
		size := 16
		if v4 {
			size = 4
		}
		if len(octets) < size {
			return
		}
		a, _ := netip.AddrFromSlice(octets[:size])
		p := netip.PrefixFrom(a, int(bits)%(8*size+1)).Masked()
		template, err := hostname.ParseTemplate(text)
		if err != nil {
			return
		}
		if again, err := hostname.ParseTemplate(template.String()); err != nil || again.String() != template.String() {
			t.Fatalf("template %q reads as %q, and then %v, %v", text, template, again, err)
		}
		if pattern, err := template.Bind(p); err == nil {
			checkRound(t, pattern, a)
		}
	})
}

func checkRound(t *testing.T, p *hostname.Pattern, a netip.Addr) {
	t.Helper()
	name := string(p.Append(nil, a))
	if err := hostname.Check(name); err != nil {
		t.Errorf("%q on %v: %v is named %v", p.Template(), p.Prefix(), a, err)
	}
	if want := modelName(p.Template().String(), p.Prefix(), a); name != want {
		t.Errorf("%q on %v: %v is named %q, the model says %q", p.Template(), p.Prefix(), a, name, want)
	}
	if n := strings.Count(name, "."); n != p.Labels() || !strings.HasSuffix(name, "."+p.Suffix()) {
		t.Errorf("%q on %v: want %d labels and the suffix %q in %q", p.Template(), p.Prefix(), p.Labels(), p.Suffix(), name)
	}
	injective := p.Injective() == nil
	for _, name := range []string{name, strings.ToUpper(name)} {
		if got, ok := p.Decode(name); ok != injective || ok && got != a {
			t.Errorf("%q on %v: Decode(%q) = %v, %v; want %v", p.Template(), p.Prefix(), name, got, ok, a)
		}
	}
	for _, above, _ := strings.Cut(name, "."); above != p.Suffix(); _, above, _ = strings.Cut(above, ".") {
		if value, mask, ok := p.Partial(above); !ok || !matches(a, value, mask) {
			t.Errorf("%q on %v: Partial(%q) = %v, %v, %v; want %v to match", p.Template(), p.Prefix(), above, value, mask, ok, a)
		}
	}
	if _, overlap := p.Overlap(p); overlap == injective {
		t.Errorf("%q on %v: overlaps itself: %v, injective: %v", p.Template(), p.Prefix(), overlap, injective)
	}
}
