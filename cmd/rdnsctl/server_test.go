package main

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/control"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// manage runs what a server runs, with its control socket and without its DNS.
func manage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: manage SOCKET COREFILE")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[1]), "{$RESOLVER}", ts.Getenv("RESOLVER"))
	blocks, err := config.Read(args[1], strings.NewReader(text))
	ts.Check(err)
	ts.Check(config.Check(blocks))
	m := manager.New(silence{}, time.Now)
	for _, b := range blocks {
		m.Add(b, func(path string) string { return filepath.Join(ts.Getenv("WORK"), path) })
	}
	ts.Check(m.Load())
	socket, err := control.Open(ts.MkAbs(args[0]), m)
	ts.Check(err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { m.Run(ctx) })
	ts.Defer(func() {
		_ = socket.Close()
		cancel()
		running.Wait()
	})
}

type silence struct{}

func (silence) Infof(string, ...any)    {}
func (silence) Warningf(string, ...any) {}
func (silence) Errorf(string, ...any)   {}

// patience is how long until waits.
const patience = 30 * time.Second

// until repeats a command until what it prints matches.
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until REGEXP COMMAND...")
	}
	re, err := regexp.Compile("(?m)" + args[0])
	ts.Check(err)
	deadline := time.After(patience)
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		_ = ts.Exec(args[1], args[2:]...) // what it prints counts
		if re.MatchString(ts.ReadFile("stdout")) {
			return
		}
		select {
		case <-again.C:
		case <-deadline:
			ts.Fatalf("it does not print %q in %v", args[0], patience)
		}
	}
}

var releasable = regexp.MustCompile(`rdnsctl release (\S+) ([0-9a-f]+)`)

// release types what held tells to type.
func release(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: release SOCKET")
	}
	_ = ts.Exec("rdnsctl", "held", "--socket", args[0]) // it says so by its exit code, too
	found := releasable.FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("nothing is held")
	}
	ts.Check(ts.Exec("rdnsctl", "release", found[1], found[2], "--socket", args[0]))
}
