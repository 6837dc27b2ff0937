package rdnsmgr_test

import (
	"errors"
	"fmt"
	"io"
	golog "log"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coredns/caddy"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// What the plugin does with goroutines is seen in the stacks of the process.
const (
	ourCode = "rdnsmgr/internal/"
	runs    = "rdnsmgr/internal/manager.(*Manager).Run("
)

// goroutines returns the stacks of the goroutines, except this one, that
// execute the code.
func goroutines(code string) []string {
	buf := make([]byte, 1<<20)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) {
			buf = buf[:n]
			break
		}
		buf = make([]byte, 2*len(buf))
	}
	var found []string
	for _, stack := range strings.Split(string(buf), "\n\n")[1:] {
		if strings.Contains(stack, code) {
			found = append(found, stack)
		}
	}
	return found
}

// waitIdle returns when the manager waits for its first look at the files, after
// it has left what it knows to the next instance.
func waitIdle(t *testing.T) {
	t.Helper()
	for deadline := deadlineOf(t); ; runtime.Gosched() {
		if running := goroutines(runs); len(running) == 1 && strings.Contains(running[0], "[select") {
			return
		}
		deadline()
	}
}

func wantGoroutines(t *testing.T, code string, want int) {
	t.Helper()
	if found := goroutines(code); len(found) != want {
		t.Errorf("%d goroutines, want %d:\n%s", len(found), want, strings.Join(found, "\n\n"))
	}
}

// The manager is the one goroutine, for all blocks, and ends before the
// shutdown callbacks return.
func TestOneGoroutine(t *testing.T) {
	wantGoroutines(t, ourCode, 0)
	s := start(t, small("")+strings.NewReplacer("2.0.192.in-addr.arpa:0 host.example:0", "100.51.198.in-addr.arpa:0",
		"pool 192.0.2.0/24 ip-{ip}.host.example", "", "record ns1.host.example A 192.0.2.53", "").Replace(small("")))
	waitIdle(t)
	wantGoroutines(t, ourCode, 1)
	for _, err := range s.instance.ShutdownCallbacks() {
		t.Error(err)
	}
	wantGoroutines(t, ourCode, 0)
	for _, err := range s.instance.ShutdownCallbacks() {
		t.Error("second time:", err)
	}
}

// Shutdown waits for the manager, even when it is in the middle of something:
// here, of logging what it has read.
func TestShutdownWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "customers.map")
	write(t, path, "192.0.2.1 a.example.net\n")
	instance, err := caddy.Start(input(small("mappings " + path)))
	if err != nil {
		t.Fatal(err)
	}
	waitIdle(t)
	log := &blockingLog{entered: make(chan struct{}), release: make(chan struct{})}
	golog.SetOutput(log)
	t.Cleanup(func() { golog.SetOutput(io.Discard) })
	write(t, path+".new", "192.0.2.1 b.example.net\n")
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	<-log.entered
	stopped := make(chan []error)
	go func() { stopped <- instance.ShutdownCallbacks() }()
	for deadline := deadlineOf(t); !waits("rdnsmgr.(*instance).stop("); deadline() {
		select {
		case <-stopped:
			t.Fatal("shutdown did not wait")
		default:
		}
	}
	close(log.release)
	for _, err := range <-stopped {
		t.Error(err)
	}
	if err := instance.Stop(); err != nil {
		t.Error(err)
	}
}

// waits reports whether the code waits for other goroutines.
func waits(code string) bool {
	for _, stack := range goroutines(code) {
		if strings.Contains(stack, "[sync.WaitGroup.Wait") {
			return true
		}
	}
	return false
}

// A blockingLog takes a line only when it is released.
type blockingLog struct {
	once    sync.Once
	entered chan struct{} // closed when a line has come
	release chan struct{}
}

func (l *blockingLog) Write(b []byte) (int, error) {
	l.once.Do(func() { close(l.entered) })
	<-l.release
	return len(b), nil
}

