package rdnsmgr_test

import (
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/coredns/coredns/plugin/transfer"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/plugin/rdnsmgr"
)

// transferable is the Corefile with the transfer plugin.
func transferable(corefile string) string {
	return strings.ReplaceAll(corefile, "\trdnsmgr {", "\ttransfer {\n\t\tto *\n\t}\n\trdnsmgr {")
}

// smallBlocks is the world of delegated blocks with pools that can be written
// out.
func smallBlocks() string {
	return transferable(strings.NewReplacer(
		"192.168.0.0/16 198.51.100.0/26 2001:db8::/32 ip-", "192.168.0.0/20 198.51.100.0/26 2001:db8:80::/120 2001:db8:70::/120 ip-",
		"2001:db8:8000:1::/64 cname {host:64}", "2001:db8:8000:1::/120 cname {host:8}",
		"delegate 2001:db8:40::/42", "delegate 2001:db8:40::/43").Replace(blocks))
}

// axfr transfers a zone over TCP.
func (s *server) axfr(t testing.TB, zone string) []dns.RR {
	t.Helper()
	conn, err := net.Dial("tcp", s.tcp())
	if err != nil {
		t.Fatal(err)
	}
	tr := &dns.Transfer{Conn: &dns.Conn{Conn: conn}}
	envelopes, err := tr.In(new(dns.Msg).SetAxfr(zone), "")
	if err != nil {
		t.Fatal(err)
	}
	var out []dns.RR
	for e := range envelopes {
		if e.Error != nil {
			t.Fatalf("transfer of %s: %v", zone, e.Error)
		}
		out = append(out, e.RR...)
	}
	return out
}

// A key names an RRset.
type key struct {
	owner  string
	rrtype uint16
}

// sets groups the records of a transfer, without the SOA at its end.
func sets(t testing.TB, rrs []dns.RR) map[key][]string {
	t.Helper()
	if len(rrs) < 2 || rrs[0].String() != rrs[len(rrs)-1].String() || rrs[0].Header().Rrtype != dns.TypeSOA {
		t.Fatalf("the transfer does not begin and end with the SOA record: %v", rrs)
	}
	out := make(map[key][]string)
	for _, rr := range rrs[:len(rrs)-1] {
		k := key{rr.Header().Name, rr.Header().Rrtype}
		out[k] = append(out[k], showRecord(rr))
	}
	return out
}

// TestTransferIsWhatIsAnswered: each RRset of a transfer is the answer to the
// question for it, or stands in the referral; and what is answered for an
// address or a generated name was in the transfer.
func TestTransferIsWhatIsAnswered(t *testing.T) {
	s := start(t, smallBlocks())
	all := make(map[key][]string)
	for _, zone := range []string{zone4, zoneWide, zone6, zoneHost, "0/25.100.51.198.in-addr.arpa.", "128-255.100.51.198.in-addr.arpa."} {
		got := sets(t, s.axfr(t, zone))
		for k, records := range got {
			s.checkSet(t, k, records)
			if _, again := all[k]; again {
				t.Errorf("%v is in two zones", k)
			}
			all[k] = records
		}
	}
	if len(all) < 8000 {
		t.Errorf("only %d RRsets", len(all))
	}
	names := []string{"ip-192-0-2-1." + zoneHost, "ip-192-168-15-255." + zoneHost, "ip-2001-0db8-0080-0000-0000-0000-0000-00ff." + zoneHost, "nobody." + zoneHost}
	for i := range 256 {
		names = append(names, fmt.Sprintf("%d.%s", i, zone4), fmt.Sprintf("%d.9.%s", i, zoneWide), fmt.Sprintf("%d.0/25.100.51.198.in-addr.arpa.", i))
	}
	for _, n := range blockNodes() {
		names = append(names, n.name)
	}
	for _, name := range names {
		s.checkHeld(t, name, all)
	}
}

// checkSet asks for an RRset of a transfer.
func (s *server) checkSet(t testing.TB, k key, want []string) {
	t.Helper()
	m := s.ask(t, query(k.owner, k.rrtype))
	got := showRecords(m.Answer)
	if !m.Authoritative {
		got = showRecords(slices.DeleteFunc(append(m.Ns, m.Extra...), func(rr dns.RR) bool {
			return rr.Header().Rrtype != k.rrtype || rr.Header().Name != k.owner
		}))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s TYPE%d (-transfer +answer):\n%s", k.owner, k.rrtype, diff)
	}
}

// checkHeld asks for a name and looks for the answers in what was transferred.
func (s *server) checkHeld(t testing.TB, name string, all map[key][]string) {
	t.Helper()
	for _, rrtype := range []uint16{dns.TypePTR, dns.TypeA, dns.TypeAAAA, dns.TypeTXT, dns.TypeDS, dns.TypeNS} {
		m := s.ask(t, query(name, rrtype))
		if !m.Authoritative || len(m.Answer) == 0 {
			continue
		}
		k := key{name, m.Answer[0].Header().Rrtype}
		if diff := cmp.Diff(all[k], showRecords(m.Answer)); diff != "" {
			t.Errorf("%s TYPE%d (-transfer +answer):\n%s", name, rrtype, diff)
		}
	}
}

