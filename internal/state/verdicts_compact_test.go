package state_test

import (
	"errors"
	"iter"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// TestAppendWhileCompacting appends from within Compact, which would wait for
// itself if it stopped appends while it writes. It brings more than the last
// step may copy.
func TestAppendWhileCompacting(t *testing.T) {
	dir, want := t.TempDir(), model{}
	v := openVerdicts(t, dir)
	appendTo(t, v, entry(1, "lost unless all tells it"), entry(2, "old"))
	err := v.Compact(func(yield func(state.Entry) bool) {
		yield(entry(2, "older"))
		for n := range uint64(5 * state.MaxBatch) {
			want[key(n)] = strings.Repeat("n", state.MaxValue)
		}
		var entries []state.Entry
		for e := range want.all() {
			entries = append(entries, state.Entry{Key: e.Key, Value: append([]byte(nil), e.Value...)})
		}
		appendTo(t, v, entries...)
		yield(entry(3, "told too late"))
		wantLoadedSize(t, dir, len(want))
	})
	if err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, dir, want)
	closeVerdicts(t, v)
	v = openVerdicts(t, dir)
	if err := v.Repaired(); err != nil {
		t.Error(err)
	}
	wantLoaded(t, dir, want)
}

func wantLoadedSize(t *testing.T, dir string, want int) {
	t.Helper()
	if got, err := load(dir); len(got) != want || err != nil {
		t.Errorf("got %d entries, %v, want %d", len(got), err, want)
	}
}

// A liveTable changes while it is compacted.
type liveTable struct {
	mu     sync.Mutex
	values model
}

func (l *liveTable) apply(e state.Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.values.apply(e)
}

// all asks for one value at a time.
func (l *liveTable) all(keys uint64) iter.Seq[state.Entry] {
	return func(yield func(state.Entry) bool) {
		for n := range keys {
			l.mu.Lock()
			value, ok := l.values[key(n)]
			l.mu.Unlock()
			if ok && !yield(entry(n, value)) {
				return
			}
		}
	}
}

// TestCompactUnderLoad compacts again and again while others append and read.
func TestCompactUnderLoad(t *testing.T) {
	const writers, keys = 4, 40
	dir, table := t.TempDir(), liveTable{values: model{}}
	v := openVerdicts(t, dir)
	var wait sync.WaitGroup
	for w := range uint64(writers) {
		wait.Go(func() {
			for n := range uint64(150) {
				e := entry(w+writers*(n*7%(keys/writers)), strings.Repeat("v", int(n%5)))
				table.apply(e)
				if err := v.Append([]state.Entry{e}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wait.Wait(); close(done) }()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		if err := v.Compact(table.all(keys)); err != nil {
			t.Fatal(err)
		}
		if _, err := load(dir); err != nil {
			t.Fatal(err)
		}
	}
	wantLoaded(t, dir, table.values)
}

// TestCompactHeals breaks a record while the log is compacted: that fails, but
// it costs nothing, and the next time the record is not needed any more.
func TestCompactHeals(t *testing.T) {
	dir, want := t.TempDir(), model{key(1): "a"}
	v := openVerdicts(t, dir)
	err := v.Compact(func(yield func(state.Entry) bool) {
		appendTo(t, v, entry(2, "b"))
		content, err := os.ReadFile(path(dir))
		if err != nil {
			t.Fatal(err)
		}
		content[len(content)-1] ^= 1
		if err := os.WriteFile(path(dir), content, 0o600); err != nil {
			t.Fatal(err)
		}
		yield(entry(1, "a"))
	})
	if !errors.Is(err, state.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if err := v.Compact(want.all()); err != nil {
		t.Fatal(err)
	}
	appendTo(t, v, entry(3, "c"))
	want[key(3)] = "c"
	wantLoaded(t, dir, want)
}
