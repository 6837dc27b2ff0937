package control

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"

	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// A Socket is the use that one instance makes of the process's socket.
type Socket struct {
	shared *shared
	server *server
	once   sync.Once
}

// A shared is a socket of the process. The instance that opened it last answers.
type shared struct {
	path   string
	users  int // guarded by sockets.mu
	http   *http.Server
	target atomic.Pointer[server]
}

// sockets are the open ones by path.
var sockets = struct {
	mu     sync.Mutex
	byPath map[string]*shared
}{byPath: make(map[string]*shared)}

// Open makes the manager answer on the socket with the path, which must be
// absolute. A socket that a dead process left behind is replaced; one that
// another process answers on is an error.
func Open(path string, m *manager.Manager) (*Socket, error) {
	sockets.mu.Lock()
	defer sockets.mu.Unlock()
	s := sockets.byPath[path]
	if s == nil {
		var err error
		if s, err = listen(path); err != nil {
			return nil, fmt.Errorf("opening the control socket %q: %w", path, err)
		}
		sockets.byPath[path] = s
	}
	s.users++
	mine := newServer(m)
	s.target.Store(mine)
	return &Socket{shared: s, server: mine}, nil
}

// Close ends the use. The last one closes the socket and removes it.
func (s *Socket) Close() error {
	var err error
	s.once.Do(func() { err = s.close() })
	return err
}

func (s *Socket) close() error {
	sockets.mu.Lock()
	defer sockets.mu.Unlock()
	s.shared.target.CompareAndSwap(s.server, nil)
	if s.shared.users--; s.shared.users > 0 {
		return nil
	}
	delete(sockets.byPath, s.shared.path)
	removed := os.Remove(s.shared.path)
	if errors.Is(removed, fs.ErrNotExist) {
		removed = nil
	}
	return errors.Join(s.shared.http.Close(), removed)
}

// listen opens a socket and serves on it.
func listen(path string) (*shared, error) {
	if len(path) > maxPath {
		return nil, fmt.Errorf("the path has %d bytes; at most %d are possible", len(path), maxPath)
	}
	if err := removeDead(path); err != nil {
		return nil, err
	}
	l, err := listenPrivate(path)
	if err != nil {
		return nil, err
	}
	s := &shared{path: path}
	s.http = &http.Server{
		Handler:           s,
		ReadTimeout:       readTime,
		ReadHeaderTimeout: readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          nil,
	}
	go s.http.Serve(netutil.LimitListener(l, maxConns)) //nolint:errcheck // it ends with Close
	return s, nil
}

// ServeHTTP hands a request to the instance that answers.
func (s *shared) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if target := s.target.Load(); target != nil {
		target.ServeHTTP(w, r)
		return
	}
	fail(w, http.StatusServiceUnavailable, manager.ErrStopped)
}

// removeDead removes a socket that nobody answers on. What is no socket stays.
func removeDead(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode().Type() != fs.ModeSocket:
		return errors.New("something else has this path: remove it, or name another")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "unix", path)
	if err == nil {
		return errors.Join(errors.New("another process answers there: one server for each socket"), conn.Close())
	}
	return os.Remove(path)
}

// listenPrivate makes a socket that nobody else could ever open: it is made in a
// private directory, and moved to its place when its mode is right.
func listenPrivate(path string) (net.Listener, error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".s")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	hidden := filepath.Join(dir, "s")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: hidden, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false)
	err = os.Chmod(hidden, 0o600)
	if err == nil {
		err = os.Rename(hidden, path)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}
