package hostname_test

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func TestDecode(t *testing.T) {
	const v4, v6 = "ip-{ip}.host.example", "{ip}.host.example"
	tests := []struct{ name, template, prefix, in, want string }{
		{"IPv4", v4, "192.0.2.0/24", "ip-192-0-2-1.host.example.", "192.0.2.1"},
		{"IPv4 upper case", v4, "192.0.2.0/24", "IP-192-0-2-1.HOST.eXample.", "192.0.2.1"},
		{"IPv4 outside the prefix, full", v4, "192.0.2.0/24", "ip-198-51-100-7.host.example.", "198.51.100.7"},
		{"IPv6", v6, "2001:db8::/32", "2001-0db8-0000-0000-0000-0000-0000-0001.host.example.", "2001:db8::1"},
		{"IPv6 upper case", v6, "2001:db8::/32", "2001-0DB8-0000-0000-0000-0000-0000-ABCD.host.example.", "2001:db8::abcd"},
		{"IPv6 mapped IPv4 stays IPv6", "{hex}.example", "::/0", "00000000000000000000ffffc0000201.example.", "::ffff:192.0.2.1"},
		{"reversed", "{rip}.example", "192.0.2.0/24", "1-2-0-192.example.", "192.0.2.1"},
		{"reversed nibbles", "{rhex}.example", "2001:db8::/32", "1000000000000000000000008bd01002.example.", "2001:db8::1"},
		{"padded octet", "{d:3}.example", "192.0.2.0/24", "007.example.", "192.0.2.7"},
		{"host", "h{host}.example", "192.0.2.64/26", "h3f.example.", "192.0.2.127"},
		{"index", "i{index}.example", "2001:db8::/64", "i18446744073709551615.example.", "2001:db8::ffff:ffff:ffff:ffff"},
		{"net and host, not on nibbles", "{net:38}-{host:90}.example", "2001:db8::/32", "2b-2aaaaaaaaaaaaaaaaaaaaaa.example.", "2001:db8:aeaa:aaaa:aaaa:aaaa:aaaa:aaaa"},
		{"dotted", "{d}.{c}.dyn.example", "203.0.112.0/22", "9.113.dyn.example.", "203.0.113.9"},
		{"octet twice", "{d}-{d}.example", "192.0.2.0/24", "9-9.example.", "192.0.2.9"},
		{"octet of the prefix", "{c}-{d}.example", "192.0.2.0/24", "2-9.example.", "192.0.2.9"},

		{"empty", v4, "192.0.2.0/24", "", ""},
		{"suffix only", v4, "192.0.2.0/24", "host.example.", ""},
		{"no final dot", v4, "192.0.2.0/24", "ip-192-0-2-1.host.example", ""},
		{"two final dots", v4, "192.0.2.0/24", "ip-192-0-2-1.host.example..", ""},
		{"other text in front", v4, "192.0.2.0/24", "iq-192-0-2-1.host.example.", ""},
		{"other domain", v4, "192.0.2.0/24", "ip-192-0-2-1.host.example2", ""},
		{"other domain, same length", v4, "192.0.2.0/24", "ip-192-0-2-1.hosu.example.", ""},
		{"other separator", v4, "192.0.2.0/24", "ip-192-0.2-1.host.example.", ""},
		{"carriage return for hyphen", v4, "192.0.2.0/24", "ip\r192-0-2-1.host.example.", ""},
		{"KELVIN SIGN", "k{d}.example", "192.0.2.0/24", "\u212a7.example.", ""},
		{"zero in front", v4, "192.0.2.0/24", "ip-192-0-2-01.host.example.", ""},
		{"two zeros", v4, "192.0.2.0/24", "ip-192-00-2-1.host.example.", ""},
		{"octet of 256", v4, "192.0.2.0/24", "ip-192-0-2-256.host.example.", ""},
		{"octet that wraps", v4, "192.0.2.0/24", "ip-192-0-2-4294967297.host.example.", ""},
		{"octet missing", v4, "192.0.2.0/24", "ip-192-0-2.host.example.", ""},
		{"octet empty", v4, "192.0.2.0/24", "ip-192-0--1.host.example.", ""},
		{"fifth octet", v4, "192.0.2.0/24", "ip-192-0-2-1-1.host.example.", ""},
		{"plus sign", v4, "192.0.2.0/24", "ip-192-0-2-+1.host.example.", ""},
		{"hyphen behind", v4, "192.0.2.0/24", "ip-192-0-2-1-.host.example.", ""},
		{"label in front", v4, "192.0.2.0/24", "a.ip-192-0-2-1.host.example.", ""},
		{"label between", v4, "192.0.2.0/24", "ip-192-0-2-1.sub.host.example.", ""},
		{"escape", v4, "192.0.2.0/24", `ip-192-0-2-1\.host.example.`, ""},
		{"escaped digit", v4, "192.0.2.0/24", `ip-192-0-2-\049.host.example.`, ""},
		{"NUL", v4, "192.0.2.0/24", `ip-192-0-2-1\000.host.example.`, ""},
		{"cut short in a number", v4, "192.0.2.0/24", "ip-192-0-", ""},
		{"IPv6 shortened", v6, "2001:db8::/32", "2001-db8--1.host.example.", ""},
		{"IPv6 groups without zeros", v6, "2001:db8::/32", "2001-db8-0-0-0-0-0-1.host.example.", ""},
		{"IPv6 nine groups", v6, "2001:db8::/32", "2001-0db8-0000-0000-0000-0000-0000-0000-0001.host.example.", ""},
		{"IPv6 group with a g", v6, "2001:db8::/32", "2001-0db8-0000-0000-0000-0000-0000-000g.host.example.", ""},
		{"hexadecimal too long", "{hex}.example", "192.0.2.0/24", "0c0000201.example.", ""},
		{"hexadecimal too short", "{hex}.example", "192.0.2.0/24", "c000021.example.", ""},
		{"outside the prefix, not full", "{c}-{d}.example", "192.0.2.0/24", "3-9.example.", ""},
		{"outside the prefix, subset of its bits", "{c}-{d}.example", "192.0.2.0/24", "0-9.example.", ""},
		{"outside a /26", "{d}.example", "192.0.2.0/26", "64.example.", ""},
		{"host too large", "h{host}.example", "192.0.2.64/26", "h40.example.", ""},
		{"index too large", "i{index}.example", "192.0.2.0/26", "i64.example.", ""},
		{"index of 2^64", "i{index}.example", "2001:db8::/64", "i18446744073709551616.example.", ""},
		{"index of 2^64+10", "i{index}.example", "2001:db8::/64", "i18446744073709551626.example.", ""},
		{"index with zeros", "i{index}.example", "2001:db8::/64", "i01.example.", ""},
		{"padded index too short", "i{index:5}.example", "192.0.2.0/24", "i0001.example.", ""},
		{"padded index too long", "i{index:5}.example", "192.0.2.0/24", "i000001.example.", ""},
		{"octet twice, different", "{d}-{d}.example", "192.0.2.0/24", "1-2.example.", ""},
		{"not injective", "c{net:56}.example", "2001:db8::/32", "c000000.example.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := bind(t, tt.template, netip.MustParsePrefix(tt.prefix))
			var want netip.Addr
			if tt.want != "" {
				want = netip.MustParseAddr(tt.want)
			}
			if got, ok := p.Decode(tt.in); got != want || ok != want.IsValid() {
				t.Errorf("Decode(%q) = %v, %v; want %v", tt.in, got, ok, want)
			}
		})
	}
}

