package state

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
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
	some := []Look{{[16]byte{9, 8}, 4}, {[16]byte{1}, 2}, {[16]byte{}, 1}, {[16]byte{1}, 3}}
	err = d.SaveLooks(&Looks{Rules: [32]byte{1, 2, 3}, Checked: true}, len(some), slices.Values(some))
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

// What stands in order is what a slow sort gives, whatever the number it is told.
func TestInOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 2, 1000, 20_000} {
		var all []Look
		for i := range n {
			look := Look{State: byte(i)}
			binary.BigEndian.PutUint64(look.Key[8:], random.Uint64N(uint64(n)))
			binary.BigEndian.PutUint64(look.Key[:], random.Uint64()>>random.IntN(2)&^(1<<44-1)<<random.IntN(20))
			all = append(all, look, look, Look{Key: look.Key, State: ^look.State})
		}
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		want := slices.Clone(all)
		slices.SortStableFunc(want, byKey)
		want = slices.CompactFunc(want, func(a, b Look) bool { return a.Key == b.Key })
		for _, told := range []int{0, n, 10 * n} {
			if got := slices.Collect(inOrder(told, slices.Values(all))); !slices.Equal(got, want) {
				t.Errorf("%d looks, told of %d: got %d, want %d", len(all), told, len(got), len(want))
			}
		}
	}
}

// Who does not want more looks gets none.
func TestInOrderStops(t *testing.T) {
	some := []Look{{[16]byte{255}, 3}, {[16]byte{1}, 1}, {[16]byte{128}, 2}}
	for n := range some {
		var got []Look
		for look := range inOrder(len(some), slices.Values(some)) {
			if got = append(got, look); len(got) == n+1 {
				break
			}
		}
		if len(got) != n+1 || got[n].State != byte(n+1) {
			t.Errorf("got %v, want %d", got, n+1)
		}
	}
}

// Find finds what a slow search finds, among hashes and among keys that somebody
// chose.
func TestFindAgainstModel(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, some := range map[string]func() [16]byte{
		"hashes": func() (k [16]byte) {
			binary.BigEndian.PutUint64(k[:], random.Uint64())
			return k
		},
		"alike": func() [16]byte { return [16]byte{7: byte(random.IntN(256)), 15: byte(random.IntN(4))} },
		"ends": func() [16]byte {
			return [16]byte{byte(random.IntN(2)) * 255, 255, 255, 255, 255, 255, 255, byte(random.IntN(256))}
		},
	} {
		for _, n := range []int{0, 1, 2, 3, 50, 5000} {
			l, model := new(Looks), make(map[[16]byte]byte)
			for i := range n {
				look := Look{some(), byte(i)}
				l.Looks = append(l.Looks, look)
				if _, ok := model[look.Key]; !ok {
					model[look.Key] = look.State
				}
			}
			l.Looks = slices.Collect(inOrder(random.IntN(n+1), slices.Values(l.Looks))) // it grows when there are more
			for key, want := range model {
				// The first of those with the same key counts.
				if got, ok := l.Find(key); !ok || got != want {
					t.Errorf("%s, %d: found %d, %t, want %d", name, n, got, ok, want)
				}
			}
			for range 1000 {
				key := some()
				want, known := model[key]
				if got, ok := l.Find(key); ok != known || got != want {
					t.Errorf("%s, %d: found %d, %t, want %d, %t", name, n, got, ok, want, known)
				}
			}
		}
	}
}

func BenchmarkLooks(b *testing.B) {
	const million = 1_000_000
	random := rand.New(rand.NewPCG(1, 2))
	made := make([]Look, million)
	for i := range made {
		binary.BigEndian.PutUint64(made[i].Key[:], random.Uint64())
	}
	d, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Save1M", func(b *testing.B) {
		for b.Loop() {
			if err := d.SaveLooks(&Looks{}, len(made), slices.Values(made)); err != nil {
				b.Fatal(err)
			}
		}
	})
	kept, err := d.Looks()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Find", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, ok := kept.Find(made[i*7919%million].Key); !ok {
				b.Fatal("lost")
			}
		}
	})
}
