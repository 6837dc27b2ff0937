package config_test

import (
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestDelegate reads blocks that others serve, in every form.
func TestDelegate(t *testing.T) {
	const file = "testdata/good/delegate.corefile"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line := at(file)
	digest := "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"
	long := []byte("\x01\x01\x0d\x02" + digest)
	cust := []string{"ns1.cust.example.net."}
	p := netip.MustParsePrefix
	b := readOne(t, file, string(text))
	want := []rdns.Delegation{
		{Prefix: p("192.0.2.64/26"), Servers: []string{"ns1.64-26.2.0.192.in-addr.arpa.", "ns2.cust.example.net."}, Label: "64-26", Pos: line(5)},
		{Prefix: p("192.0.2.0/28"), Target: pattern(t, "{d}.rev.customer.example.org", "192.0.2.0/28"), TTL: 600, Pos: line(7)},
		{Prefix: p("192.0.2.16/28"), Servers: cust, Label: "16/28", TTL: 900, DS: [][]byte{long, []byte("\x00\x01\x08\x01" + digest[:20])}, Pos: line(8)},
		{Prefix: p("192.0.2.32/28"), Servers: cust, Label: "customer-7", Pos: line(14)},
		{Prefix: p("192.0.2.48/32"), Servers: cust, Pos: line(15)},
		{Prefix: p("10.1.2.0/23"), Servers: cust, Pos: line(16)},
		{Prefix: p("203.0.113.8/29"), Servers: cust, Label: "8-29", Pos: line(17)},
		{Prefix: p("2001:db8:100::/40"), Servers: cust, DS: [][]byte{long}, Pos: line(18)},
		{Prefix: p("2001:db8:2:3::/64"), Target: pattern(t, "{host:64}.rev.customer.example.org", "2001:db8:2:3::/64"), Pos: line(19)},
	}
	if diff := cmp.Diff(want, b.Delegations, values()); diff != "" {
		t.Errorf("delegations (-want +got):\n%s", diff)
	}
	glue := []rdns.Record{
		{Name: "ns1.64-26.2.0.192.in-addr.arpa.", Type: 1, Data: []byte{192, 0, 2, 65}, Pos: line(6)},
		{Name: "ns1.64-26.2.0.192.in-addr.arpa.", Type: 28, Data: netip.MustParseAddr("2001:db8::65").AsSlice(), Pos: line(6)},
	}
	if diff := cmp.Diff(glue, b.Glue, values()); diff != "" {
		t.Errorf("glue (-want +got):\n%s", diff)
	}
}

// TestDelegateFingerprint changes one thing of a delegation at a time.
func TestDelegateFingerprint(t *testing.T) {
	text, err := os.ReadFile("testdata/good/delegate.corefile")
	if err != nil {
		t.Fatal(err)
	}
	before := readOne(t, "Corefile", string(text)).Fingerprint
	for name, change := range map[string][2]string{
		"prefix":      {"192.0.2.0/28", "192.0.2.0/29"},
		"server":      {"ns2.cust", "ns3.cust"},
		"label":       {"label 16/28", "label 16-28"},
		"ttl":         {"ttl 900", "ttl 901"},
		"DS":          {"ds 1 8 1", "ds 2 8 1"},
		"target":      {"{d}.rev", "{d}.r"},
		"glue":        {"192.0.2.65", "192.0.2.66"},
		"another one": {"ptr 203", "delegate 192.0.2.49/32 ns1.cust.example.net\nptr 203"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(string(text), change[0], change[1], 1)
			if changed == string(text) || readOne(t, "Corefile", changed).Fingerprint == before {
				t.Error("the fingerprint stays the same")
			}
		})
	}
}

// TestDelegatedNames: generated names of delegated addresses are nobody's, so
// that a record may have one.
func TestDelegatedNames(t *testing.T) {
	keys := []string{"192.0.2.0/24", "host.example"}
	text := "rdnsmgr {\n" + servers + "pool 192.0.2.0/24 {d}.{c}.host.example\n%\nrecord 65.2.host.example TXT x\n}"
	if _, err := parse(keys, strings.Replace(text, "%", "", 1)); err == nil {
		t.Error("a record with a generated name is accepted")
	}
	if _, err := parse(keys, strings.Replace(text, "%", "delegate 192.0.2.64/26 ns1.example.net", 1)); err != nil {
		t.Errorf("with the address delegated: %v", err)
	}
}
