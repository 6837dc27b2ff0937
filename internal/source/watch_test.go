package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A watched is a file, its Watch, and a clock that stands still.
type watched struct {
	*testing.T

	path  string
	watch *source.Watch
	now   time.Time
}

// watchFile returns a Watch that has read its file, long after it was written.
func watchFile(t *testing.T, text string) *watched {
	t.Helper()
	w := &watched{T: t, path: filepath.Join(t.TempDir(), "map"), now: time.Now().Add(time.Hour)}
	w.write(w.path, text)
	w.watch = source.NewWatch(w.path)
	w.watch.SetNow(func() time.Time { return w.now })
	data, err := w.watch.Read()
	if err != nil || data.Text != text {
		t.Fatalf("Read: %q, %v; want %q", data, err, text)
	}
	return w
}

// write writes the file in place.
func (w *watched) write(path, text string) {
	w.Helper()
	w.must(os.WriteFile(path, []byte(text), 0o600))
}

// replace renames a new file over path.
func (w *watched) replace(path, text string) {
	w.Helper()
	w.write(path+".new", text)
	w.must(os.Rename(path+".new", path))
}

func (w *watched) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// nothing checks that Poll has nothing to tell.
func (w *watched) nothing() {
	w.Helper()
	if data, changed, err := w.watch.Poll(); changed || err != nil || data != (source.Content{}) {
		w.Fatalf("Poll: %q, %v, %v; want nothing", data, changed, err)
	}
}

// change checks that Poll returns that text, and has nothing to tell after it.
func (w *watched) change(text string) {
	w.Helper()
	if data, changed, err := w.watch.Poll(); !changed || err != nil || data.Text != text {
		w.Fatalf("Poll: %q, %v, %v; want %q", data, changed, err, text)
	}
	w.nothing()
}

// fault checks that Poll returns an error that contains text, and only once.
func (w *watched) fault(text string) {
	w.Helper()
	if data, changed, err := w.watch.Poll(); changed || data != (source.Content{}) || err == nil || !strings.Contains(err.Error(), text) {
		w.Fatalf("Poll: %q, %v, %v; want error with %q", data, changed, err, text)
	}
	w.nothing()
}

func TestWatchNothing(t *testing.T) {
	w := watchFile(t, "one")
	w.nothing()
	w.nothing()
}

func TestWatchInPlaceInTwoHalves(t *testing.T) {
	w := watchFile(t, "one")
	w.write(w.path, "tw")
	w.nothing()
	w.write(w.path, "two, longer")
	w.nothing()
	w.change("two, longer")
}

func TestWatchRenameOver(t *testing.T) {
	w := watchFile(t, "one")
	w.replace(w.path, "two")
	w.change("two")
	w.replace(w.path, "one")
	w.change("one")
}

func TestWatchSymbolicLink(t *testing.T) {
	w := watchFile(t, "one")
	link := filepath.Join(t.TempDir(), "link")
	w.must(os.Symlink(w.path, link))
	w.watch = source.NewWatch(link)
	w.watch.SetNow(func() time.Time { return w.now })
	if data, err := w.watch.Read(); err != nil || data.Text != "one" {
		t.Fatalf("Read: %q, %v", data, err)
	}
	w.nothing()
	w.write(w.path+"2", "two")
	w.must(os.Symlink(w.path+"2", link+".new"))
	w.must(os.Rename(link+".new", link))
	w.change("two")
	w.write(w.path, "no longer looked at")
	w.nothing()
	w.write(w.path+"2", "three")
	w.nothing()
	w.change("three")
}

func TestWatchVanishAndReturn(t *testing.T) {
	w := watchFile(t, "one")
	w.must(os.Rename(w.path, w.path+".away"))
	w.fault("no such file")
	w.must(os.Mkdir(w.path, 0o700))
	w.fault("no regular file")
	w.must(os.Remove(w.path))
	w.fault("no such file")
	w.must(os.Rename(w.path+".away", w.path))
	w.nothing()
	w.change("one")
}

// A file that returns may still be on its way, unlike one that takes the place
// of another.
func TestWatchReturnInHalves(t *testing.T) {
	w := watchFile(t, "one")
	w.must(os.Remove(w.path))
	w.fault("no such file")
	w.write(w.path, "tw")
	w.nothing()
	w.write(w.path, "two two")
	w.nothing()
	w.change("two two")
}

func TestWatchSameSize(t *testing.T) {
	w := watchFile(t, "one")
	w.write(w.path, "two")
	w.must(os.Chtimes(w.path, w.now, w.now))
	w.nothing()
	w.change("two")
}

