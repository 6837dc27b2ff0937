package hostname_test

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSpellings freezes the names that each placeholder gives. A difference is a
// broken promise: the names are in other people's configurations.
func TestSpellings(t *testing.T) {
	v4 := []string{
		"ip-{ip}.host.example", "{rip}.host.example", "{hex}.host.example", "{rhex}.host.example",
		"{a}-{b}-{c}-{d}.host.example", "{a:3}-{b:3}-{c:3}-{d:3}.host.example", "{d}.{c}.dyn.host.example",
		"h{host}.host.example", "h{host:16}.host.example", "n{net:30}.host.example",
		"i{index}.host.example", "i{index:10}.host.example",
	}
	v6 := []string{
		"ip-{ip}.host.example", "{rip}.host.example", "{hex}.host.example", "{rhex}.host.example",
		"h{host}.host.example", "h{host:64}.host.example", "h{host:70}.host.example", "n{net:126}.host.example",
	}
	counted := []string{"i{index}.host.example", "i{index:20}.host.example"}
	tests := []struct {
		name      string
		prefix    string
		templates []string
		addrs     []string
	}{
		{"v4-24", "192.0.2.0/24", v4, []string{"192.0.2.0", "192.0.2.1", "192.0.2.25", "192.0.2.255"}},
		{"v4-26", "198.51.100.128/26", v4, []string{"198.51.100.128", "198.51.100.137", "198.51.100.191"}},
		{"v4-8", "10.0.0.0/8", v4, []string{"10.0.0.0", "10.9.99.100", "10.255.255.255"}},
		{"v6-32", "2001:db8::/32", append(v6, "c{net:56}.host.example"), []string{"2001:db8::", "2001:db8::1", "2001:db8:4f0a:93bc:1e7d:a65:f82c:3b9d", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"}},
		{"v6-64", "2001:db8:0:1::/64", append(counted, v6...), []string{"2001:db8:0:1::", "2001:db8:0:1::a", "2001:db8:0:1:ffff:ffff:ffff:ffff"}},
		{"v6-mapped", "::ffff:192.0.2.0/120", append(counted, v6...), []string{"::ffff:192.0.2.0", "::ffff:192.0.2.255"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := netip.MustParsePrefix(tt.prefix)
			var b strings.Builder
			for _, template := range tt.templates {
				pattern := bind(t, template, p)
				fmt.Fprintf(&b, "%s on %s\n", template, p)
				for _, text := range tt.addrs {
					a := netip.MustParseAddr(text)
					fmt.Fprintf(&b, "\t%s\t%s\n", a, pattern.Append(nil, a))
				}
			}
			compareGolden(t, "testdata/"+tt.name+".golden", b.String())
		})
	}
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}
