package hostname_test

import (
	"math/rand/v2"
	"net/netip"
	"regexp"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func TestOverlap(t *testing.T) {
	type side struct{ template, prefix string }
	tests := []struct {
		name string
		p, q side
		want string // the common name, "" for none
	}{
		{"one full template", side{"ip-{ip}.example", "192.0.2.0/24"}, side{"ip-{ip}.example", "198.51.100.0/24"}, ""},
		{"one full template, nested", side{"ip-{ip}.example", "192.0.2.0/24"}, side{"ip-{ip}.example", "192.0.2.64/26"}, ""},
		{"full templates that spell alike", side{"ip-{ip}.example", "192.0.2.0/24"}, side{"ip-{a}-{b}-{c}-{d}.example", "192.0.2.64/26"}, ""},
		{"hexadecimal by two words", side{"{hex}.example", "192.0.2.0/24"}, side{"{host:32}.example", "192.0.2.64/26"}, ""},
		{"one full template, two families", side{"ip-{ip}.example", "192.0.2.0/24"}, side{"ip-{ip}.example", "2001:db8::/32"}, ""},
		{"other text in front", side{"a-{d}.example", "192.0.2.0/24"}, side{"b-{d}.example", "198.51.100.0/24"}, ""},
		{"other label", side{"{d}.a.example", "192.0.2.0/24"}, side{"{d}.b.example", "198.51.100.0/24"}, ""},
		{"one suffix the end of the other", side{"{d}.b.b", "192.0.2.0/24"}, side{"{d}.b", "198.51.100.0/24"}, ""},
		{"below another suffix", side{"{d}.example", "192.0.2.0/24"}, side{"{d}.b.example", "198.51.100.0/24"}, ""},
		{"other width", side{"{host:8}.example", "192.0.2.0/24"}, side{"{host:12}.example", "198.51.100.0/24"}, ""},
		{"octets apart, of two templates", side{"{c}-{d}.example", "192.0.2.0/24"}, side{"{c}-{host:8}.example", "198.51.100.0/24"}, ""},
		{"octets apart, of one template", side{"{c}-{d}.example", "192.0.2.0/24"}, side{"{c}-{d}.example", "198.51.100.0/24"}, ""},
		{"halves of one octet", side{"{d}.example", "192.0.2.0/25"}, side{"{d}.example", "198.51.100.128/25"}, ""},
		{"halves of one octet, of two templates", side{"{d}.example", "192.0.2.0/25"}, side{"{d:3}.example", "198.51.100.128/25"}, ""},
		{"one half of an octet, of two templates", side{"{d}.example", "192.0.2.128/25"}, side{"{d:3}.example", "198.51.100.128/25"}, "128.example."},
		{"nested, last octet", side{"{d}.example", "192.0.2.0/24"}, side{"{d}.example", "192.0.2.64/26"}, ""},
		{"digits that are no octet", side{"{d}.example", "192.0.2.0/24"}, side{"9{d:3}.example", "198.51.100.0/24"}, ""},

		{"same last octet", side{"{d}.example", "192.0.2.0/24"}, side{"{d}.example", "198.51.100.0/24"}, "0.example."},
		{"same half of the last octet", side{"{d}.example", "192.0.2.128/26"}, side{"{d}.example", "198.51.100.128/25"}, "128.example."},
		{"nested, outer not injective", side{"{d}.example", "192.0.0.0/16"}, side{"{d}.example", "192.0.2.64/26"}, "64.example."},
		{"same host", side{"h{host}.example", "192.0.2.0/24"}, side{"h{host}.example", "198.51.100.0/24"}, "h00.example."},
		{"same index", side{"i{index}.example", "192.0.2.0/24"}, side{"i{index}.example", "192.0.2.64/26"}, "i0.example."},
		{"index and host, of other width", side{"{index:5}.example", "192.0.0.0/16"}, side{"{host}.example", "198.51.0.0/16"}, ""},
		{"index and host, of one width", side{"{index:4}.example", "192.0.2.0/24"}, side{"{host}.example", "198.51.0.0/16"}, "0000.example."},
		{"index and octets", side{"{index}-0.example", "192.0.2.0/24"}, side{"{c}-{d}.example", "198.51.100.0/24"}, "100-0.example."},
		{"orders of octets", side{"ip-{ip}.example", "10.0.0.0/8"}, side{"ip-{rip}.example", "192.0.2.0/24"}, "ip-10-2-0-192.example."},
		{"two families", side{"{hex}.example", "192.0.2.0/24"}, side{"{host:32}.example", "2001:db8::/32"}, "c0000200.example."},
		{"text and number", side{"c{hex}.example", "192.0.2.0/24"}, side{"{host:36}.example", "2001:db8::/32"}, "cc0000200.example."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := bind(t, tt.p.template, netip.MustParsePrefix(tt.p.prefix))
			q := bind(t, tt.q.template, netip.MustParsePrefix(tt.q.prefix))
			if name, overlap := p.Overlap(q); name != tt.want || overlap != (tt.want != "") {
				t.Errorf("p.Overlap(q) = %q, %v; want %q", name, overlap, tt.want)
			}
			if name, overlap := q.Overlap(p); name != tt.want || overlap != (tt.want != "") {
				t.Errorf("q.Overlap(p) = %q, %v; want %q", name, overlap, tt.want)
			}
		})
	}
}

