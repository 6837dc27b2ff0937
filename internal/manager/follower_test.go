package manager

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// TestHungFile: a look that does not come back is an error once, keeps nobody
// waiting for long, and counts when it comes back after all.
func TestHungFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := make(chan look)
		f := newFollower("/mnt/hung/customers.map")
		f.ask = func() look { return <-answers }
		if l := f.poll(); l.err == nil || !strings.Contains(l.err.Error(), "takes longer than 2s") {
			t.Errorf("got %+v", l)
		}
		for range 3 {
			if l := f.poll(); l.err != nil || l.changed {
				t.Errorf("got %+v", l)
			}
		}
		answers <- look{content: source.NewContent("x"), changed: true}
		synctest.Wait()
		if l := f.poll(); !l.changed || l.content.Text != "x" {
			t.Errorf("got %+v", l)
		}
	})
}

// TestSlowFile: a large file that takes long is waited for once and then looked after,
// and is no error as long as it comes on.
func TestSlowFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers, parts := make(chan look), make(chan error)
		f := newFollower("/mnt/slow/customers.map")
		f.ask = func() look {
			for {
				select {
				case err := <-parts:
					f.pulse.beat(err)
				case l := <-answers:
					return l
				}
			}
		}
		nothing := func() {
			t.Helper()
			if l := f.poll(); l.err != nil || l.changed {
				t.Errorf("got %+v", l)
			}
		}
		later := func(d time.Duration) {
			t.Helper()
			<-time.After(d) // of the bubble
		}
		go func() {
			<-time.After(time.Second)
			parts <- nil
		}()
		nothing() // it came on while it was waited for
		for range 5 {
			later(patience - time.Millisecond)
			parts <- nil
			synctest.Wait()
			nothing()
		}
		later(patience)
		if l := f.poll(); l.err == nil || !strings.Contains(l.err.Error(), "takes longer than 2s") {
			t.Errorf("it hangs: got %+v", l)
		}
		nothing()
		parts <- io.EOF
		later(time.Hour) // all was read, and is being parsed
		nothing()
		answers <- look{changed: true}
		synctest.Wait()
		if l := f.poll(); !l.changed {
			t.Errorf("got %+v", l)
		}
		go func() { answers <- look{} }()
		nothing()
	})
}

// TestStoppedLook: what is parsed while it is read is not read on when nobody waits
// for it, and leaves nothing behind.
func TestStoppedLook(t *testing.T) {
	dir, err := state.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	tap := &tap{dir: dir, pulse: new(pulse)}
	tap.pulse.begin()
	in := tap.open(strings.NewReader("a list"))
	if n, err := in.Read(make([]byte, 2)); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	f := follower{pulse: tap.pulse}
	f.forget()
	if n, err := in.Read(make([]byte, 2)); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("it goes on: %d, %v", n, err)
	}
	if f.pulse.stopped.Load() {
		t.Error("the next look is stopped too")
	}
	if spare := tap.take(nil); spare != nil || tap.spare.Sound() {
		t.Error("a spare is left")
	}
}
