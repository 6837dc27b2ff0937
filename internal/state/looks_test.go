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
	if got, err := d.Looks(); err != nil || got.Looks != nil {
		t.Errorf("an empty directory has %v, %v", got, err)
	}
	want := Looks{Rules: [32]byte{1, 2, 3}, Looks: map[[16]byte]byte{{1}: 2, {9, 8}: 4, {}: 1}}
	if err := d.SaveLooks(want); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Looks(); err != nil || !cmp.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
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
	if got, err := d.Looks(); err == nil || got.Looks != nil {
		t.Errorf("a damaged file has %v, %v", got, err)
	}
}

func FuzzLooks(f *testing.F) {
	f.Add(make([]byte, rulesSize))
	f.Add(make([]byte, rulesSize+3*lookSize))
	f.Add(make([]byte, 7))
	f.Fuzz(func(t *testing.T, body []byte) {
		l, err := parseLooks(body)
		if err == nil && len(l.Looks) > len(body)/lookSize {
			t.Errorf("%d bytes hold %d looks", len(body), len(l.Looks))
		}
	})
}