// Caddy calls nothing on an instance whose start failed, so such a one must not
// have begun anything, wherever it failed.
func TestFailedStartLeavesNothing(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { busy.Close() }) //nolint:errcheck // nobody talks to it
	port := busy.Addr().(*net.TCPAddr).Port
	for _, c := range []struct{ name, corefile string }{
		{"in setup", "host.example:0 {\nbind 127.0.0.1\ngrab\nrdnsmgr {\nttl none\n}\nwhoami extra argument\n}\n"},
		{"in start", small("ttl none")},
		{"while loading", small("mappings nowhere.map")},
		{"behind our start", small("") + "example.org:0 {\nbind 127.0.0.1\ngrab\nwhoami\n}\n" + "example.net:" + itoa(port) + " {\nbind 127.0.0.1\ngrab\nwhoami\n}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			served := gauge(t, "coredns_rdnsmgr_mappings", "state", "served")
			startFault(t, c.corefile)
			wantGoroutines(t, ourCode, 0)
			if now := gauge(t, "coredns_rdnsmgr_mappings", "state", "served"); now != served {
				t.Errorf("monitoring sees the instance that failed: %v mappings, before %v", now, served)
			}
		})
	}
}

// A reload that fails leaves the running instance as it is.
func TestFailedRestart(t *testing.T) {
	s := start(t, small("ptr 192.0.2.25 mail.example.net"))
	waitIdle(t)
	before := s.serial(t)
	for _, corefile := range []string{small("ttl none"), small("mappings nowhere.map"), "host.example:0 {"} {
		if _, err := s.instance.Restart(input(corefile)); err == nil {
			t.Fatalf("restarted with\n%s", corefile)
		}
		wantGoroutines(t, runs, 1)
		r := query("25."+zone4, dns.TypePTR)
		if m := exchange(t, "udp", s.udp(), pack(t, r)); len(m.Answer) != 1 || m.Answer[0].(*dns.PTR).Ptr != "mail.example.net." {
			t.Errorf("reply\n%v", m)
		}
	}
	if after := s.serial(t); after != before {
		t.Errorf("serial %d, before %d", after, before)
	}
}

// serial returns the serial of the first zone.
func (s *server) serial(t *testing.T) uint32 {
	t.Helper()
	m := s.ask(t, query(zone4, dns.TypeSOA))
	if len(m.Answer) != 1 {
		t.Fatalf("no SOA in\n%v", m)
	}
	return m.Answer[0].(*dns.SOA).Serial
}

// TestSerial reloads the same and other data. The serial moves forward with
// every change that can be seen, and stays when there is none. It begins far
// ahead of the clock, so that it cannot be right by chance.
func TestSerial(t *testing.T) {
	dir := t.TempDir()
	zone := newZone()
	keep(t, dir, zone, 3_000_000_000)
	corefile := func(properties string) string { return alone(zone, "state "+dir+"\n\t\t"+properties) }
	s := start(t, corefile(""))
	want := uint32(3_000_000_001)
	for _, c := range []struct {
		name       string
		properties string
		moves      bool
	}{
		{"same", "", false},
		{"comment", "# nothing", false},
		{"other name", "ptr 192.0.2.1 a.example.net", true},
		{"same name", "ptr 192.0.2.1 a.example.net", false},
		{"other TTL", "ptr 192.0.2.1 a.example.net 60", true},
		{"other negative TTL", "ptr 192.0.2.1 a.example.net 60\n\t\tttl 3600 301", true},
		{"static data", "record www.host.example A 192.0.2.80", true},
		{"first again", "", true},
	} {
		waitIdle(t)
		s.restart(t, corefile(c.properties))
		if c.moves {
			want++
		}
		if got := s.serial(t); got != want {
			t.Errorf("%s: serial %d, want %d", c.name, got, want)
		}
	}
}

// newZone returns a zone that no test has used.
func newZone() string { return fmt.Sprintf("zone%d.example.", zonesUsed.Add(1)) }

var zonesUsed atomic.Int32

