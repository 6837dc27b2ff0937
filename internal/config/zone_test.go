package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/coredns/caddy/caddyfile"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// parse reads a directive in a server block with keys.
func parse(keys []string, text string) (*config.Block, error) {
	d := caddyfile.NewDispenser("Corefile", strings.NewReader(text))
	return config.Parse(keys, &d)
}

// servers are the properties that every block needs.
const servers = "soa ns1.example.net hostmaster.example.net\n ns ns1.example.net\n"

func TestZones(t *testing.T) {
	for _, test := range []struct {
		name string
		keys []string
		args string
		want []string
	}{
		{"names", []string{"host.example", "2.0.192.in-addr.arpa."}, "", []string{"host.example.", "2.0.192.in-addr.arpa."}},
		{"as CoreDNS hands them over", []string{"dns://2.0.192.in-addr.arpa.:53", "tls://host.example.:853"}, "", []string{"2.0.192.in-addr.arpa.", "host.example."}},
		{"other schemes", []string{"https://a.example", "quic://b.example:8853", "grpc://c.example", "https3://d.example", "unix://e.example"}, "", []string{"a.example.", "b.example.", "c.example.", "d.example.", "e.example."}},
		{"aligned prefixes", []string{"10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32"}, "", []string{"10.in-addr.arpa.", "2.0.192.in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa."}},
		{"other prefixes", []string{"10.0.0.0/15", "2001:db8::/31"}, "", []string{"0.10.in-addr.arpa.", "1.10.in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa.", "9.b.d.0.1.0.0.2.ip6.arpa."}},
		{"bits behind the length", []string{"192.168.1.1/23"}, "", []string{"0.168.192.in-addr.arpa.", "1.168.192.in-addr.arpa."}},
		{"IPv6 prefix with port", []string{"2001:db8::/32:1053"}, "", []string{"8.b.d.0.1.0.0.2.ip6.arpa."}},
		{"capitals", []string{"B.D.0.1.0.0.2.IP6.ARPA", "Host.Example"}, "", []string{"b.d.0.1.0.0.2.ip6.arpa.", "host.example."}},
		{"classless", []string{"0/25.2.0.192.in-addr.arpa", "128-191.2.0.192.in-addr.arpa", "Customer7.2.0.192.in-addr.arpa"}, "", []string{"0/25.2.0.192.in-addr.arpa.", "128-191.2.0.192.in-addr.arpa.", "customer7.2.0.192.in-addr.arpa."}},
		{"twice", []string{"host.example:53", "host.example:1053", "192.0.2.0/24", "2.0.192.in-addr.arpa"}, "", []string{"host.example.", "2.0.192.in-addr.arpa."}},
		{"nested", []string{"host.example", "dyn.host.example", "example"}, "", []string{"host.example.", "dyn.host.example.", "example."}},
		{"arguments", []string{".:53"}, "192.0.2.0/24 host.example", []string{"2.0.192.in-addr.arpa.", "host.example."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, err := parse(test.keys, "rdnsmgr "+test.args+" {\n"+servers+"}")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, z := range b.Zones {
				got = append(got, z.Origin)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("zones (-want +got):\n%s", diff)
			}
		})
	}
}

// TestExpanded reads the keys that CoreDNS makes of 192.0.2.0/25: one message for
// 128 zones, which says what to write, and none that follows from it.
func TestExpanded(t *testing.T) {
	var keys []string
	for _, octet := range strings.Fields("0 1 2 3") {
		keys = append(keys, "dns://"+octet+".2.0.192.in-addr.arpa.:53")
	}
	_, err := parse(append(keys, "host.example"), "rdnsmgr {\n"+servers+"pool 192.0.2.0/25 {ip}.host.example\n}")
	want := "Corefile:1: 4 zones hold one address each (a prefix from /25 to /32 is expanded so), the first is 0.2.0.192.in-addr.arpa.: write the enclosing zone, 192.0.2.0/24 or 2.0.192.in-addr.arpa."
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// TestNoFollowingFaults reads blocks whose zones are wrong: what else cannot be
// judged without them is not reported.
func TestNoFollowingFaults(t *testing.T) {
	for _, test := range []struct {
		name string
		keys []string
		args string
		want string
	}{
		{"no zones", nil, "", "Corefile:1: no zone: write the zones as keys of the server block, or behind rdnsmgr"},
		{"wrong zone", nil, "ho*st.example", `Corefile:1: name "ho*st.example": label "ho*st" has the character "*"; want letters, digits, "-", "_" and "/"`},
		{"empty zone", nil, `""`, "Corefile:1: empty word: is it an environment variable that is not set? set it, or remove the word"},
		{"no port", []string{"host.example:"}, "", `Corefile:1: "host.example:" is no zone: write a name such as host.example, or a prefix such as 192.0.2.0/24`},
		{"root", []string{"."}, "", `Corefile:1: zone "." is far above all reverse zones: for all addresses write the zones in-addr.arpa and ip6.arpa`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parse(test.keys, "rdnsmgr "+test.args+` {
				pool 192.0.2.0/24 {ip}.host.example
				ptr 192.0.2.1 www.host.example
				record www.host.example A 192.0.2.1
				soa ns1.host.example hostmaster.host.example
				ns ns1.host.example
				fallthrough host.example
			}`)
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}
