package rdnsmgr_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/coredns/caddy"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// serial returns the serial of a zone.
func (s *server) serial(t *testing.T, zone string) uint32 {
	t.Helper()
	m := s.ask(t, query(zone, dns.TypeSOA))
	if len(m.Answer) != 1 {
		t.Fatalf("no SOA in\n%v", m)
	}
	return m.Answer[0].(*dns.SOA).Serial
}

// newZone returns a zone that no test has used: a process remembers serials by
// their zones. NET in properties stands for its first three octets.
func newZone() (zone string, corefile func(properties string) string) {
	n := zonesUsed.Add(1)
	zone = fmt.Sprintf("%d.18.198.in-addr.arpa.", n)
	return zone, func(properties string) string {
		return block(zone+":0", "", soaNS+"\n\t\t"+strings.ReplaceAll(properties, "NET", fmt.Sprint("198.18.", n)))
	}
}

var zonesUsed atomic.Uint32

// TestSerial reloads the same and other data. The serial moves forward with
// every change that can be seen, and stays when there is none. It begins far
// ahead of the clock, so that it cannot be right by chance.
func TestSerial(t *testing.T) {
	dir := "state " + t.TempDir() + "\n\t\t"
	zone, corefile := newZone()
	keep(t, dir, zone, 3_000_000_000)
	s := start(t, corefile(dir))
	want := uint32(3_000_000_001)
	for _, c := range []struct {
		name       string
		properties string
		moves      bool
	}{
		{"same", "", false},
		{"comment", "# nothing", false},
		{"other name", "ptr NET.1 a.example.net", true},
		{"same name", "ptr NET.1 a.example.net", false},
		{"other TTL", "ptr NET.1 a.example.net 60", true},
		{"other negative TTL", "ptr NET.1 a.example.net 60\n\t\tttl 3600 301", true},
		{"static data", "record _x." + zone + " TXT text", true},
		{"first again", "", true},
	} {
		waitIdle(t)
		s.restart(t, corefile(dir+c.properties))
		if c.moves {
			want++
		}
		if got := s.serial(t, zone); got != want {
			t.Errorf("%s: serial %d, want %d", c.name, got, want)
		}
	}
}

// keep puts a serial into the directory of a state line, as a process before
// would have.
func keep(t *testing.T, line, zone string, serial uint32) {
	t.Helper()
	d, err := state.Open(strings.Fields(line)[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SaveSerials(map[string]state.Serial{zone: {Number: serial, Fingerprint: "of other data"}}); err != nil {
		t.Fatal(err)
	}
}

// A start goes on with the serial on disk, and one after a clean end with the
// serial that was served.
func TestSerialSurvives(t *testing.T) {
	dir := "state " + t.TempDir() + "\n\t\t"
	zone, corefile := newZone()
	keep(t, dir, zone, 2_900_000_000)
	first, err := caddy.Start(input(corefile(dir)))
	if err != nil {
		t.Fatal(err)
	}
	waitIdle(t)
	s := &server{instance: first}
	s.find(t)
	want := s.serial(t, zone)
	s.stop(t)
	if got := start(t, corefile(dir)).serial(t, zone); got != want || want != 2_900_000_001 {
		t.Errorf("serial %d, before %d, want 2900000001", got, want)
	}
}
