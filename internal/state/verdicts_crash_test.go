package state_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// Some tests need another process: they start the test binary again, with the
// name of what it should do in this variable and the directory behind it.
const childVariable = "STATE_TEST_CHILD"

func TestMain(m *testing.M) {
	what, dir, ok := strings.Cut(os.Getenv(childVariable), " ")
	if !ok {
		os.Exit(m.Run())
	}
	d, err := state.Open(dir)
	if err == nil {
		err = children[what](d, dir)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

var children = map[string]func(d state.Dir, dir string) error{"hold": hold, "count": count}

// A child is a process that a test may kill.
type child struct {
	*exec.Cmd
	in  io.Closer
	out *bufio.Scanner
}

func startChild(t *testing.T, what, dir string) child {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), binary)
	cmd.Env = append(os.Environ(), childVariable+"="+what+" "+dir)
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	return child{cmd, in, bufio.NewScanner(out)}
}

// hold has the log open until its input ends.
func hold(d state.Dir, _ string) error {
	v, err := d.OpenVerdicts()
	if err != nil {
		return err
	}
	if err := v.Append([]state.Entry{entry(1, "held")}); err != nil {
		return err
	}
	fmt.Println("ready")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return v.Close()
}

// TestTwoProcesses makes sure that the second process is told of the first, may
// still read, and is let in as soon as the first is gone, however it went.
func TestTwoProcesses(t *testing.T) {
	ends := map[string]func(child) error{
		"closed": func(c child) error { return c.in.Close() },
		"killed": func(c child) error { return c.Process.Kill() },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c := startChild(t, "hold", dir)
			if !c.out.Scan() || c.out.Text() != "ready" {
				t.Fatal(c.out.Text(), c.out.Err())
			}
			d, err := state.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			_, err = d.OpenVerdicts()
			if err == nil && runtime.GOOS == "windows" {
				t.Skip("no locks here")
			}
			if !errors.Is(err, state.ErrInUse) {
				t.Fatalf("got %v", err)
			}
			if want := fmt.Sprintf("process %d", c.Process.Pid); !strings.Contains(err.Error(), want) {
				t.Errorf("got %q, want it to name %s", err, want)
			}
			wantLoaded(t, dir, model{key(1): "held"})
			if err := end(c); err != nil {
				t.Fatal(err)
			}
			_ = c.Wait() // it was perhaps killed
			appendTo(t, openVerdicts(t, dir), entry(2, "mine"))
			wantLoaded(t, dir, model{key(1): "held", key(2): "mine"})
		})
	}
}

// Two keys always have the same value in what count commits. The filler makes
// its snapshots take time.
const (
	counter     = 1
	twin        = 2
	firstFiller = 10
	filler      = 5000
)

// count appends the numbers that follow the one that it finds, prints each when
// it is on disk, and compacts all the time, until it is killed.
func count(d state.Dir, _ string) error {
	var n int
	err := d.LoadVerdicts(func(e state.Entry) {
		if e.Key == key(counter) {
			n, _ = strconv.Atoi(string(e.Value)) // the test finds out
		}
	})
	if err != nil {
		return err
	}
	v, err := d.OpenVerdicts()
	if err != nil {
		return err
	}
	table := liveTable{values: model{}}
	for i := range uint64(filler) {
		table.apply(entry(firstFiller+i, "filler"))
	}
	var failed sync.Once
	go func() {
		for {
			if err := v.Compact(table.all(firstFiller + filler)); err != nil {
				failed.Do(func() { fmt.Println(err) })
			}
		}
	}()
	for {
		n++
		entries := []state.Entry{entry(counter, strconv.Itoa(n)), entry(twin, strconv.Itoa(n))}
		table.mu.Lock()
		table.values.apply(entries...)
		table.mu.Unlock()
		if err := v.Append(entries); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// TestKill kills a process that appends and compacts, again and again. What it
// said was on disk must be there, and no commit by halves.
func TestKill(t *testing.T) {
	dir, last := t.TempDir(), 0
	for range 20 {
		c := startChild(t, "count", dir)
		for range 1 + rand.IntN(40) { //nolint:gosec // any moment will do
			last = wantNext(t, c, last)
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for c.out.Scan() { // what it said before it died
			said, err := strconv.Atoi(c.out.Text())
			if err != nil {
				t.Fatal(c.out.Text())
			}
			last = said
		}
		_ = c.Wait() // it was killed
		m, err := load(dir)
		got, _ := strconv.Atoi(m[key(counter)])
		if err != nil || m[key(twin)] != m[key(counter)] || got < last || got > last+1 {
			t.Fatalf("found %q and %q, %v, want %d or the next", m[key(counter)], m[key(twin)], err, last)
		}
		last = got
	}
}

// wantNext reads the next number from the child.
func wantNext(t *testing.T, c child, last int) int {
	t.Helper()
	if !c.out.Scan() || c.out.Text() != strconv.Itoa(last+1) {
		t.Fatalf("the child said %q, want %d", c.out.Text(), last+1)
	}
	return last + 1
}
