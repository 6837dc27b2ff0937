package online_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/online"
)

// peer answers at a socket as it likes.
func peer(t *testing.T, answer http.HandlerFunc) *online.Client {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: answer} //nolint:gosec // a test talks to it
	go func() { _ = s.Serve(l) }()
	c := online.New(path)
	t.Cleanup(func() {
		c.Close()
		_ = s.Close()
	})
	return c
}

// TestPeers: whatever answers there, the command ends with an error that says so.
func TestPeers(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"no JSON":      {200, "<html>", "is it a server of the same release?"},
		"another form": {200, `{"served": "many"}`, "is it a server of the same release?"},
		"no words":     {500, "", "status 500: is it the socket of an rdnsmgr?"},
		"its words":    {409, `{"error": "not now"}`, "not now"},
		"cut":          {200, `{"served": 1`, "reading the answer"},
	} {
		c := peer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(test.status)
			_, _ = fmt.Fprint(w, test.body)
		})
		if _, err := c.Status(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	endless := peer(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	})
	if _, err := endless.Held(t.Context()); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("endless: %v", err)
	}
	silent := peer(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := silent.Accept(ctx, "192.0.2.1", "a.example."); err == nil {
		t.Error("silent: no error")
	}
}

// TestPages puts the pages of a long list together.
func TestPages(t *testing.T) {
	c := peer(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		next := map[string]string{"": "192.0.2.2", "192.0.2.2": "192.0.2.4", "192.0.2.4": ""}[q.Get("after")]
		_, _ = fmt.Fprintf(w, `{"mappings": [{"address": "1"}, {"address": "2"}], "next": %q}`, next)
		if q.Get("fate") != "served" || q.Get("look") != "" {
			t.Errorf("asked for %v", q)
		}
	})
	for most, want := range map[int]struct {
		n    int
		more bool
	}{1: {1, true}, 2: {2, true}, 3: {3, true}, 6: {6, false}, 100: {6, false}} {
		list, more, err := c.Mappings(t.Context(), online.Filter{Fate: "served"}, most)
		if err != nil || len(list) != want.n || more != want.more {
			t.Errorf("%d: %d listed, more %v, %v", most, len(list), more, err)
		}
	}
}

// TestStuck: a server that gives the same page again and again is left.
func TestStuck(t *testing.T) {
	c := peer(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"mappings": [], "next": "192.0.2.1"}`)
	})
	if _, _, err := c.Mappings(t.Context(), online.Filter{}, 10); err == nil || !strings.Contains(err.Error(), "does not end") {
		t.Errorf("got %v", err)
	}
}
