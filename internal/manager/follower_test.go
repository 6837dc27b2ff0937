package manager

import (
	"strings"
	"testing"
	"testing/synctest"

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
