package rdnsmgr_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/plugin/rdnsmgr"
)

// secondaries are told about zones.
type secondaries struct {
	mu   sync.Mutex
	told []string
	wait chan struct{} // when it is set, nobody answers before it is closed
}

func (s *secondaries) notify(zone string) error {
	if s.wait != nil {
		<-s.wait
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, zone)
	return errors.New("nobody is at home")
}

// heard returns what was told since the last call.
func (s *secondaries) heard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := s.told
	s.told = nil
	slices.Sort(told)
	return told
}

// TestNotifier: one NOTIFY at the beginning, and one for any number of changes
// that come together.
func TestNotifier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var serial atomic.Uint32
		serial.Store(7)
		s := new(secondaries)
		ctx, cancel := context.WithCancel(context.Background())
		defer synctest.Wait()
		defer cancel()
		zones := func() []string { return []string{"a.", "b."} }
		go rdnsmgr.RunNotifier(ctx, serial.Load, zones, s.notify)
		step := func(changes int, want ...string) {
			t.Helper()
			for range changes {
				serial.Add(1)
				<-time.After(time.Millisecond)
			}
			<-time.After(rdnsmgr.NotifyEvery)
			synctest.Wait()
			if diff := cmp.Diff(want, s.heard()); diff != "" {
				t.Errorf("after %d changes (-want +got):\n%s", changes, diff)
			}
		}
		step(0, "a.", "b.")
		step(0)
		step(1, "a.", "b.")
		step(500, "a.", "b.")
		step(0)
	})
}

// TestNotifierStops: with secondaries that do not answer, zones that nobody was
// told about yet are not waited for.
func TestNotifierStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &secondaries{wait: make(chan struct{})}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			rdnsmgr.RunNotifier(ctx, func() uint32 { return 1 }, func() []string { return slices.Repeat([]string{"a."}, 1000) }, s.notify)
			close(ended)
		}()
		<-time.After(2 * rdnsmgr.NotifyEvery)
		cancel()
		close(s.wait)
		<-ended
		if n := len(s.heard()); n == 0 || n > 20 {
			t.Errorf("%d zones were told about", n)
		}
	})
}