// A secondary with our serial, or a later one, gets the SOA record alone.
func TestTransferSerial(t *testing.T) {
	s := start(t, transferable(small("")))
	waitIdle(t)
	soa := s.axfr(t, zone4)[0].(*dns.SOA).Serial
	for serial, whole := range map[uint32]bool{0: true, soa - 1: true, soa: false, soa + 1: false, soa + 1<<31 - 1: false, soa - 1<<31 + 1: true} {
		batches, err := s.handler().Transfer(zone4, serial)
		if err != nil {
			t.Fatal(err)
		}
		records := slices.Concat(slices.Collect(batchesOf(batches))...)
		if whole != (len(records) > 250) || !whole && len(records) != 1 {
			t.Errorf("serial %d of %d: %d records", serial, soa, len(records))
		}
	}
	for _, zone := range []string{"192.in-addr.arpa.", "1." + zone4, "example."} {
		if _, err := s.handler().Transfer(zone, 0); err != transfer.ErrNotAuthoritative { //nolint:errorlint // as the transfer plugin does
			t.Errorf("transfer of %s: %v", zone, err)
		}
	}
}

func batchesOf(c <-chan []dns.RR) func(func([]dns.RR) bool) {
	return func(yield func([]dns.RR) bool) {
		for batch := range c {
			if !yield(batch) {
				return
			}
		}
	}
}

// A zone that cannot be written out is refused with the reason.
func TestTransferRefused(t *testing.T) {
	corefile := strings.Replace(transferable(small("pool 2001:db8::/32 six-{ip}.host.example")), "host.example:0", zone6+":0 host.example:0", 1)
	s := start(t, corefile)
	for zone, pool := range map[string]string{zone6: "addresses than the 4194304 names", zoneHost: "names than the 4194304"} {
		m, err := dns.Exchange(query(zone, dns.TypeAXFR), s.udp())
		if err != nil || m.Rcode != dns.RcodeRefused {
			t.Errorf("%s over UDP: %v, %v", zone, m, err)
		}
		m, _, err = (&dns.Client{Net: "tcp"}).Exchange(query(zone, dns.TypeAXFR), s.tcp())
		if err != nil {
			t.Fatal(err)
		}
		want := "1232 v0 flags 0000 15=18 (Prohibited): (the pool 2001:db8::/32 has more " + pool + " that can be written out)"
		if got := show(m); got.Rcode != "REFUSED" || got.EDNS != want {
			t.Errorf("%s: got %s %s", zone, got.Rcode, got.EDNS)
		}
	}
	if n := len(s.axfr(t, zone4)); n != 256+1+2 {
		t.Errorf("the other zone has %d records", n)
	}
	falls := start(t, transferable(small("fallthrough host.example\n\t}\n\thosts {")))
	m, _, err := (&dns.Client{Net: "tcp"}).Exchange(query(zoneHost, dns.TypeAXFR), falls.tcp())
	if err != nil || !strings.Contains(show(m).EDNS, "with fallthrough host.example. other plugins answer for names of the zone") {
		t.Errorf("with fallthrough: %v %v", m, err)
	}
	if n := len(falls.axfr(t, zone4)); n != 259 {
		t.Errorf("the zone that does not fall through has %d records", n)
	}
}

// Managed transfers hold what was written, whether it is served or not.
func TestTransferManaged(t *testing.T) {
	path := t.TempDir() + "/customers.map"
	write(t, path, "192.0.2.25 shadowed.example.net 60\n192.0.2.63 mail.example.net\n192.0.2.63 www.example.net 60\n192.0.2.63 mail.example.net 900\n192.0.2.70 ip-192-0-2-71.host.example\n")
	text := transferable(small("transfer managed\npolicy\nptr 192.0.2.25 mail.example.net\nnames 2\nmappings " + path +
		"\nrecord _x.25.2.0.192.in-addr.arpa TXT x\ndelegate 192.0.2.64/31 ns1.customer.example"))
	got := showRecords(start(t, text).axfr(t, zone4))
	soa := soaRecord(zone4, 3600, 300)
	want := []string{
		soa,
		zone4 + " 3600 IN NS ns1.host.example.",
		"64-31." + zone4 + " 3600 IN NS ns1.customer.example.",
		"_x.25." + zone4 + ` 3600 IN TXT "x"`,
		"64." + zone4 + " 3600 IN CNAME 64.64-31." + zone4,
		"65." + zone4 + " 3600 IN CNAME 65.64-31." + zone4,
		"25." + zone4 + " 60 IN PTR mail.example.net.",
		"25." + zone4 + " 60 IN PTR shadowed.example.net.",
		"63." + zone4 + " 60 IN PTR mail.example.net.",
		"63." + zone4 + " 60 IN PTR www.example.net.",
		"70." + zone4 + " 3600 IN PTR ip-192-0-2-71.host.example.",
		soa,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("managed transfer (-want +got):\n%s", diff)
	}
	expanded := sets(t, start(t, strings.Replace(text, "transfer managed\n", "", 1)).axfr(t, zone4))
	for octet, want := range map[string]string{"25": "3600 IN PTR mail.example.net.", "70": "3600 IN PTR ip-192-0-2-70.host.example."} {
		owner := octet + "." + zone4
		if diff := cmp.Diff([]string{owner + " " + want}, expanded[key{owner, dns.TypePTR}]); diff != "" {
			t.Errorf("expanded transfer (-want +got):\n%s", diff)
		}
	}
}

