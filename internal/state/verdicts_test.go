package state_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// A model is what a log stands for.
type model map[[16]byte]string

func (m model) apply(entries ...state.Entry) {
	for _, e := range entries {
		if len(e.Value) == 0 {
			delete(m, e.Key)
		} else {
			m[e.Key] = string(e.Value)
		}
	}
}

// all gives its values in one buffer, as a caller may do.
func (m model) all() iter.Seq[state.Entry] {
	return func(yield func(state.Entry) bool) {
		var buffer [state.MaxValue]byte
		for k, v := range m {
			if !yield(state.Entry{Key: k, Value: buffer[:copy(buffer[:], v)]}) {
				return
			}
		}
	}
}

func key(n uint64) (k [16]byte) {
	binary.BigEndian.PutUint64(k[8:], n)
	return k
}

func entry(n uint64, value string) state.Entry {
	return state.Entry{Key: key(n), Value: []byte(value)}
}

// path is where the log of a directory is.
func path(dir string) string { return filepath.Join(dir, "verdicts") }

func openVerdicts(t testing.TB, dir string) *state.Verdicts {
	t.Helper()
	d, err := state.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.OpenVerdicts()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeVerdicts(t, v) })
	return v
}

func closeVerdicts(t testing.TB, v *state.Verdicts) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

func appendTo(t testing.TB, v *state.Verdicts, entries ...state.Entry) {
	t.Helper()
	if err := v.Append(entries); err != nil {
		t.Fatal(err)
	}
}

// load returns what the log of the directory stands for.
func load(dir string) (model, error) {
	m := model{}
	d, err := state.Open(dir)
	if err == nil {
		err = d.LoadVerdicts(func(e state.Entry) { m.apply(e) })
	}
	return m, err
}

func wantLoaded(t testing.TB, dir string, want model) {
	t.Helper()
	got, err := load(dir)
	if err != nil || !maps.Equal(want, got) {
		t.Fatal(cmp.Diff(want, got), err)
	}
}

func TestVerdicts(t *testing.T) {
	dir := t.TempDir()
	wantLoaded(t, dir, model{})
	v := openVerdicts(t, dir)
	wantLoaded(t, dir, model{})
	appendTo(t, v)
	appendTo(t, v, entry(1, "a"), entry(2, "b"), entry(1, "c"))
	appendTo(t, v, entry(2, ""), entry(3, strings.Repeat("x", state.MaxValue)))
	want := model{key(1): "c", key(3): strings.Repeat("x", state.MaxValue)}
	wantLoaded(t, dir, want)

	before := v.Size()
	if err := v.Compact(want.all()); err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, dir, want)
	appendTo(t, v, entry(4, "d"))
	closeVerdicts(t, v)

	again := openVerdicts(t, dir)
	if err := again.Repaired(); err != nil || again.Size() >= before {
		t.Errorf("opened again: %v, %d bytes, once %d", err, again.Size(), before)
	}
	want[key(4)] = "d"
	wantLoaded(t, dir, want)
}

// TestVerdictsModel does at random whatever a caller may do.
func TestVerdictsModel(t *testing.T) {
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // the same each time
		dir, want := t.TempDir(), model{}
		v := openVerdicts(t, dir)
		for range 40 {
			switch random.IntN(8) {
			case 0:
				if err := v.Compact(want.all()); err != nil {
					t.Fatal(err)
				}
			case 1:
				closeVerdicts(t, v)
				v = openVerdicts(t, dir)
			default:
				entries := make([]state.Entry, random.IntN(20))
				for i := range entries {
					entries[i] = entry(random.Uint64N(30), strings.Repeat("v", random.IntN(state.MaxValue+1)))
				}
				appendTo(t, v, entries...)
				want.apply(entries...)
			}
			if v.Repaired() != nil {
				t.Fatal(v.Repaired())
			}
			wantLoaded(t, dir, want)
		}
	}
}

// TestVerdictsRefused makes sure that an error keeps nothing.
func TestVerdictsRefused(t *testing.T) {
	dir := t.TempDir()
	v := openVerdicts(t, dir)
	long := entry(2, strings.Repeat("x", state.MaxValue+1))
	if err := v.Append([]state.Entry{entry(1, "a"), long}); err == nil {
		t.Error("appended a value that is too long")
	}
	appendTo(t, v, entry(3, "c"))
	if err := v.Compact(slices.Values([]state.Entry{long})); err == nil {
		t.Error("compacted a value that is too long")
	}
	wantLoaded(t, dir, model{key(3): "c"})
	if left, err := filepath.Glob(filepath.Join(dir, "*.new*")); len(left) > 0 || err != nil {
		t.Error("left behind:", left, err)
	}
}

func TestVerdictsClosed(t *testing.T) {
	v := openVerdicts(t, t.TempDir())
	closeVerdicts(t, v)
	closeVerdicts(t, v)
	if err := v.Append([]state.Entry{entry(1, "a")}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("append: %v", err)
	}
	if err := v.Compact(model{}.all()); !errors.Is(err, os.ErrClosed) {
		t.Errorf("compact: %v", err)
	}
}

