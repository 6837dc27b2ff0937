package source_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// poll looks at the file, and makes sure that what comes is the lines, or what changed.
func (f *followed) poll(lines []string) (set *source.Set, changed bool) {
	f.Helper()
	set, c, changed, err := f.watch.PollSet(f.reading, &f.last.Summary, f.last.Addresses())
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
		want := parseList(lines)
		if set.Whole() {
			mustSay(f.T, want, set)
		} else if diff := cmp.Diff(told(want), told(set)); diff != "" {
			f.Fatalf("told of the content (-whole +changes):\n%s", diff)
		}
		mustEqual(f.T, mappings(want), apply(mappings(f.last), set))
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

// TestPollSet: a large list is parsed while it is read, as a whole where much is new;
// small ones are read as a whole.
func TestPollSet(t *testing.T) {
	ordered, scattered := long(list(fileLines)), long(shuffledLines(3, fileLines))
	zone, table := zoneList(list(fileLines)), namesList(shuffledLines(3, fileLines))
	for i := range table {
		table[i] = strings.Replace(table[i], ";;", ";said by the customer on the telephone;", 1)
	}
	marked := slices.Concat([]string{"\xef\xbb\xbf# the customers\n"}, ordered)
	less := func(lines []string) []string { return slices.Delete(slices.Clone(lines), 1000, 1001) }
	const all, some, text = "all", "some", "text"
	for _, c := range []struct {
		name        string
		last, lines []string
		want        string
	}{
		{"all is new", ordered, renamed(ordered, 0), all},
		{"half is new", ordered, renamed(ordered, fileLines/2), all},
		{"twice as much", ordered[:fileLines/2], ordered, all},
		{"in another order", ordered, scattered, all},
		{"nothing was known", nil, ordered, all},
		{"little is new", ordered, renamed(ordered, fileLines-fileLines/20), some},
		{"a line is gone", ordered, less(ordered), some},
		{"a line behind a mark", marked, less(marked), some},
		{"a mark more", ordered, marked, some},
		{"all is new, in no order", scattered, renamed(scattered, 0), all},
		{"much is new, in no order", scattered, renamed(scattered, fileLines/4*3), all},
		{"little is new, in no order", scattered, renamed(scattered, fileLines-fileLines/50), some},
		{"its end is in front", ordered, slices.Concat(ordered[fileLines-3_000:], ordered[:fileLines-3_000]), all},
		{"two parts changed places", scattered, slices.Concat(scattered[fileLines-3_000:], scattered[:fileLines-3_000]), some},
		{"names of the first ones at the end", scattered, slices.Concat(scattered, seconds(scattered[:100])), some},
		{"a line of a zone file", zone, less(zone), some},
		{"the TTL of a zone file", zone, slices.Concat([]string{"$TTL 1d\n"}, zone[1:]), all},
		{"a line of a table", table, less(table), some},
		{"the header of a table", table, slices.Concat([]string{"name;x;address\n"}, table[1:]), all},
		{"small", ordered, renamed(ordered, 0)[:1000], text},
		{"of another form", ordered, append([]string{"$TTL 60\n"}, ordered...), all},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := followList(t, c.last)
			f.replace(f.path, strings.Join(c.lines, ""))
			set, changed := f.poll(c.lines)
			got := text
			if set != nil && set.Whole() {
				got = all
			} else if set != nil {
				got = some
			}
			if !changed || got != c.want {
				t.Errorf("changed %v, told of %s, want %s", changed, got, c.want)
			}
			if _, changed := f.poll(nil); changed {
				t.Error("it is told twice")
			}
		})
	}
}

// seconds returns lines with other names for the addresses of some.
func seconds(lines []string) []string {
	lines = slices.Clone(lines)
	for i := range lines {
		lines[i] = word(lines[i]) + " second.example.org\n"
	}
	return lines
}

// TestPollSetReadsAgain: what is read once more is read through the tap, and it is little
// even if all that is known stands elsewhere.
func TestPollSetReadsAgain(t *testing.T) {
	ordered, scattered := long(list(fileLines)), long(shuffledLines(3, fileLines))
	for name, c := range map[string]struct{ last, next []string }{
		"in order":    {ordered, slices.Concat(ordered[fileLines-3_000:], ordered[:fileLines-3_000])},
		"in no order": {scattered, slices.Concat(scattered, seconds(scattered[:100]))},
	} {
		t.Run(name, func(t *testing.T) {
			f := followList(t, c.last)
			f.replace(f.path, strings.Join(c.next, ""))
			again := 0
			f.reading.Tap = func(r io.Reader) io.Reader { return &againReader{r, r.(io.ReaderAt), &again} }
			if _, _, changed, err := f.watch.PollSet(f.reading, &f.last.Summary, f.last.Addresses()); !changed || err != nil {
				t.Fatal(changed, err)
			}
			if all := len(strings.Join(c.next, "")); again == 0 || again > all/10 {
				t.Errorf("%d of %d bytes were read again", again, all)
			}
		})
	}
}

// An againReader counts what is read once more.
type againReader struct {
	io.Reader

	file io.ReaderAt
	n    *int
}

func (r *againReader) ReadAt(p []byte, place int64) (int, error) {
	*r.n += len(p)
	return r.file.ReadAt(p, place)
}

// TestPollSetChangesUnderneath: a list that is written while its changes are looked for
// is not told of.
func TestPollSetChangesUnderneath(t *testing.T) {
	lines := long(shuffledLines(3, fileLines))
	f := followList(t, lines)
	next := slices.Concat(lines, seconds(lines[:100])) // so that the first ones are read once more
	f.replace(f.path, strings.Join(next, ""))
	f.reading.Tap = func(r io.Reader) io.Reader {
		return &endReader{r, func() { f.write(f.path, "# "+strings.Join(next[1:], "")) }}
	}
	set, c, changed, err := f.watch.PollSet(f.reading, &f.last.Summary, f.last.Addresses())
	if set != nil || changed || err != nil || c.Text != "" {
		t.Errorf("%v, %v, %v", set != nil, changed, err)
	}
}

// An endReader calls a function at the end.
type endReader struct {
	io.Reader

	end func()
}

func (r *endReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil {
		r.end()
	}
	return n, err
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
	if set, c, changed, err := f.watch.PollSet(f.reading, nil, nil); err == nil || changed || set != nil || c != (source.Content{}) {
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
