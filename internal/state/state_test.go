package state_test

import (
	"bytes"
	"crypto/sha256"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

func open(t *testing.T, path string) state.Dir {
	t.Helper()
	d, err := state.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSource(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "a", "b"))
	if got, err := d.Source("customers.map"); got != nil || err != nil {
		t.Fatalf("a new directory has %q, %v", got, err)
	}
	for _, content := range []string{"192.0.2.1 a.example.\n", "", "line\nrdnsmgr source 1\n"} {
		if err := save(d, "customers.map", content); err != nil {
			t.Fatal(err)
		}
		got, err := d.Source("customers.map")
		if err != nil || got == nil || string(got) != content {
			t.Errorf("got %q, %v, want %q", got, err, content)
		}
	}
	if got, err := d.Source("other.map"); got != nil || err != nil {
		t.Errorf("another source has %q, %v", got, err)
	}
}

// TestDamage makes sure that a damaged file counts as missing, once, with an
// error that says where it went.
func TestDamage(t *testing.T) {
	damages := map[string]func([]byte) []byte{
		"flipped bit":   func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"torn":          func(b []byte) []byte { return b[:len(b)-5] },
		"empty":         func([]byte) []byte { return []byte{} },
		"other version": func(b []byte) []byte { return bytes.Replace(b, []byte("source 1"), []byte("source 9"), 1) },
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			d := open(t, dir)
			if err := save(d, "x", "192.0.2.1 a.example.\n"); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(filepath.Join(dir, "source-*"))
			if err != nil || len(files) != 1 {
				t.Fatal(files, err)
			}
			content, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(files[0], damage(content), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := d.Source("x")
			if got != nil || err == nil || !strings.Contains(err.Error(), ".damaged") {
				t.Errorf("got %q, %v", got, err)
			}
			if got, err := d.Source("x"); got != nil || err != nil {
				t.Errorf("asked again: %q, %v", got, err)
			}
		})
	}
}

func TestMemory(t *testing.T) {
	d := open(t, "")
	if err := save(d, "x", "y"); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Source("x"); got != nil || err != nil || !d.Memory() {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestSerials(t *testing.T) {
	d := open(t, t.TempDir())
	want := map[string]state.Serial{"a.": {Number: 7, Fingerprint: "f"}, "b. c.": {Number: math.MaxUint32, Fingerprint: "g"}}
	if err := d.SaveSerials(want); err != nil {
		t.Fatal(err)
	}
	got, err := d.Serials()
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestUnusable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := state.Open(filepath.Join(file, "below")); err == nil || !strings.Contains(err.Error(), "state directory") {
		t.Errorf("got %v", err)
	}
}

func TestNext(t *testing.T) {
	tests := map[string]struct {
		last state.Serial
		unix int64
		want uint32
	}{
		"first":               {state.Serial{}, 1_800_000_000, 1_800_000_000},
		"clock ahead":         {state.Serial{Number: 1_700_000_000, Fingerprint: "f"}, 1_800_000_000, 1_800_000_000},
		"same second":         {state.Serial{Number: 1_800_000_000, Fingerprint: "f"}, 1_800_000_000, 1_800_000_001},
		"clock went back":     {state.Serial{Number: 1_800_000_000, Fingerprint: "f"}, 1_700_000_000, 1_800_000_001},
		"wraps":               {state.Serial{Number: math.MaxUint32, Fingerprint: "f"}, math.MaxUint32, 1},
		"clock behind a wrap": {state.Serial{Number: 5, Fingerprint: "f"}, math.MaxUint32 - 5, 6},
		"never zero":          {state.Serial{}, 1 << 32, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := state.Next(test.last, test.unix); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

// TestTidy removes what a crash left behind, and nothing else.
func TestTidy(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	if err := save(d, "x", "y"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".new-123", ".probe-456"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("z"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Tidy(); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 || !strings.HasPrefix(files[0].Name(), "source-") {
		t.Errorf("left: %v, %v", files, err)
	}
}

func save(d state.Dir, path, text string) error {
	return d.SaveSource(path, strings.NewReader(text), sha256.Sum256([]byte(text)))
}
