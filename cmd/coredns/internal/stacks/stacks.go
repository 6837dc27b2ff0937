// Package stacks lets queries start with a stack on which they need not grow.
//
// CoreDNS answers each UDP query on a new goroutine. Its stack has 2 KiB; when the
// calls go deeper, the runtime copies it to one of twice the size, which takes the
// longer the deeper they are. Unpacking a query makes it do so once; with plugins
// such as errors and prometheus in front, it happens again further down.
//
// The runtime picks the size that new stacks start with at each garbage
// collection: what all goroutines were then using on average, and some room,
// rounded up to a power of two (adaptivestackstart, which is on by default).
// There is no other way to set it. So this package parks goroutines that use
// nearly the wanted size and do nothing else: they pull the average up, and as
// none of them is above the wanted size, never further than that.
//
// The price is their stacks, 1 MiB for the default, and 0.3 ms of CPU in each
// garbage collection. It takes effect with the first collection. Where there are
// many more goroutines than these, such as those of idle TCP connections, the
// average falls, and with it the effect.
//
// All this is a habit of the runtime, not a promise. The test notices a release
// of Go that has given it up.
package stacks

import (
	"fmt"
	"strconv"
	"sync"
)

const (
	// Default is the size in KiB that fits the usual chains of plugins.
	Default = 8

	// parked is how many goroutines pull the average up. Until as many others
	// exist it is the wanted size, and half of it until there are six times as
	// many. Each takes about 3 us in a garbage collection.
	parked = 128
)

// Size reads what an operator wants: "off", a size in KiB, or nothing for the
// default. It is 0 for "off".
func Size(text string) (kib int, err error) {
	switch text {
	case "":
		return Default, nil
	case "off":
		return 0, nil
	}
	kib, err = strconv.Atoi(text)
	if err != nil || parks[kib] == nil {
		return 0, fmt.Errorf("%q: want off, or the KiB that queries start with: 4, 8, 16 or 32", text)
	}
	return kib, nil
}

// Hold lets new goroutines start with the given size, from the next garbage
// collection on and until release is called. A size of 0 changes nothing.
func Hold(kib int) (release func()) {
	park := parks[kib]
	if park == nil {
		return func() {}
	}
	var ready, gone sync.WaitGroup
	up := make(chan struct{})
	ready.Add(parked)
	for range parked {
		gone.Go(func() { park(&ready, up) })
	}
	ready.Wait()
	return sync.OnceFunc(func() {
		close(up)
		gone.Wait()
	})
}

// parks has the function for each size in KiB.
var parks = map[int]func(ready *sync.WaitGroup, up <-chan struct{}){
	4:  park[[4<<10 - room]byte],
	8:  park[[8<<10 - room]byte],
	16: park[[16<<10 - room]byte],
	32: park[[32<<10 - room]byte],
}

// room is what the runtime adds to the average, 928 bytes, and what calls take
// beside their variables.
const room = 1400

// park says that it uses the stack that T takes, and waits. It is one frame,
// because the garbage collector steps from frame to frame.
func park[T any](ready *sync.WaitGroup, up <-chan struct{}) {
	var frame T
	ready.Done()
	<-up
	keep(&frame)
}

// keep is what the frame is there for: without a use there would be none.
//
//go:noinline
func keep[T any](*T) {}
