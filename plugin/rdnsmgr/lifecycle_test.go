package rdnsmgr_test

import (
	"io"
	golog "log"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/coredns/caddy"
)

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
	release := sync.OnceFunc(func() { close(log.release) })
	t.Cleanup(func() { golog.SetOutput(io.Discard) })
	t.Cleanup(release)
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
	release()
	for _, err := range <-stopped {
		t.Error(err)
	}
	if err := instance.Stop(); err != nil {
		t.Error(err)
	}
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
