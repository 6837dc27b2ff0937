package state_test

import (
	"errors"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// FuzzReader reads anything. If it is a log, then it stands for the same after
// it was opened and repaired, and after it was written anew.
func FuzzReader(f *testing.F) {
	s := makeSample(f)
	for _, size := range []int{0, 10, s.ends[0], s.ends[0] + 5, s.ends[1], len(s.content)} {
		f.Add(s.content[:size])
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path(dir), content, 0o600); err != nil {
			t.Fatal(err)
		}
		want, err := load(dir)
		if err != nil {
			if len(want) > 0 || !errors.Is(err, state.ErrDamaged) {
				t.Fatal(want, err)
			}
			return
		}
		v := openVerdicts(t, dir)
		defer closeVerdicts(t, v)
		wantLoaded(t, dir, want)
		if err := v.Compact(want.all()); err != nil {
			t.Fatal(err)
		}
		wantLoaded(t, dir, want)
	})
}

// FuzzPrefix puts anything behind some whole records. They are all read, and
// nothing but what stands behind them may be read or refused.
func FuzzPrefix(f *testing.F) {
	s := makeSample(f)
	f.Add(uint8(0), s.content[s.ends[0]:])
	f.Add(uint8(1), s.content[s.ends[0]:])
	f.Add(uint8(2), s.content[s.ends[2]:len(s.content)-1])
	f.Add(uint8(3), []byte{1, 2, 3})
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, whole uint8, rest []byte) {
		n := int(whole) % len(s.ends)
		content := slices.Concat(s.content[:s.ends[n]], rest)
		if err := os.WriteFile(path(dir), content, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := load(dir)
		if err != nil {
			if len(got) > 0 || !errors.Is(err, state.ErrDamaged) {
				t.Fatal(got, err)
			}
			return
		}
		// The only records that a fuzzer can make are those it was given.
		for _, want := range s.states[n:] {
			if maps.Equal(got, want) {
				return
			}
		}
		t.Fatal(cmp.Diff(s.states[n], got))
	})
}
