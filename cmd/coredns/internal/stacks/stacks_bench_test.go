package stacks_test

import (
	"runtime"
	"strconv"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/cmd/coredns/internal/stacks"
)

// BenchmarkCollection measures what the parked goroutines add to each garbage
// collection.
func BenchmarkCollection(b *testing.B) {
	for _, kib := range []int{0, stacks.Default} {
		b.Run(strconv.Itoa(kib), func(b *testing.B) {
			defer stacks.Hold(kib)()
			for b.Loop() {
				runtime.GC()
			}
		})
	}
}

// BenchmarkDescent measures a goroutine that needs as much stack as a query with
// errors and prometheus in front.
func BenchmarkDescent(b *testing.B) {
	for _, kib := range []int{0, 4, stacks.Default} {
		b.Run(strconv.Itoa(kib), func(b *testing.B) {
			defer stacks.Hold(kib)()
			runtime.GC()
			done := make(chan struct{})
			for b.Loop() {
				go func() {
					descend(20)
					done <- struct{}{}
				}()
				<-done
			}
		})
	}
}

// descend uses about 200 bytes of stack for each step.
//
//go:noinline
func descend(steps int) (sum byte) {
	var frame [150]byte
	frame[steps] = byte(steps)
	if steps > 0 {
		sum = descend(steps - 1)
	}
	for _, b := range frame {
		sum += b
	}
	return sum
}