// The form of transfers without the transfer plugin is a fault.
func TestTransferWithoutPlugin(t *testing.T) {
	want := "Corefile:9: transfer: no transfer plugin stands in this server block"
	if fault := startFault(t, small("transfer expanded")); !strings.Contains(fault, want) {
		t.Errorf("fault: %s", fault)
	}
}

// TestTransfersAreBounded begins more transfers than may run.
func TestTransfersAreBounded(t *testing.T) {
	s := start(t, transferable(small("")))
	var running []<-chan []dns.RR
	for range rdnsmgr.MaxTransfers {
		batches, err := s.handler().Transfer(zone4, 0)
		if err != nil {
			t.Fatal(err)
		}
		running = append(running, batches)
	}
	if _, err := s.handler().Transfer(zone4, 0); err == nil || !strings.Contains(err.Error(), "transfers are running already") {
		t.Errorf("one more: %v", err)
	}
	for _, batches := range running {
		for range batches {
		}
	}
	deadline := deadlineOf(t)
	for {
		batches, err := s.handler().Transfer(zone4, 0)
		if err == nil {
			for range batches {
			}
			return
		}
		deadline()
	}
}

// TestTransferChildren: whoever holds a zone alone learns of the zones below.
func TestTransferChildren(t *testing.T) {
	corefile := transferable(block("192.in-addr.arpa:0 host.example:0 sub.host.example:0", "", soaNS+`
		record ns1.sub.host.example A 192.0.2.53
		record ns1.sub.host.example AAAA 2001:db8::53`) +
		block("2.0.192.in-addr.arpa:0", "", "pool 192.0.2.0/24 ip-{ip}.host.example { forward off }\n\t\t"+soaNS))
	corefile = strings.Replace(corefile, "ns ns1.example.net", "ns ns1.sub.host.example", 1)
	s := start(t, corefile)
	for zone, want := range map[string][]string{
		"192.in-addr.arpa.": {"192.in-addr.arpa. 3600 IN NS ns1.sub.host.example.", "2.0.192.in-addr.arpa. 3600 IN NS ns1.example.net."},
		"host.example.": {
			"host.example. 3600 IN NS ns1.sub.host.example.", "sub.host.example. 3600 IN NS ns1.sub.host.example.",
			"ns1.sub.host.example. 3600 IN A 192.0.2.53", "ns1.sub.host.example. 3600 IN AAAA 2001:db8::53",
		},
		"sub.host.example.": {"sub.host.example. 3600 IN NS ns1.sub.host.example.", "ns1.sub.host.example. 3600 IN A 192.0.2.53", "ns1.sub.host.example. 3600 IN AAAA 2001:db8::53"},
	} {
		got := showRecords(s.axfr(t, zone))
		if diff := cmp.Diff(want, got[1:len(got)-1]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", zone, diff)
		}
	}
}

// TestTransferTakesNoMemory: half way through a large zone, no more is held than
// at its beginning.
func TestTransferTakesNoMemory(t *testing.T) {
	s := start(t, transferable(block("10.in-addr.arpa:0", "", "pool 10.0.0.0/14 ip-{ip}.host.example { forward off }\n\t\t"+soaNS)))
	waitIdle(t)
	batches, err := s.handler().Transfer("10.in-addr.arpa.", 0)
	if err != nil {
		t.Fatal(err)
	}
	records, first := 0, uint64(0)
	for batch := range batches {
		before := records
		records += len(batch)
		for _, at := range []int{1000, 150_000, 250_000} {
			if before >= at || records < at {
				continue
			}
			if held := heap(); first == 0 {
				first = held
			} else if held > first+1<<20 {
				t.Errorf("after %d records %d octets are held, after the first %d", records, held, first)
			}
		}
	}
	if records != 1<<18+3 {
		t.Errorf("%d records", records)
	}
}

// heap returns the octets that are in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkTransfer makes the records of a /16.
func BenchmarkTransfer(b *testing.B) {
	s := start(b, transferable(block("1.10.in-addr.arpa:0", "", "pool 10.1.0.0/16 ip-{ip}.host.example { forward off }\n\t\t"+soaNS)))
	b.ReportAllocs()
	for b.Loop() {
		batches, err := s.handler().Transfer("1.10.in-addr.arpa.", 0)
		if err != nil {
			b.Fatal(err)
		}
		for range batches {
		}
	}
}
