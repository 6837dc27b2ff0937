package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// A server answers for one manager.
type server struct {
	manager *manager.Manager
	mux     *http.ServeMux
}

func newServer(m *manager.Manager) *server {
	s := &server{manager: m, mux: http.NewServeMux()}
	s.handle("GET /v1/status", s.status)
	s.handle("GET /v1/explain", s.explain)
	s.handle("GET /v1/mappings", s.mappings)
	s.handle("GET /v1/held", s.held)
	s.handle("POST /v1/recheck", s.recheck)
	s.handle("POST /v1/release", s.release)
	s.handle("POST /v1/accept", s.accept)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, http.StatusNotFound, fmt.Errorf("%s %q: no such request; see the manual", r.Method, r.URL.Path))
	})
	return s
}

// ServeHTTP implements http.Handler.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// handle answers a path with what f returns, as JSON.
func (s *server) handle(pattern string, f func(*http.Request) (any, error)) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		answer, err := f(r)
		if err != nil {
			fail(w, statusOf(err), err)
			return
		}
		write(w, http.StatusOK, answer)
	})
}

// A wrong is an error of who asks.
type wrong struct{ error }

func wrongf(format string, args ...any) error { return wrong{fmt.Errorf(format, args...)} }

func statusOf(err error) int {
	var w wrong
	switch {
	case errors.As(err, &w):
		return http.StatusBadRequest
	case errors.Is(err, manager.ErrStopped):
		return http.StatusServiceUnavailable
	}
	return http.StatusConflict
}

func fail(w http.ResponseWriter, status int, err error) {
	write(w, status, map[string]string{"error": err.Error()})
}

// write writes an answer. What goes wrong then is the reader's end.
func write(w http.ResponseWriter, status int, answer any) {
	body, err := json.Marshal(answer)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"error": "the answer cannot be written as JSON"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}

// read reads the body of a request.
func read(r *http.Request, into any) error {
	d := json.NewDecoder(io.LimitReader(r.Body, maxBody))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return wrongf("reading the request: %w: want a JSON object", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return wrongf("reading the request: something stands behind the JSON object")
	}
	return nil
}

// address reads an address.
func address(text string) (netip.Addr, error) {
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" || a.Is4In6() {
		return a, wrongf("address %.80q: want one such as 192.0.2.25 or 2001:db8::25", text)
	}
	return a, nil
}

// name reads a host name, in any case, with or without the final dot.
func name(text string) (string, error) {
	n, err := hostname.Normalize(text)
	if err != nil {
		return "", wrongf("%w", err)
	}
	return strings.ToLower(n), nil
}
