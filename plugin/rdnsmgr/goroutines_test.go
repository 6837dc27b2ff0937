package rdnsmgr_test

import (
	"runtime"
	"strings"
	"testing"
	"time"
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

// waits reports whether the code waits for other goroutines.
func waits(code string) bool {
	for _, stack := range goroutines(code) {
		if strings.Contains(stack, "[sync.WaitGroup.Wait") || strings.Contains(stack, "[select") {
			return true
		}
	}
	return false
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
