package hostname_test

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func TestPattern(t *testing.T) {
	tests := []struct {
		template, prefix string
		labels           int
		suffix           string
		full             bool
	}{
		{"ip-{ip}.host.example", "192.0.2.0/24", 3, "host.example.", true},
		{"{d}.{c}.dyn.host.example", "192.0.2.0/24", 5, "dyn.host.example.", false},
		{"{d}.{c}.{b}.{a}.dyn.host.example", "192.0.2.0/24", 7, "dyn.host.example.", true},
		{"{d}.x.{c}-y.example", "192.0.2.0/24", 4, "example.", false},
		{"{net:26}{host:6}.example", "192.0.2.0/24", 2, "example.", false},
		{"{hex}-{index}.example", "192.0.2.0/24", 2, "example.", false},
		{"{host:32}.example", "192.0.2.0/24", 2, "example.", true},
		{"{host:128}.example", "2001:db8::/32", 2, "example.", true},
		{"{host:32}.example", "2001:db8::/32", 2, "example.", false},
		{"{hex}.example", "0.0.0.0/0", 2, "example.", true},
		{"{host}.example", "0.0.0.0/0", 2, "example.", false},
		{"c{net:56}.example", "2001:db8::/32", 2, "example.", false},
	}
	for _, tt := range tests {
		t.Run(tt.template+" on "+tt.prefix, func(t *testing.T) {
			p := bind(t, tt.template, netip.MustParsePrefix(tt.prefix))
			if got := p.Labels(); got != tt.labels {
				t.Errorf("Labels = %d, want %d", got, tt.labels)
			}
			if got := p.Suffix(); got != tt.suffix {
				t.Errorf("Suffix = %q, want %q", got, tt.suffix)
			}
			if got := p.Full(); got != tt.full {
				t.Errorf("Full = %v, want %v", got, tt.full)
			}
			if got := p.Prefix().String(); got != tt.prefix {
				t.Errorf("Prefix = %v, want %v", got, tt.prefix)
			}
			if got := p.Template().String(); got != tt.template {
				t.Errorf("Template = %q, want %q", got, tt.template)
			}
		})
	}
}

// TestAppendModel compares Bind and Append with the model: a template can be
// bound if and only if all names are legal, and the names are those of the model.
func TestAppendModel(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	legal, illegal := 0, 0
	for range 1500 {
		w := randomWorld(r)
		template, err := hostname.ParseTemplate(w.template)
		if err != nil {
			t.Fatal(err)
		}
		pattern, err := template.Bind(w.prefix)
		if wrong := w.illegal(); wrong != (netip.Addr{}) {
			illegal++
			compareIllegal(t, w, wrong, err)
			continue
		}
		legal++
		if err != nil {
			t.Fatalf("all names are legal: %v", err)
		}
		for a, want := range w.names {
			if got := string(pattern.Append(nil, a)); got != want {
				t.Fatalf("%q on %v: %v is named %q, the model says %q", w.template, w.prefix, a, got, want)
			}
		}
	}
	if legal < 200 || illegal < 200 {
		t.Errorf("%d templates were legal, %d were not; the test has lost its grip", legal, illegal)
	}
}

// illegal returns an address whose name is illegal, if there is one. The literal
// labels at the end may be A-labels.
func (w *world) illegal() netip.Addr {
	suffix := w.template[strings.LastIndex(w.template, "}"):]
	_, suffix, _ = strings.Cut(suffix, ".")
	for a, name := range w.names {
		generated := strings.TrimSuffix(name, suffix+".")
		if !modelLegal(generated + strings.ReplaceAll("."+suffix, ".xn--", ".xn0-")[1:] + ".") {
			return a
		}
	}
	return netip.Addr{}
}

// compareIllegal checks that err names an address of w with its name, and that
// the name is illegal.
func compareIllegal(t *testing.T, w *world, wrong netip.Addr, err error) {
	t.Helper()
	if err == nil {
		t.Fatalf("%q on %v: %v has the illegal name %q", w.template, w.prefix, wrong, w.names[wrong])
	}
	_, text, _ := strings.Cut(err.Error(), w.prefix.String()+": ")
	text, rest, _ := strings.Cut(text, " would be named \"")
	name, _, _ := strings.Cut(rest, `"`)
	a, parseErr := netip.ParseAddr(text)
	if parseErr != nil || w.names[a] != name || modelLegal(name) {
		t.Fatalf("%q on %v: want an address and its illegal name in: %v", w.template, w.prefix, err)
	}
}

func TestAppendDoesNotAllocate(t *testing.T) {
	for _, tt := range hotPatterns {
		p := bind(t, tt.template, netip.MustParsePrefix(tt.prefix))
		a := netip.MustParseAddr(tt.addr)
		buf := make([]byte, 0, 256)
		if n := testing.AllocsPerRun(100, func() { p.Append(buf, a) }); n != 0 {
			t.Errorf("Append for %q allocates %v times", tt.template, n)
		}
	}
}

// hotPatterns are what the tests of allocation and the benchmarks use.
var hotPatterns = []struct{ name, template, prefix, addr string }{
	{"v4-ip", "ip-{ip}.host.example", "192.0.2.0/24", "192.0.2.217"},
	{"v4-hex", "{hex}.host.example", "192.0.2.0/24", "192.0.2.217"},
	{"v4-dotted", "{d}.{c}.dyn.host.example", "192.0.2.0/24", "192.0.2.217"},
	{"v6-ip", "ip-{ip}.host.example", "2001:db8::/32", "2001:db8:4f0a:93bc:1e7d:a65:f82c:3b9d"},
	{"v6-hex", "{hex}.host.example", "2001:db8::/32", "2001:db8:4f0a:93bc:1e7d:a65:f82c:3b9d"},
	{"v6-rhex", "{rhex}.host.example", "2001:db8::/32", "2001:db8:4f0a:93bc:1e7d:a65:f82c:3b9d"},
	{"v6-host", "h{host}.host.example", "2001:db8:0:1::/64", "2001:db8:0:1:1e7d:a65:f82c:3b9d"},
	{"v6-index", "i{index}.host.example", "2001:db8:0:1::/64", "2001:db8:0:1:1e7d:a65:f82c:3b9d"},
}
