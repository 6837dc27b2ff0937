// Command rdnsctl helps people who run rdnsmgr: it lints configurations, checks
// names, tries templates, converts and compares data, and explains answers. It
// knows no server: what it says follows from the code that the server runs.
//
//	rdnsctl help
package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/cli"
)

func main() { os.Exit(run()) }

// run stops what it does when somebody interrupts it.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return cli.Main(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
}