// TestDecodeModel decodes all names of random worlds, and names that are almost
// right.
func TestDecodeModel(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	decoded := 0
	for range 1000 {
		w := randomWorld(r)
		pattern := w.bind()
		if pattern == nil {
			continue
		}
		unique := len(w.addrs) == len(w.names)
		for name, addrs := range w.addrs {
			got, ok := pattern.Decode(name)
			if ok != unique || ok && got != addrs[0] {
				t.Fatalf("%q on %v: Decode(%q) = %v, %v; it is the name of %v", w.template, w.prefix, name, got, ok, addrs)
			}
			if ok {
				decoded++
				checkAlmost(t, r, w, pattern, name)
			}
		}
	}
	if decoded < 3000 {
		t.Errorf("only %d names were decoded; the test has lost its grip", decoded)
	}
}

// checkAlmost decodes a random edit of name, which is the name of another address
// or of none.
func checkAlmost(t *testing.T, r *rand.Rand, w *world, pattern *hostname.Pattern, name string) {
	t.Helper()
	edited := edit(r, name)
	got, ok := pattern.Decode(edited)
	addrs := w.addrs[strings.ToLower(edited)]
	switch {
	case len(addrs) > 0:
		if !ok || got != addrs[0] {
			t.Fatalf("%q on %v: Decode(%q) = %v, %v; it is the name of %v", w.template, w.prefix, edited, got, ok, addrs)
		}
	case ok && (!pattern.Full() || modelName(w.template, w.prefix, got) != strings.ToLower(edited)):
		t.Fatalf("%q on %v: Decode(%q) = %v; it is the name of no address", w.template, w.prefix, edited, got)
	}
}

