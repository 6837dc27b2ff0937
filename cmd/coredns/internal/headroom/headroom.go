// Package headroom bounds what garbage takes beside large data.
//
// Go collects garbage when as much of it has piled up as there is data in use
// (GOGC=100). Beside ten million mappings that is some 400 MB, for queries that
// leave 1 to 2 KB each. Mappings hold no pointers, so that a collection takes a few
// milliseconds however many they are, and there is nothing to be won by waiting for
// so long. So this package lowers the percentage while much is in use: garbage gets
// the room that Go gives it beside 16 MB of data, or 40 % of the data when that is
// more.
//
// It belongs into a program that serves large pools, and into no plugin: what else
// the process does may have other needs.
package headroom

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	usual     = 100      // Go's own percentage, for little data
	lowest    = 40       // for much
	room      = 16 << 20 // bytes of garbage between the two
	lookEvery = 5 * time.Second
	liveHeap  = "/gc/heap/live:bytes"
)

// Percent returns the percentage, of which GOGC tells, for so many bytes in use.
func Percent(live uint64) int {
	if live <= room {
		return usual
	}
	return max(lowest, int(usual*room/live)) //nolint:gosec // at most usual
}

// Follow looks at what is in use every few seconds, and sets the percentage, until
// ctx ends. Then it is what it was before.
func Follow(ctx context.Context) {
	before := debug.SetGCPercent(usual)
	defer debug.SetGCPercent(before)
	set, look := usual, time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			if want := Percent(Live()); want != set {
				debug.SetGCPercent(want)
				set = want
			}
		}
	}
}

// Live returns the bytes that the last collection found in use.
func Live() uint64 {
	sample := []metrics.Sample{{Name: liveHeap}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
