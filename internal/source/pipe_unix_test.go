//go:build unix

package source_test

import (
	"path/filepath"
	"syscall"
	"testing"
)

// pipe returns the path of a named pipe. Opening it would block for ever.
func pipe(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no pipes here:", err)
	}
	return path
}