// edit changes, adds or removes an octet of name.
func edit(r *rand.Rand, name string) string {
	const octets = `0123456789abcdefABCXZ.-\` + "\x00\xd9"
	i := r.IntN(len(name))
	c := octets[r.IntN(len(octets)):][:1]
	switch r.IntN(3) {
	case 0:
		return name[:i] + c + name[i+1:]
	case 1:
		return name[:i] + c + name[i:]
	default:
		return name[:i] + name[i+1:]
	}
}

func TestDecodeDoesNotAllocate(t *testing.T) {
	for _, tt := range hotPatterns {
		p := bind(t, tt.template, netip.MustParsePrefix(tt.prefix))
		name := string(p.Append(nil, netip.MustParseAddr(tt.addr)))
		for _, name := range []string{name, strings.ToUpper(name), "x" + name, strings.Replace(name, "host", "hast", 1)} {
			if n := testing.AllocsPerRun(100, func() { p.Decode(name) }); n != 0 {
				t.Errorf("Decode(%q) for %q allocates %v times", name, tt.template, n)
			}
		}
	}
}

// FuzzDecode goes round: what can be decoded is the name of what it decodes to.
func FuzzDecode(f *testing.F) {
	patterns := make([]*hostname.Pattern, 0, 2*len(hotPatterns))
	for _, p := range hotPatterns {
		pattern := bind(f, p.template, netip.MustParsePrefix(p.prefix))
		patterns = append(patterns, pattern)
		f.Add(string(pattern.Append(nil, netip.MustParseAddr(p.addr))))
	}
	for template, prefix := range map[string]string{
		"{d}.x{d:3}.{c}-y.example":  "203.0.112.0/22",
		"{net:66}.{index:20}-z.a.b": "2001:db8:0:1::/64",
		"{host:70}{net:58}.example": "2001:db8::/57",
		"{rip}.{index}.example":     "192.0.2.64/26",
	} {
		pattern := bind(f, template, netip.MustParsePrefix(prefix))
		patterns = append(patterns, pattern)
		f.Add(strings.ToUpper(string(pattern.Append(nil, pattern.Prefix().Addr()))))
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, p := range patterns {
			a, ok := p.Decode(name)
			if !ok {
				continue
			}
			if !p.Prefix().Contains(a) && !p.Full() {
				t.Errorf("%q on %v: Decode(%q) = %v, outside the prefix", p.Template(), p.Prefix(), name, a)
			}
			if a.BitLen() != p.Prefix().Addr().BitLen() {
				t.Errorf("%q on %v: Decode(%q) = %v, of the other family", p.Template(), p.Prefix(), name, a)
			}
			if again := string(p.Append(nil, a)); again != strings.ToLower(name) {
				t.Errorf("%q on %v: Decode(%q) = %v, which is named %q", p.Template(), p.Prefix(), name, a, again)
			}
		}
	})
}
