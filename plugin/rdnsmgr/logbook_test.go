package rdnsmgr_test

import (
	"io"
	golog "log"
	"strings"
	"sync"
	"testing"
)

// A logbook keeps what is logged while a test runs.
type logbook struct {
	mu   sync.Mutex
	text strings.Builder
}

func keepLog(t testing.TB) *logbook {
	t.Helper()
	l := new(logbook)
	golog.SetOutput(l)
	t.Cleanup(func() { golog.SetOutput(io.Discard) })
	return l
}

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
