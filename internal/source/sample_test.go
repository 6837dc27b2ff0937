package source_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// fileLines is enough for a file that is parsed while it is read.
const fileLines = 60_000

// long makes so many lines long enough for that.
func long(lines []string) []string {
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\n") + " # said by the customer on the telephone\n"
	}
	return lines
}

// A followed is a large list that is watched by PollSet.
type followed struct {
	*watched

	reading source.Reading
	copied  *bytes.Buffer // what was read since a read began
	begun   int           // reads
	last    *source.Set
}

func followList(t *testing.T, lines []string) *followed {
	t.Helper()
	f := &followed{watched: watchFile(t, strings.Join(lines, ""))}
	f.reading = source.Reading{Options: listOptions, Hooks: refusing, Workers: 2, Tap: func(r io.Reader) io.Reader {
		f.copied = new(bytes.Buffer)
		f.begun++
		return io.TeeReader(r, f.copied)
	}}
	f.last = parseList(lines)
	return f
}

// poll looks at the file, and makes sure that what comes is the lines.
func (f *followed) poll(lines []string) (set *source.Set, changed bool) {
	f.Helper()
	set, c, changed, err := f.watch.PollSet(f.reading, &f.last.Summary)
	if err != nil {
		f.Fatal(err)
	}
	text := strings.Join(lines, "")
	switch {
	case !changed && (set != nil || c != source.Content{}):
		f.Fatal("what did not change is told")
	case changed && c.Sum != source.NewContent(text).Sum:
		f.Fatal("another content is told")
	case set != nil:
		mustSay(f.T, parseList(lines), set)
		if c.Text != "" || f.copied.String() != text {
			f.Fatal("the content is there twice, or was not copied")
		}
	case changed && c.Text != text:
		f.Fatal("the text is not there")
	}
	return set, changed
}

// renamed returns the lines with other names in those from first on.
func renamed(lines []string, first int) []string {
	next := slices.Clone(lines)
	for i := range next[first:] {
		next[first+i] = strings.Replace(next[first+i], "host-", "new-", 1)
	}
	return next
}

// TestPollSet: a list of which much is new is parsed while it is read, the others are
// read as a whole.
func TestPollSet(t *testing.T) {
	ordered, scattered := long(list(fileLines)), long(shuffledLines(3, fileLines))
	for _, c := range []struct {
		name        string
		last, lines []string
		whole       bool
	}{
		{"all is new", ordered, renamed(ordered, 0), false},
		{"half is new", ordered, renamed(ordered, fileLines/2), false},
		{"twice as much", ordered[:fileLines/2], ordered, false},
		{"in another order", ordered, scattered, false},
		{"nothing was known", nil, ordered, false},
		{"little is new", ordered, renamed(ordered, fileLines-fileLines/20), true},
		{"a line is gone", ordered, slices.Delete(slices.Clone(ordered), 1000, 1001), true},
		{"all is new, in no order", scattered, renamed(scattered, 0), false},
		{"much is new, in no order", scattered, renamed(scattered, fileLines/4*3), false},
		{"little is new, in no order", scattered, renamed(scattered, fileLines-fileLines/50), true},
		{"small", ordered, renamed(ordered, 0)[:1000], true},
		{"of another form", ordered, append([]string{"$TTL 60\n"}, ordered...), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := followList(t, c.last)
			f.replace(f.path, strings.Join(c.lines, ""))
			if set, changed := f.poll(c.lines); !changed || (set == nil) != c.whole {
				t.Errorf("changed %v, parsed %v", changed, set != nil)
			}
			if _, changed := f.poll(nil); changed {
				t.Error("it is told twice")
			}
		})
	}
}

// TestPollSetInPlace: a list that is written in place is parsed when it has settled,
// and nothing of one that is written while it is read is told.
func TestPollSetInPlace(t *testing.T) {
	lines := long(list(fileLines))
	f := followList(t, lines)
	next := renamed(lines, 0)
	f.write(f.path, strings.Join(next[:fileLines/2], ""))
	if _, changed := f.poll(nil); changed || f.begun > 0 {
		t.Fatal("it is read before it has settled")
	}
	f.watch.SetAfterRead(func() { f.write(f.path, strings.Join(next, "")) })
	if _, changed := f.poll(nil); changed {
		t.Fatal("it changed while it was read")
	}
	f.watch.SetAfterRead(func() {})
	if set, changed := f.poll(next); !changed || set == nil {
		t.Fatal("it has settled")
	}
	f.watch.SetAfterRead(func() { _ = os.Remove(f.path) })
	f.replace(f.path, strings.Join(lines, ""))
	if set, c, changed, err := f.watch.PollSet(f.reading, nil); err == nil || changed || set != nil || c != (source.Content{}) {
		t.Fatalf("it is gone: %v, %v", changed, err)
	}
}

// TestReadSetTorn: a start reads a list again that changes meanwhile, and a copy of
// each reading is its own.
func TestReadSetTorn(t *testing.T) {
	lines := long(list(fileLines))
	f := followList(t, lines)
	next := renamed(lines, 0)
	f.watch.SetAfterRead(func() {
		if f.begun == 1 {
			f.write(f.path, strings.Join(next, ""))
		}
	})
	set, err := f.watch.ReadSet(f.reading)
	if err != nil || f.begun != 2 || f.copied.String() != strings.Join(next, "") {
		t.Fatal(err, f.begun)
	}
	mustSay(t, parseList(next), set)
	f.watch.SetAfterRead(func() { f.write(f.path, strings.Join(next[f.begun:], "")) })
	if set, err := f.watch.ReadSet(f.reading); err == nil || set != nil {
		t.Error("it changes all the time")
	}
}

func TestCopyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "map")
	var text []byte
	read := func(r io.Reader) (err error) {
		text, err = io.ReadAll(r)
		return err
	}
	if err := source.CopyFile(path, read); err == nil {
		t.Error("a missing file is no error")
	}
	if err := source.CopyFile(filepath.Dir(path), read); err == nil {
		t.Error("a directory is no error")
	}
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := source.CopyFile(path, read); err != nil || string(text) != "text" {
		t.Errorf("%q, %v", text, err)
	}
}
