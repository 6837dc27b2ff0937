package manager

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
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
