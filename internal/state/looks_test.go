package state

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLooks(t *testing.T) {
	d, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.Looks(); err != nil || got != nil {
		t.Errorf("an empty directory has %v, %v", got, err)
	}
	err = d.SaveLooks(&Looks{Rules: [32]byte{1, 2, 3}, Checked: true, Looks: []Look{{[16]byte{9, 8}, 4}, {[16]byte{1}, 2}, {[16]byte{}, 1}, {[16]byte{1}, 2}}})
	if err != nil {
		t.Fatal(err)
	}
	want := &Looks{Rules: [32]byte{1, 2, 3}, Checked: true, Looks: []Look{{[16]byte{}, 1}, {[16]byte{1}, 2}, {[16]byte{9, 8}, 4}}}
	got, err := d.Looks()
	if err != nil || !cmp.Equal(got, want) {
		t.Fatalf("got %v, %v, want %v", got, err, want)
	}
	if state, ok := got.Find([16]byte{9, 8}); !ok || state != 4 {
		t.Errorf("found %d, %v", state, ok)
	}
	if state, ok := got.Find([16]byte{9}); ok {
		t.Errorf("found %d, which was not kept", state)
	}
	path := filepath.Join(d.path, looksFile)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-1]++
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Looks(); err == nil || got != nil {
		t.Errorf("a damaged file has %v, %v", got, err)
	}
}

func FuzzLooks(f *testing.F) {
	f.Add(make([]byte, looksHead))
	f.Add(make([]byte, looksHead+3*lookSize))
	f.Add(make([]byte, 7))
	f.Fuzz(func(t *testing.T, body []byte) {
		l, err := parseLooks(body)
		if err != nil {
			return
		}
		for _, look := range l.Looks {
			if _, ok := l.Find(look.Key); !ok {
				t.Errorf("%x is not found", look.Key)
			}
		}
	})
}
