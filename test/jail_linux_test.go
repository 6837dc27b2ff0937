package test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// A jail is a network and a view of the files of its own, for programs that
// insist on port 53 and /etc/resolv.conf. What runs in it sees nobody outside,
// and nobody outside sees it.
//
// It belongs to one thread, so work goes there by do: whatever starts a program,
// listens or dials.
type jail struct {
	dir  string // that every user may enter; the same inside and outside
	work chan func()
}

// newJail returns a jail for as long as the test runs. It takes root.
func newJail(t *testing.T) *jail {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("a network of its own takes root")
	}
	ip := need(t, "ip")
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	j := &jail{dir: dir, work: make(chan func())}
	t.Cleanup(func() { close(j.work) })
	entered := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with its namespaces
		entered <- j.enter(ip)
		for f := range j.work {
			f()
		}
	}()
	if err := <-entered; err != nil {
		t.Skipf("a network of its own: %v", err)
	}
	return j
}

// do calls f in the jail and waits for it.
func (j *jail) do(f func()) {
	done := make(chan struct{})
	j.work <- func() {
		defer close(done)
		f()
	}
	<-done
}

// enter takes the thread out of the namespaces of the process. The addresses of
// our tests are all there, on the loopback interface.
func (j *jail) enter(ip string) error {
	if err := syscall.Unshare(syscall.CLONE_NEWNET | syscall.CLONE_NEWNS); err != nil {
		return err
	}
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	for _, args := range []string{
		"link set lo up",
		"address add 192.0.2.1/24 dev lo",
		"-6 address add 2001:db8::1/128 dev lo",
		"-6 address add 2001:db8::2/128 dev lo",
		"-6 address add 2001:db8::3/128 dev lo",
	} {
		if out, err := exec.Command(ip, strings.Fields(args)...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %s: %w: %s", args, err, out)
		}
	}
	return nil
}

// replace puts a text in the place of a file that is there.
func (j *jail) replace(path, text string) error {
	name := strings.ReplaceAll(path, "/", "_")
	own := filepath.Join(j.dir, name)
	if err := os.WriteFile(own, []byte(text), 0o644); err != nil { //nolint:gosec // for every user
		return err
	}
	var err error
	j.do(func() { err = syscall.Mount(own, path, "", syscall.MS_BIND, "") })
	return err
}

// install shows the files below tree/usr beside those of /usr, as if their
// packages were installed.
func (j *jail) install(tree string) error {
	lower := filepath.Join(tree, "usr") + ":/usr"
	var err error
	j.do(func() { err = syscall.Mount("overlay", "/usr", "overlay", syscall.MS_RDONLY, "lowerdir="+lower) })
	return err
}

// dial connects from an address of the jail.
func (j *jail) dial(network, from, to string) (conn net.Conn, err error) {
	dialer := net.Dialer{Timeout: patience}
	switch network {
	case "tcp":
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	case "udp":
		dialer.LocalAddr = &net.UDPAddr{IP: net.ParseIP(from)}
	}
	j.do(func() { conn, err = dialer.Dial(network, to) })
	return conn, err
}

// client returns a client for the HTTP servers in the jail.
func (j *jail) client() *http.Client {
	return &http.Client{Timeout: patience, Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(_ context.Context, network, to string) (net.Conn, error) {
			return j.dial(network, "127.0.0.1", to)
		},
	}}
}
