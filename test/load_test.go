package test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"
)

const (
	loadNotices = 2 // of the reload plugin, which looks every two seconds
	loadReloads = 8 // on SIGUSR1
	loadAskers  = 3 // per transport
)

const loadCorefile = `192.0.2.0/24:{$PORT} host.example:{$PORT} {
    bind 127.0.0.1
    reload 2s 0s
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example
        mappings customers.map
        ptr 192.0.2.25 mail.example.net
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net
    }
}
`

// TestReloadUnderLoad changes the mapping file and the Corefile while clients
// ask: none of them waits for nothing, and each gets what was served before or
// after a change, and nothing else.
func TestReloadUnderLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := &world{dir: dir, t: t}
	w.write("customers.map", "192.0.2.80 www-0.example.org\n")
	w.write("Corefile", loadCorefile)
	s, env, err := startAnywhere(dir, "Corefile", os.Environ(), "PORT")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	w.address = "127.0.0.1:" + lookup(env, "PORT")

	w.askAll()
	t.Cleanup(w.stopAsking) // before the server is killed, should the test fail
	// The reload plugin first: CoreDNS forgets it on SIGUSR1.
	for n, reload := range slices.Concat(slices.Repeat([]func() error{s.noticed}, loadNotices), slices.Repeat([]func() error{s.reload}, loadReloads)) {
		w.changeMappings(n)
		if err := w.changeCorefile(n, reload); err != nil {
			t.Error(err)
		}
	}
	w.changeMappings(loadNotices + loadReloads)
	w.stopAsking()
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	t.Logf("%d answers during %d changes, %d connections reset", w.answers.Load(), 2*(loadNotices+loadReloads)+1, w.resets.Load())
}

// A world is a server that changes, and clients that ask it.
type world struct {
	t       *testing.T
	dir     string
	address string

	mapping  atomic.Int64 // number of the newest name of 192.0.2.80 that was written
	template atomic.Int64 // and of the template
	answers  atomic.Int64
	resets   atomic.Int64
	enough   chan struct{}
	stopping sync.Once
	askers   sync.WaitGroup
}

// write replaces a file as careful programs do, by renaming another over it.
func (w *world) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		w.t.Fatal(err)
	}
}

func mappingName(n int64) string  { return fmt.Sprintf("www-%d.example.org.", n) }
func templateName(n int64) string { return fmt.Sprintf("ip%d-192-0-2-1.host.example.", n) }

// changeMappings gives 192.0.2.80 another name and waits until it is served.
func (w *world) changeMappings(n int) {
	w.t.Helper()
	next := w.mapping.Add(1)
	w.write("customers.map", "192.0.2.80 "+mappingName(next)+"\n")
	w.awaitName("80.2.0.192.in-addr.arpa.", mappingName(next), n)
}

// changeCorefile gives 192.0.2.1 another name and waits until it is served.
func (w *world) changeCorefile(n int, reload func() error) error {
	w.t.Helper()
	next := w.template.Add(1)
	w.write("Corefile", strings.Replace(loadCorefile, "ip-{ip}", fmt.Sprintf("ip%d-{ip}", next), 1))
	if err := reload(); err != nil {
		return fmt.Errorf("change %d: %w", n, err)
	}
	w.awaitName("1.2.0.192.in-addr.arpa.", templateName(next), n)
	return nil
}

func (w *world) awaitName(owner, name string, n int) {
	w.t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		if got, err := w.ask("udp", owner); err == nil && got == name {
			return
		}
	}
	w.t.Fatalf("change %d: %s is not served in %v", n, name, patience)
}

// ask returns the name of an address.
func (w *world) ask(network, owner string) (string, error) {
	q, err := parseQuery([]string{owner, "PTR"})
	if err != nil {
		return "", err
	}
	q.network = network
	m, err := q.exchange(w.address, nil)
	for network == "tcp" && (errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF)) {
		// The old instance hangs up on clients that have not asked yet, and
		// every client asks again then (RFC 7766, 6.2.4).
		w.resets.Add(1)
		m, err = q.exchange(w.address, nil)
	}
	if err != nil {
		return "", err
	}
	if len(m.Answer) != 1 || m.Rcode != dns.RcodeSuccess || !m.Authoritative {
		return "", fmt.Errorf("%s: %s", owner, q.show(m))
	}
	ptr, ok := m.Answer[0].(*dns.PTR)
	if !ok {
		return "", fmt.Errorf("%s: %s", owner, q.show(m))
	}
	return ptr.Ptr, nil
}

// askAll starts the clients. Each asks again as soon as it has an answer.
func (w *world) askAll() {
	w.enough = make(chan struct{})
	for range loadAskers {
		for _, network := range []string{"udp", "tcp"} {
			w.askers.Go(func() {
				for w.goOn() {
					w.check(network, "80.2.0.192.in-addr.arpa.", mappingName, &w.mapping)
					w.check(network, "1.2.0.192.in-addr.arpa.", firstTemplate, &w.template)
					w.checkFixed(network)
				}
			})
		}
	}
}

// firstTemplate is templateName for the template that the test begins with.
func firstTemplate(n int64) string {
	if n == 0 {
		return "ip-192-0-2-1.host.example."
	}
	return templateName(n)
}

func (w *world) goOn() bool {
	select {
	case <-w.enough:
		return false
	default:
		return !w.t.Failed()
	}
}

// stopAsking ends the clients. It may be called again.
func (w *world) stopAsking() {
	w.stopping.Do(func() { close(w.enough) })
	w.askers.Wait()
}

// check asks for a name that changes. It may be the one that was served before
// the last change that the client can know of, or any that was written until
// the answer came.
func (w *world) check(network, owner string, name func(int64) string, newest *atomic.Int64) {
	before := newest.Load()
	got, err := w.ask(network, owner)
	after := newest.Load()
	w.answers.Add(1)
	if err != nil {
		w.t.Errorf("%s: %v", network, err)
		return
	}
	var may []string
	for n := max(before-1, 0); n <= after; n++ {
		may = append(may, name(n))
	}
	if !slices.Contains(may, got) {
		w.t.Errorf("%s: %s has the name %s; want one of %q", network, owner, got, may)
	}
}

// checkFixed asks for a name that no change touches.
func (w *world) checkFixed(network string) {
	got, err := w.ask(network, "25.2.0.192.in-addr.arpa.")
	w.answers.Add(1)
	if err != nil || got != "mail.example.net." {
		w.t.Errorf("%s: 192.0.2.25 has the name %q, %v; want mail.example.net.", network, got, err)
	}
}
