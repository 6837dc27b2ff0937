package state_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

func init() { children["torn"], children["spare"] = torn, spare }

// TestSpare: what was spared becomes the copy that is kept, if it is the content
// that it should be.
func TestSpare(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	s := d.NewSpare()
	defer s.Close()
	want := ""
	for i := range 1000 {
		part := strings.Repeat(fmt.Sprint(i), 1000)
		want += part
		if n, err := s.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	wantFiles(t, dir, 0)
	for range 2 { // it is still there
		content, err := s.Reader()
		if err != nil {
			t.Fatal(err)
		}
		if err := d.SaveSource("map", content, sha256.Sum256([]byte(want))); err != nil {
			t.Fatal(err)
		}
		wantSource(t, d, want)
	}
	content, err := s.Reader()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SaveSource("map", content, sha256.Sum256([]byte("another"))); err == nil {
		t.Error("another content was kept")
	}
	wantSource(t, d, want)
	wantFiles(t, dir, 1)
	s.Close()
	if _, err := s.Reader(); err == nil {
		t.Error("a closed Spare is read")
	}
}

// TestNoSpare: without a place for it, a Spare takes what it is given and says at
// the end that it has nothing.
func TestNoSpare(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	gone := open(t, dir)
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]state.Dir{"no directory": gone, "memory": {}} {
		s := d.NewSpare()
		if n, err := s.Write([]byte("text")); n != 4 || err != nil {
			t.Error(name, n, err)
		}
		if _, err := s.Reader(); err == nil {
			t.Error(name, "it has something")
		}
		s.Close()
	}
}

func TestIsFull(t *testing.T) {
	for err, want := range map[error]bool{
		fmt.Errorf("writing: %w", &os.PathError{Err: syscall.ENOSPC}): true,
		syscall.EDQUOT: true,
		os.ErrNotExist: false,
	} {
		if got := state.IsFull(err); got != want {
			t.Errorf("%v: %v", err, got)
		}
	}
}

// wantSource wants that to be kept of the source.
func wantSource(t *testing.T, d state.Dir, want string) {
	t.Helper()
	if got, err := d.Source("map"); string(got) != want || err != nil {
		t.Errorf("%d bytes are kept, want %d, %v", len(got), len(want), err)
	}
}

// wantFiles wants so many files in the directory.
func wantFiles(t *testing.T, dir string, n int) {
	t.Helper()
	if files, err := os.ReadDir(dir); len(files) != n || err != nil {
		t.Errorf("files: %v, %v, want %d", files, err, n)
	}
}

// TestKilled: a process that dies while it reads or replaces a source leaves the old
// copy, and nothing that the next one does not tidy up.
func TestKilled(t *testing.T) {
	for _, what := range []string{"torn", "spare"} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			d := open(t, dir)
			if err := save(d, "map", "old"); err != nil {
				t.Fatal(err)
			}
			c := startChild(t, what, dir)
			if !c.out.Scan() || c.out.Text() != "ready" {
				t.Fatal(c.out.Text(), c.out.Err())
			}
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = c.Wait() // it was killed
			wantSource(t, d, "old")
			if err := d.Tidy(); err != nil {
				t.Fatal(err)
			}
			wantFiles(t, dir, 1)
			wantSource(t, d, "old")
		})
	}
}

// torn begins to replace a source, and waits in the middle.
func torn(d state.Dir, _ string) error {
	text := strings.Repeat("new ", 1<<20)
	return d.SaveSource("map", io.MultiReader(strings.NewReader(text), waiter{}), sha256.Sum256([]byte(text)))
}

// spare fills a Spare, and waits.
func spare(d state.Dir, _ string) error {
	s := d.NewSpare()
	_, _ = s.Write(make([]byte, 1<<20))
	fmt.Println("ready")
	_, err := io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, errors.New("nobody killed it"))
}

// A waiter says that it is read, and waits.
type waiter struct{}

func (waiter) Read([]byte) (int, error) {
	fmt.Println("ready")
	_, err := io.Copy(io.Discard, os.Stdin)
	return 0, errors.Join(err, io.EOF)
}
