package state_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// A sample is a log with all of its past.
type sample struct {
	content []byte
	ends    []int   // of the snapshot and of each record behind it
	states  []model // there
}

func makeSample(t testing.TB) sample {
	t.Helper()
	dir, m := t.TempDir(), model{key(1): "snapshot", key(2): "snapshot"}
	v := openVerdicts(t, dir)
	if err := v.Compact(m.all()); err != nil {
		t.Fatal(err)
	}
	s := sample{ends: []int{int(v.Size())}, states: []model{maps.Clone(m)}}
	for _, entries := range [][]state.Entry{
		{entry(3, "three"), entry(1, "")}, {entry(2, "two")}, {entry(1, "one"), entry(2, ""), entry(4, "four")},
	} {
		appendTo(t, v, entries...)
		m.apply(entries...)
		s.ends, s.states = append(s.ends, int(v.Size())), append(s.states, maps.Clone(m))
	}
	closeVerdicts(t, v)
	content, err := os.ReadFile(path(dir))
	if err != nil {
		t.Fatal(err)
	}
	s.content = content
	return s
}

// before returns how many of the ends are at the offset or before, minus one.
func (s sample) before(offset int) int {
	last := -1
	for i, end := range s.ends {
		if end <= offset {
			last = i
		}
	}
	return last
}

// wantDamaged makes sure that the content is refused by reading, set aside by
// opening, and that the log is good then.
func wantDamaged(t *testing.T, content []byte) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(path(dir), content, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := load(dir); len(got) > 0 || !errors.Is(err, state.ErrDamaged) {
		t.Fatalf("got %v, %v", got, err)
	}
	v := openVerdicts(t, dir)
	if err := v.Repaired(); !errors.Is(err, state.ErrDamaged) {
		t.Fatalf("got %v", err)
	}
	kept, err := os.ReadFile(path(dir) + ".damaged")
	if err != nil || !bytes.Equal(kept, content) {
		t.Fatalf("set aside %q, %v", kept, err)
	}
	appendTo(t, v, entry(9, "x"))
	wantLoaded(t, dir, model{key(9): "x"})
	closeVerdicts(t, v)
}

// wantCut makes sure that the content stands for the model, before and after it
// is opened and more appended.
func wantCut(t *testing.T, content []byte, want model, torn bool) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(path(dir), content, 0o600); err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, dir, want)
	v := openVerdicts(t, dir)
	if err := v.Repaired(); (err != nil) != torn || errors.Is(err, state.ErrDamaged) {
		t.Fatalf("torn %v, told %v", torn, err)
	}
	appendTo(t, v, entry(9, "x"))
	want = maps.Clone(want)
	want[key(9)] = "x"
	wantLoaded(t, dir, want)
	if info, err := os.Stat(path(dir)); err != nil || info.Size() != v.Size() {
		t.Fatalf("%v, or something left behind byte %d", err, v.Size())
	}
	closeVerdicts(t, v)
}

// TestTorn cuts the log at each byte, and opens what is left around the end of
// each record.
func TestTorn(t *testing.T) {
	s, dir := makeSample(t), t.TempDir()
	for size := range s.content {
		last := s.before(size)
		if err := os.WriteFile(path(dir), s.content[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		switch got, err := load(dir); {
		case last < 0 && (len(got) > 0 || !errors.Is(err, state.ErrDamaged)):
			t.Errorf("%d bytes: got %v, %v", size, got, err)
		case last >= 0 && (err != nil || !maps.Equal(got, s.states[last])):
			t.Errorf("%d bytes: got %v, %v, want %v", size, got, err, s.states[last])
		}
		switch {
		case last < 0 && size%16 == 0:
			wantDamaged(t, s.content[:size])
		case last >= 0 && (size-s.ends[last])%13 < 2:
			wantCut(t, s.content[:size], s.states[last], s.ends[last] < size)
		}
	}
}

// TestTornZeros has zeros where the last record should be, as file systems
// leave them when the power fails.
func TestTornZeros(t *testing.T) {
	s := makeSample(t)
	last := len(s.ends) - 2
	for size := s.ends[last]; size < len(s.content); size += 5 {
		content := bytes.Clone(s.content)
		clear(content[size:])
		if bytes.Equal(content, s.content) {
			continue
		}
		wantCut(t, content, s.states[last], true)
	}
	wantCut(t, append(bytes.Clone(s.content), make([]byte, 1<<18)...), s.states[last+1], true)
}

// TestTornHole has a last record of which only the end came to the disk.
func TestTornHole(t *testing.T) {
	s := makeSample(t)
	last := len(s.ends) - 2
	content := bytes.Clone(s.content)
	clear(content[s.ends[last] : s.ends[last]+20])
	wantCut(t, content, s.states[last], true)
}

// TestFlip changes each bit, and opens what one in 64 leaves. In the last
// record that looks like a crash.
func TestFlip(t *testing.T) {
	s := makeSample(t)
	last := len(s.ends) - 2
	dir := t.TempDir()
	for bit := range 8 * len(s.content) {
		content := bytes.Clone(s.content)
		content[bit/8] ^= 1 << (bit % 8)
		damaged := bit/8 < s.ends[last]
		if err := os.WriteFile(path(dir), content, 0o600); err != nil {
			t.Fatal(err)
		}
		switch got, err := load(dir); {
		case damaged && (len(got) > 0 || !errors.Is(err, state.ErrDamaged)):
			t.Errorf("bit %d: got %v, %v", bit, got, err)
		case !damaged && (err != nil || !maps.Equal(got, s.states[last])):
			t.Errorf("bit %d of the last record: got %v, %v", bit, got, err)
		}
		if bit%64 != bit/64%8 {
			continue
		}
		if damaged {
			wantDamaged(t, content)
		} else {
			wantCut(t, content, s.states[last], true)
		}
	}
}

func TestDamagedLog(t *testing.T) {
	s := makeSample(t)
	first, second := s.ends[0], s.ends[1]
	tests := map[string][]byte{
		"empty":              {},
		"no log":             []byte("# a comment\n"),
		"other version":      bytes.Replace(s.content, []byte("verdicts 1"), []byte("verdicts 2"), 1),
		"record missing":     append(bytes.Clone(s.content[:first]), s.content[second:]...),
		"record twice":       append(bytes.Clone(s.content[:second]), s.content[first:]...),
		"bytes between":      append(append(bytes.Clone(s.content[:first]), 1, 2, 3), s.content[first:]...),
		"too much unread":    append(bytes.Clone(s.content), make([]byte, 1<<20)...),
		"snapshot only half": s.content[:first-10],
	}
	for name, content := range tests {
		t.Run(name, func(t *testing.T) { wantDamaged(t, content) })
	}
}

// TestStillReadable makes sure that later releases read what this one writes.
func TestStillReadable(t *testing.T) {
	golden := "rdnsmgr verdicts 1\n" +
		"\x3d\x00\x00\x00\x00\x00\x00\x00" + "\xdd\x31\xeb\x8f" +
		"\x12\x00\x00\x00" + "\x01\x00\x00\x00" + "\x20\x23\xa1\x04" + "0123456789abcdef" + "\x01" + "x"
	dir := t.TempDir()
	v := openVerdicts(t, dir)
	m := model{[16]byte([]byte("0123456789abcdef")): "x"}
	if err := v.Compact(m.all()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path(dir))
	if diff := cmp.Diff(golden, string(content)); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
