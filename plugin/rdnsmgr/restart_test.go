package rdnsmgr_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// A reload that fails leaves the running instance as it is.
func TestFailedRestart(t *testing.T) {
	s := start(t, small("ptr 192.0.2.25 mail.example.net"))
	waitIdle(t)
	before := s.serial(t, zone4)
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
	if after := s.serial(t, zone4); after != before {
		t.Errorf("serial %d, before %d", after, before)
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