// alone is a small Corefile with one zone more, so that its serial is not that
// of another test: a process remembers them by the zones.
func alone(zone, properties string) string {
	return strings.Replace(small(properties), "host.example:0", "host.example:0 "+zone+":0", 1)
}

// keep puts a serial into a state directory, as a process before would have.
func keep(t *testing.T, dir, zone string, serial uint32) {
	t.Helper()
	d, err := state.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = d.SaveSerials(map[string]state.Serial{zone4 + " " + zoneHost + " " + zone: {Number: serial, Fingerprint: "of other data"}})
	if err != nil {
		t.Fatal(err)
	}
}

// A start goes on with the serial on disk, and one after a clean end with the
// serial that was served.
func TestSerialSurvives(t *testing.T) {
	dir := t.TempDir()
	zone := newZone()
	keep(t, dir, zone, 2_900_000_000)
	corefile := alone(zone, "state "+dir)
	first, err := caddy.Start(input(corefile))
	if err != nil {
		t.Fatal(err)
	}
	waitIdle(t)
	s := &server{instance: first}
	s.find(t)
	want := s.serial(t)
	s.stop(t)
	if got := start(t, corefile).serial(t); got != want || want != 2_900_000_001 {
		t.Errorf("serial %d, before %d, want 2900000001", got, want)
	}
}

// A mapping file that did not change is not parsed again on a reload: parsing
// it says so in the log. The file is an old one, because the time stamp of a
// young one proves nothing.
func TestUnchangedFileIsNotParsedAgain(t *testing.T) {
	const parsed = `customers.map": 3 mappings`
	path, err := filepath.Abs("testdata/customers.map")
	if err != nil {
		t.Fatal(err)
	}
	log := keepLog(t)
	corefile := small("mappings " + path)
	s := start(t, corefile)
	if n := strings.Count(log.String(), parsed); n != 1 {
		t.Fatalf("parsed %d times at the start:\n%s", n, log)
	}
	for range 3 {
		waitIdle(t)
		s.restart(t, corefile)
		s.check(t, query("25."+zone4, dns.TypePTR), data("@ 3600 IN PTR mail.example.net."))
	}
	if n := strings.Count(log.String(), parsed); n != 1 {
		t.Errorf("parsed %d times:\n%s", n, log)
	}
	waitIdle(t)
	s.restart(t, small("mappings "+path+" {\n\t\t\tttl 60\n\t\t}"))
	s.check(t, query("25."+zone4, dns.TypePTR), data("@ 60 IN PTR mail.example.net."))
	if n := strings.Count(log.String(), parsed); n != 2 {
		t.Errorf("parsed %d times after its options changed:\n%s", n, log)
	}
}

// Queries during reloads are all answered, by the old instance or by the new.
func TestQueriesDuringRestart(t *testing.T) {
	s := start(t, small("ptr 192.0.2.1 old.example.net"))
	waitIdle(t)
	udp := s.udp()
	stop, done := make(chan struct{}), make(chan error)
	go func() { done <- askUntil(stop, udp) }()
	for _, name := range []string{"new", "old", "new", "old"} {
		waitIdle(t)
		s.restart(t, small("ptr 192.0.2.1 "+name+".example.net"))
		s.check(t, query("1."+zone4, dns.TypePTR), data("@ 3600 IN PTR "+name+".example.net."))
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// askUntil asks one question after the other until stop is closed.
func askUntil(stop <-chan struct{}, address string) error {
	client := new(dns.Client)
	for {
		m, _, err := client.Exchange(query("1."+zone4, dns.TypePTR), address)
		switch {
		case err != nil:
			return err
		case len(m.Answer) != 1 || !m.Authoritative:
			return errors.New("reply\n" + m.String())
		}
		select {
		case <-stop:
			return nil
		default:
		}
	}
}

// deadlineOf returns a function that fails the test when it has waited too
// long.
func deadlineOf(t *testing.T) func() {
	t.Helper()
	end := time.Now().Add(30 * time.Second)
	return func() {
		t.Helper()
		if time.Now().After(end) {
			t.Fatal("waited for too long")
		}
	}
}
