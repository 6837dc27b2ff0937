package test

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"
)

// patience is how long anything may take before it counts as lost. Nobody waits
// that long: everything waits for an event, and this only ends a test that fails.
const patience = 2 * time.Minute

// An output is what a server has written so far. It can be waited for.
type output struct {
	mu    sync.Mutex
	text  strings.Builder
	mark  int           // where the part begins that matters now
	grown chan struct{} // closed and replaced with every write
	ended bool
}

func newOutput() *output { return &output{grown: make(chan struct{})} }

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(p)
	close(o.grown)
	o.grown = make(chan struct{})
	return len(p), nil
}

// end says that nothing more will come.
func (o *output) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended = true
	close(o.grown)
	o.grown = make(chan struct{})
}

// String returns everything.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// fromHere makes find and await ignore what was written until now.
func (o *output) fromHere() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mark = o.text.Len()
}

// find returns the first match in what was written since the mark.
func (o *output) find(re *regexp.Regexp) (match []string, ended bool, grown <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return re.FindStringSubmatch(o.text.String()[o.mark:]), o.ended, o.grown
}

// await waits until what was written since the mark has a match.
func (o *output) await(re *regexp.Regexp) ([]string, error) { return o.awaitFor(re, patience) }

// awaitFor is await with less patience.
func (o *output) awaitFor(re *regexp.Regexp, patience time.Duration) ([]string, error) {
	deadline := time.After(patience)
	for {
		match, ended, grown := o.find(re)
		switch {
		case match != nil:
			return match, nil
		case ended:
			return nil, fmt.Errorf("the server ended without a line like %q: it said\n%s", re, o)
		}
		select {
		case <-grown:
		case <-deadline:
			return nil, fmt.Errorf("no line like %q in %v: it said\n%s", re, patience, o)
		}
	}
}