// TestOverlapModel compares Overlap with the names of all addresses of two
// prefixes, for templates that print no bit twice.
func TestOverlapModel(t *testing.T) {
	templates := []string{
		"{ip}.example", "{rip}.example", "{hex}.example", "{rhex}.example", "{d}.example", "{d:3}.example",
		"{c}-{d}.example", "{d}-{c}.example", "{c}.{d}.example", "{d}.{c}.example", "{c}-{host:8}.example", "{c:3}-{d:3}.example",
		"{host}.example", "{host:8}.example", "{host:7}.example", "{host:3}.example", "{host:24}.example", "{index}.example", "{index:3}.example",
		"1{host}.example", "2-{d}.example", "2-{index}.example", "{net:31}.example", "{net:31}-{host:1}.example", "{c}.example", "{index}-2.example",
	}
	prefixes := []string{
		"192.0.2.0/26", "192.0.2.64/26", "192.0.2.96/27", "192.0.2.98/29", "192.0.2.128/28", "198.51.100.0/27", "198.51.100.64/27",
		"2.0.2.192/27", "1.0.0.0/26", "2001:db8::/122", "2001:db8::c000:240/123", "2001:db8::c000:260/124",
	}
	worlds := worldsOf(templates, prefixes)
	count := map[bool]int{}
	for _, a := range worlds {
		for _, b := range worlds {
			count[compareOverlap(t, a, b)]++
		}
	}
	if count[true] < 1000 || count[false] < 1000 {
		t.Errorf("%d pairs overlapped, %d did not; the test has lost its grip", count[true], count[false])
	}
}

// A bound is a world and its pattern.
type bound struct {
	*world
	pattern *hostname.Pattern
}

// worldsOf returns all combinations that can be bound.
func worldsOf(templates, prefixes []string) (worlds []bound) {
	for _, text := range prefixes {
		p := netip.MustParsePrefix(text).Masked()
		for _, template := range templates {
			probe := &world{template: template, prefix: p}
			if pattern := probe.bind(); pattern != nil {
				worlds = append(worlds, bound{newWorld(template, p), pattern})
			}
		}
	}
	return worlds
}

// compareOverlap compares Overlap with the enumeration of both worlds, and
// returns whether they overlap.
func compareOverlap(t *testing.T, a, b bound) bool {
	t.Helper()
	shared, differ := a.shared(b.world)
	name, overlap := a.pattern.Overlap(b.pattern)
	switch {
	case overlap && (len(a.addrs[name]) == 0 || len(b.addrs[name]) == 0):
		t.Fatalf("%q on %v and %q on %v overlap at %q, which is not a name of both", a.template, a.prefix, b.template, b.prefix, name)
	case differ && !overlap:
		t.Fatalf("%q on %v and %q on %v do not overlap, but share %q", a.template, a.prefix, b.template, b.prefix, shared)
	case overlap && !differ && a.spellsLike(b):
		t.Fatalf("%q on %v and %v overlap at %q, but no two addresses share a name", a.template, a.prefix, b.prefix, name)
	}
	return overlap
}

var relative = regexp.MustCompile(`\{(host\}|index|net)`)

// spellsLike tells whether a and b give every address the same name because they
// have the same template, whose placeholders mean the same for both prefixes.
func (a bound) spellsLike(b bound) bool {
	return a.template == b.template && (!relative.MatchString(a.template) || a.prefix.Bits() == b.prefix.Bits())
}

// shared returns a name that is that of one address in w and of another in v.
func (w *world) shared(v *world) (name string, differ bool) {
	for name, addrs := range w.addrs {
		others := v.addrs[name]
		if len(others) > 0 && (len(addrs) > 1 || len(others) > 1 || addrs[0] != others[0]) {
			return name, true
		}
	}
	return "", false
}

// TestOverlapRandom looks for names that Overlap overlooks, with templates that
// print the same bits several times.
func TestOverlapRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	differing := 0
	for range 20 {
		var worlds []bound
		template := randomTemplate(r, netip.MustParsePrefix("192.0.2.0/27"))
		for range 12 {
			p := randomPrefix(r)
			for _, text := range []string{template, randomTemplate(r, p)} {
				w := &world{template: text, prefix: p}
				if pattern := w.bind(); pattern != nil {
					worlds = append(worlds, bound{newWorld(text, p), pattern})
				}
			}
		}
		for _, a := range worlds {
			for _, b := range worlds {
				name, differ := a.shared(b.world)
				if differ {
					differing++
				}
				if _, overlap := a.pattern.Overlap(b.pattern); differ && !overlap {
					t.Fatalf("%q on %v and %q on %v do not overlap, but share %q", a.template, a.prefix, b.template, b.prefix, name)
				}
			}
		}
	}
	if differing < 50 {
		t.Errorf("only %d pairs shared a name; the test has lost its grip", differing)
	}
}
