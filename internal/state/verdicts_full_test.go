//go:build linux

package state_test

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

func init() { children["full"] = full }

// full lets the log not grow any more, as if the disk were full, and then again.
func full(d state.Dir, dir string) error {
	v, err := d.OpenVerdicts()
	if err != nil {
		return err
	}
	if err := v.Append([]state.Entry{entry(1, "before")}); err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	small := syscall.Rlimit{Cur: uint64(v.Size()) + 10, Max: limit.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	if err := v.Append([]state.Entry{entry(2, "lost"), entry(1, "lost")}); err == nil {
		return errors.New("appended to a full disk")
	}
	if err := v.Compact(numbered(1000)); err == nil {
		return errors.New("compacted on a full disk")
	}
	if content, err := os.ReadFile(path(dir)); err != nil || int64(len(content)) != v.Size() {
		return fmt.Errorf("half a record is left: %d bytes, want %d, %w", len(content), v.Size(), err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if err := v.Append([]state.Entry{entry(3, "after")}); err != nil {
		return err
	}
	fmt.Println("done")
	return v.Close()
}

// TestFull makes sure that the log goes on where it was when there is room again.
func TestFull(t *testing.T) {
	dir := t.TempDir()
	c := startChild(t, "full", dir)
	if !c.out.Scan() || c.out.Text() != "done" {
		t.Error(c.out.Text())
	}
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
	wantLoaded(t, dir, model{key(1): "before", key(3): "after"})
	if err := openVerdicts(t, dir).Repaired(); err != nil {
		t.Error(err)
	}
}
