package rdnsmgr_test

import (
	"crypto/ecdsa"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// block is a server block with the given keys, lines beside rdnsmgr, and
// properties in it.
func block(keys, beside, properties string) string {
	return keys + ` {
	bind 127.0.0.1
	grab
	` + beside + `
	rdnsmgr {
		` + properties + `
	}
}
`
}

const soaNS = "soa ns1.example.net hostmaster.example.net\n\t\tns ns1.example.net"

func checkFault(t *testing.T, corefile, want string) {
	t.Helper()
	if diff := cmp.Diff(want, startFault(t, corefile)); diff != "" {
		t.Errorf("fault (-want +got):\n%s", diff)
	}
}

// The faults of all blocks are told in one go, each in a line that begins with
// its place. There is no second try to find the second.
func TestFaultsOfAllBlocks(t *testing.T) {
	checkFault(t,
		block("2.0.192.in-addr.arpa:0", "", "ttl none\n\t\tnames 0\n\t\t"+soaNS)+block("host.example:0", "", "ttl none\n\t\t"+soaNS),
		`plugin/rdnsmgr: 3 faults:
Corefile:6: ttl "none": want seconds from 1 to 604800
Corefile:7: names "0": want a number from 1 to 10
Corefile:17: ttl "none": want seconds from 1 to 604800`)
}

// A single fault needs no list.
func TestOneFault(t *testing.T) {
	checkFault(t, block("2.0.192.in-addr.arpa:0", "", "ttl none\n\t\t"+soaNS),
		`plugin/rdnsmgr: Corefile:6: ttl "none": want seconds from 1 to 604800`)
}

func TestFallthroughToNobody(t *testing.T) {
	checkFault(t, block("2.0.192.in-addr.arpa:0", "", "fallthrough\n\t\t"+soaNS),
		"plugin/rdnsmgr: Corefile:6: fallthrough: no plugin stands behind rdnsmgr in this server block, so that every name without data would end in SERVFAIL: drop the line, or add the plugin that knows those names, such as file, hosts or forward")
}

// The neighbours of all blocks are judged in one go as well.
func TestNeighboursOfAllBlocks(t *testing.T) {
	got := startFault(t, block("2.0.192.in-addr.arpa:0", "", "fallthrough\n\t\t"+soaNS)+block("host.example:0", "", "fallthrough\n\t\t"+soaNS))
	for _, want := range []string{"plugin/rdnsmgr: 2 faults:\nCorefile:6: fallthrough: ", "\nCorefile:16: fallthrough: "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// What holds for the process stands in one block.
func TestStateInTwoBlocks(t *testing.T) {
	checkFault(t, block("2.0.192.in-addr.arpa:0", "", "state memory\n\t\t"+soaNS)+block("host.example:0", "", "state memory\n\t\t"+soaNS),
		"plugin/rdnsmgr: Corefile:16: state stands already in Corefile:6 and holds for all server blocks: remove one")
}

// Two directives in one block are one too many.
func TestDirectiveTwice(t *testing.T) {
	corefile := strings.TrimSuffix(small(""), "}\n") + "\trdnsmgr {\n\t\t" + soaNS + "\n\t}\n}\n"
	if got, want := startFault(t, corefile), "rdnsmgr stands already in Corefile:4: write it once in a server block"; !strings.Contains(got, want) {
		t.Errorf("fault %q, want %q", got, want)
	}
}

// signing returns the lines that have the dnssec plugin sign the zones.
func signing(t *testing.T, zones, owner string) string {
	t.Helper()
	return "dnssec " + zones + " {\n key file " + writeKey(t, owner) + "\n}"
}

// writeKey makes a key and returns the name of its two files without their endings.
func writeKey(t *testing.T, owner string) string {
	t.Helper()
	key := &dns.DNSKEY{
		Hdr:   dns.RR_Header{Name: owner, Rrtype: dns.TypeDNSKEY, Class: dns.ClassINET, Ttl: 3600},
		Flags: 257, Protocol: 3, Algorithm: dns.ECDSAP256SHA256,
	}
	private, err := key.Generate(256)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "Kzone")
	write(t, path+".key", key.String()+"\n")
	write(t, path+".private", key.PrivateKeyString(private.(*ecdsa.PrivateKey)))
	return path
}

// The dnssec plugin denies PTR records that are there, so it must not sign a
// zone of ours. It may sign others.
func TestBesideDNSSEC(t *testing.T) {
	const why = "its denial of existence leaves PTR out of the types that exist"
	const keys = "2.0.192.in-addr.arpa:0 host.example:0 example.org:0"
	ours := "pool 192.0.2.0/24 ip-{ip}.host.example\n\t\t" + soaNS
	for _, c := range []struct{ name, zones, owner, zone string }{
		{"all zones of the block", "", zone4, zone4},
		{"our zone", "2.0.192.in-addr.arpa", zone4, zone4},
		{"our other zone", "host.example", zoneHost, zoneHost},
		{"a zone above ours", "192.in-addr.arpa", "192.in-addr.arpa.", zone4},
		{"the root", ".", ".", zone4},
		{"the same in capitals", "HOST.EXAMPLE", zoneHost, zoneHost},
	} {
		t.Run(c.name, func(t *testing.T) {
			corefile := strings.Replace(block(keys, signing(t, c.zones, c.owner), ours), "rdnsmgr {", "rdnsmgr 192.0.2.0/24 host.example {", 1)
			got := startFault(t, corefile)
			if want := `the dnssec plugin signs our zone "` + c.zone + `": ` + why; !strings.Contains(got, "plugin/rdnsmgr: Corefile:") || !strings.Contains(got, want) {
				t.Errorf("fault %q, want %q", got, want)
			}
		})
	}
	for _, c := range []struct{ name, zones, owner string }{
		{"another zone", "example.org", "example.org."},
		{"a zone with a like ending", "xhost.example", "xhost.example."},
		{"a zone below ours", "sub.example.org", "sub.example.org."},
	} {
		t.Run(c.name, func(t *testing.T) {
			corefile := strings.Replace(block(keys, signing(t, c.zones, c.owner), ours), "rdnsmgr {", "rdnsmgr 192.0.2.0/24 host.example {", 1)
			s := start(t, corefile)
			s.check(t, query("1."+zone4, dns.TypePTR), data("@ 3600 IN PTR ip-192-0-2-1.host.example."))
		})
	}
}

// dnssec in another server block is no concern of ours.
func TestDNSSECInAnotherBlock(t *testing.T) {
	other := "example.org:0 {\nbind 127.0.0.1\ngrab\n" + signing(t, "", "example.org.") + "\nwhoami\n}\n"
	s := start(t, small("")+other)
	s.check(t, query("1."+zone4, dns.TypePTR), data("@ 3600 IN PTR ip-192-0-2-1.host.example."))
}

// Files are found in the directory that the root plugin names.
func TestPathsBelowRoot(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "customers.map"), "192.0.2.25 mail.example.net\n")
	write(t, filepath.Join(dir, "static.records"), "$ORIGIN host.example.\nwww A 192.0.2.80\n")
	corefile := strings.Replace(small("mappings customers.map\nrecords static.records\nrecords "+filepath.Join(dir, "..", filepath.Base(dir), "more.records")+"\nstate kept"),
		"grab\n", "grab\n\troot "+dir+"\n", 1)
	write(t, filepath.Join(dir, "more.records"), "ftp.host.example. A 192.0.2.21\n")
	s := start(t, corefile)
	s.check(t, query("25."+zone4, dns.TypePTR), data("@ 3600 IN PTR mail.example.net."))
	s.check(t, query("www."+zoneHost, dns.TypeA), data("@ 3600 IN A 192.0.2.80"))
	s.check(t, query("ftp."+zoneHost, dns.TypeA), data("@ 3600 IN A 192.0.2.21"))
	if _, err := os.Stat(filepath.Join(dir, "kept")); err != nil {
		t.Errorf("state directory: %v", err)
	}
}

// A file that is not there is a fault of the line that names it.
func TestMissingFiles(t *testing.T) {
	got := startFault(t, small("mappings nowhere.map\n\t\trecords nowhere.records"))
	for _, want := range []string{"Corefile:9: ", "nowhere.map", "Corefile:10: ", "nowhere.records", "check the path and the mode of the file"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A packet takes the length of an origin for that of its text: no zone is the root,
// or has escapes.
func TestZonesHaveNoEscapes(t *testing.T) {
	for zone, want := range map[string]string{".": "far above", `a\.b.example`: "character", `a\046b.example`: "character", `a\000b.example`: "character"} {
		named := strings.Replace(block(".:0", "", soaNS), "rdnsmgr {", "rdnsmgr "+zone+" {", 1)
		for _, corefile := range []string{block(zone+":0", "", soaNS), named} {
			if fault := startFault(t, corefile); !strings.Contains(fault, want) {
				t.Errorf("%s: %s", zone, fault)
			}
		}
	}
}