func TestVerdictsMemory(t *testing.T) {
	v := openVerdicts(t, "")
	appendTo(t, v, entry(1, "a"))
	if err := v.Compact(model{key(1): "a"}.all()); err != nil || v.Size() != 0 || v.Grown() || v.Repaired() != nil {
		t.Error(err, v.Size(), v.Grown(), v.Repaired())
	}
	wantLoaded(t, "", model{})
}

func TestGrown(t *testing.T) {
	v := openVerdicts(t, t.TempDir())
	const many = 100_000 // entries of 33 bytes: more than a mebibyte
	all := slices.Collect(numbered(many))
	appendTo(t, v, all[:10_000]...)
	if v.Grown() {
		t.Error("grown below the floor")
	}
	appendTo(t, v, all...)
	if !v.Grown() {
		t.Error("not grown above the floor")
	}
	if err := v.Compact(slices.Values(all)); err != nil || v.Grown() {
		t.Errorf("grown after compaction: %v", err)
	}
	appendTo(t, v, all[:many/2]...)
	if v.Grown() {
		t.Error("grown below the size of the snapshot")
	}
	appendTo(t, v, all[:many*6/10]...)
	if !v.Grown() {
		t.Error("not grown above the size of the snapshot")
	}
}

// numbered yields entries with values of 16 bytes.
func numbered(n uint64) iter.Seq[state.Entry] {
	return func(yield func(state.Entry) bool) {
		for i := range n {
			if !yield(state.Entry{Key: key(i), Value: binary.BigEndian.AppendUint64(make([]byte, 8), i)}) {
				return
			}
		}
	}
}

// TestSharing lets a new instance take over from an old one, whose path is
// another.
func TestSharing(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	older := openVerdicts(t, dir)
	appendTo(t, older, entry(1, "a"))
	wantLoaded(t, link, model{key(1): "a"})
	newer := openVerdicts(t, link)
	appendTo(t, older, entry(2, "b"))
	appendTo(t, newer, entry(3, "c"))
	wantLoaded(t, dir, model{key(1): "a", key(2): "b", key(3): "c"})
	closeVerdicts(t, older)
	closeVerdicts(t, older)
	appendTo(t, newer, entry(4, "d"))
	if err := newer.Compact(model{key(5): "e"}.all()); err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, dir, model{key(5): "e"})
}

// TestReload opens, appends and closes in many goroutines at once; whoever comes
// last finds everything.
func TestReload(t *testing.T) {
	dir, want := t.TempDir(), model{}
	var wait sync.WaitGroup
	for g := range uint64(8) {
		want[key(g)] = "x"
		wait.Go(func() {
			d, err := state.Open(dir)
			if err != nil {
				t.Error(err)
				return
			}
			for range 10 {
				v, err := d.OpenVerdicts()
				if err != nil {
					t.Error(err)
					return
				}
				if err := errors.Join(v.Append([]state.Entry{entry(g, "x")}), v.Repaired(), v.Close()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	wantLoaded(t, dir, want)
}

// TestLoadWhileAppending makes sure that whoever reads sees a prefix: the
// numbers 1 to n, each record whole.
func TestLoadWhileAppending(t *testing.T) {
	dir := t.TempDir()
	v := openVerdicts(t, dir)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := range uint64(300) {
			if err := v.Append([]state.Entry{entry(n, "x"), entry(n+1000, "y")}); err != nil {
				t.Error(err)
			}
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		got, err := load(dir)
		if err != nil {
			t.Fatal(err)
		}
		for n := range uint64(len(got) / 2) {
			if got[key(n)] != "x" || got[key(n+1000)] != "y" {
				t.Fatalf("%d entries, but not number %d", len(got), n)
			}
		}
	}
}

// TestGroupCommit makes sure that those who append at once are all kept.
func TestGroupCommit(t *testing.T) {
	dir, want := t.TempDir(), model{}
	v := openVerdicts(t, dir)
	var wait sync.WaitGroup
	for g := range uint64(16) {
		for n := range uint64(20) {
			want[key(g*100+n)] = "x"
		}
		wait.Go(func() {
			for n := range uint64(20) {
				if err := v.Append([]state.Entry{entry(g*100+n, "x")}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	wantLoaded(t, dir, want)
}

// TestBigAppend splits what does not fit into a record.
func TestBigAppend(t *testing.T) {
	dir, want := t.TempDir(), model{}
	v := openVerdicts(t, dir)
	var entries []state.Entry
	for n := range uint64(2*state.MaxBatch + 1) {
		entries = append(entries, state.Entry{Key: key(n), Value: bytes.Repeat([]byte{1}, state.MaxValue)})
	}
	appendTo(t, v, entries...)
	want.apply(entries...)
	wantLoaded(t, dir, want)
	if err := v.Compact(want.all()); err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, dir, want)
}