// A write in the same tick of the file system's clock leaves size and times as
// they are. It is found when the file is old.
func TestWatchSameStamp(t *testing.T) {
	w := watchFile(t, "one")
	w.replace(w.path, "two")
	w.now = time.Now()
	w.change("two")
	if w.watch.Stamp() != (source.Stamp{}) {
		t.Error("a young file has a stamp")
	}
	w.watch.SetContent("six")
	w.now = w.now.Add(1999 * time.Millisecond)
	w.nothing()
	w.now = w.now.Add(time.Millisecond)
	w.change("six")
	if w.watch.Stamp() == (source.Stamp{}) {
		t.Error("an old file has no stamp")
	}
	w.watch.SetContent("not looked at")
	w.now = w.now.Add(time.Hour)
	w.nothing()
}

// A file from the future is looked at once more, not for ever.
func TestWatchFuture(t *testing.T) {
	w := watchFile(t, "one")
	future := w.now.Add(1000 * time.Hour)
	w.must(os.Chtimes(w.path, future, future))
	w.nothing()
	w.change("one")
	w.now = w.now.Add(2 * time.Second)
	w.nothing()
	w.watch.SetContent("not looked at")
	w.now = w.now.Add(2 * time.Second)
	w.nothing()
}

func TestWatchMovesWhileRead(t *testing.T) {
	w := watchFile(t, "one")
	texts := []string{"three", "four four"}
	w.watch.SetAfterRead(func() {
		if len(texts) > 0 {
			w.write(w.path, texts[0])
			texts = texts[1:]
		}
	})
	w.replace(w.path, "two two two")
	w.nothing() // read at once, but written meanwhile
	w.nothing() // settled, but written meanwhile
	w.change("four four")
}

// The rename comes between reading and looking again.
func TestWatchReplacedWhileRead(t *testing.T) {
	w := watchFile(t, "one")
	texts := []string{"three"}
	w.watch.SetAfterRead(func() {
		if len(texts) > 0 {
			w.replace(w.path, texts[0])
			texts = texts[1:]
		}
	})
	w.replace(w.path, "two")
	w.nothing()
	w.change("three")
}

func TestWatchVanishesWhileRead(t *testing.T) {
	w := watchFile(t, "one")
	w.replace(w.path, "two")
	w.watch.SetAfterRead(func() { _ = os.Remove(w.path) })
	w.fault("no such file")
	w.watch.SetAfterRead(func() {})
	w.write(w.path, "three")
	w.nothing()
	w.now = time.Now()
	w.change("three")
	w.now = w.now.Add(2 * time.Second)
	w.watch.SetAfterRead(func() { _ = os.Remove(w.path) })
	w.fault("no such file") // looked at again, because it was young
}

// A young file that is written again while it is looked at again.
func TestWatchMovesWhileReread(t *testing.T) {
	w := watchFile(t, "one")
	w.replace(w.path, "two")
	w.now = time.Now()
	w.change("two")
	w.now = w.now.Add(2 * time.Second)
	w.watch.SetAfterRead(func() { w.write(w.path, "three") })
	w.nothing()
	w.watch.SetAfterRead(func() {})
	w.change("three")
}

func TestWatchRead(t *testing.T) {
	w := watchFile(t, "one")
	n := 0
	w.watch.SetAfterRead(func() {
		if n++; n < 3 {
			w.write(w.path, strings.Repeat("x", n))
		}
	})
	if data, err := w.watch.Read(); err != nil || data.Text != "xx" {
		t.Errorf("Read: %q, %v", data, err)
	}
	w.watch.SetAfterRead(func() {
		n++
		w.write(w.path, strings.Repeat("x", n))
	})
	if data, err := w.watch.Read(); err == nil || !strings.Contains(err.Error(), "it is being written") {
		t.Errorf("Read: %q, %v", data, err)
	}
	w.watch.SetAfterRead(func() {})
	w.nothing()
	w.change(strings.Repeat("x", n))
}

func TestWatchReadFaults(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 2<<30+1); err != nil {
		t.Skip("no sparse files here:", err)
	}
	for _, c := range []struct{ name, path, want string }{
		{"missing", filepath.Join(dir, "missing"), "no such file"},
		{"directory", dir, "it is no regular file"},
		{"pipe", pipe(t, dir), "it is no regular file"},
		{"too large", large, "it is larger than 2 GiB; split it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := source.NewWatch(c.path)
			for range 2 { // Read repeats an error, Poll does not
				if _, err := w.Read(); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("Read: %v, want %q", err, c.want)
				}
			}
			if _, changed, err := w.Poll(); changed || err != nil {
				t.Errorf("Poll: %v, %v", changed, err)
			}
		})
	}
}

func TestWatchResume(t *testing.T) {
	w := watchFile(t, "one")
	stamp := w.watch.Stamp()
	next := source.NewWatch(w.path)
	if !next.Resume(stamp) || next.Stamp() != stamp {
		t.Error("the file has not changed")
	}
	w.watch = next
	w.nothing()
	w.write(w.path, "two")
	if source.NewWatch(w.path).Resume(stamp) {
		t.Error("the file has changed")
	}
	w.nothing()
	w.change("two")
	if source.NewWatch(w.path).Resume(source.Stamp{}) || source.NewWatch(w.path+"x").Resume(stamp) {
		t.Error("nothing to resume from")
	}
}
