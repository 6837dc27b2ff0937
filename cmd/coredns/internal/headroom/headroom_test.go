package headroom_test

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rdnsmgr/rdnsmgr/cmd/coredns/internal/headroom"
)

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		name string
		live uint64
		want int
	}{
		{"nothing is known", 0, 100},
		{"a small server", 5 << 20, 100},
		{"the last that is small", 16 << 20, 100},
		{"some data", 32 << 20, 50},
		{"a million mappings", 42 << 20, 40},
		{"ten million", 420 << 20, 40},
		{"more than there is", 1 << 62, 40},
	} {
		if got := headroom.Percent(c.live); got != c.want {
			t.Errorf("%s: %d %%, want %d", c.name, got, c.want)
		}
	}
}

// TestLive: the runtime tells what is in use. Without that nothing would be set.
func TestLive(t *testing.T) {
	data := make([]byte, 64<<20)
	runtime.GC()
	if got := headroom.Live(); got < uint64(len(data)) {
		t.Errorf("%d bytes in use, want at least %d", got, len(data))
	}
	runtime.KeepAlive(data)
}

// TestFollow: the percentage follows what is in use, and is given back at the end.
func TestFollow(t *testing.T) {
	before := debug.SetGCPercent(77)
	defer debug.SetGCPercent(before)
	percent := func() int {
		now := debug.SetGCPercent(-1)
		debug.SetGCPercent(now)
		return now
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		go headroom.Follow(ctx)
		synctest.Wait()
		data := make([]byte, 128<<20)
		runtime.GC()
		<-time.After(time.Minute) // of the bubble
		if got := percent(); got != 40 {
			t.Errorf("%d %% beside much data, want 40", got)
		}
		runtime.KeepAlive(data)
		runtime.GC()
		<-time.After(time.Minute)
		if got := percent(); got != 100 {
			t.Errorf("%d %% without it, want 100", got)
		}
		cancel()
		synctest.Wait()
		if got := percent(); got != 77 {
			t.Errorf("%d %% at the end, want 77 as before", got)
		}
	})
}
