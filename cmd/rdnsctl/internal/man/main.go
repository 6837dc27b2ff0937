// Command man writes the manual pages of rdnsctl, one for each command, into a
// directory. They are made from what --help says.
//
//	go run ./cmd/rdnsctl/internal/man share/man/man1
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra/doc"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/cli"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "man:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%d arguments: want the directory for the pages", len(args))
	}
	if err := os.MkdirAll(args[0], 0o755); err != nil { //nolint:gosec // manuals are for everybody
		return err
	}
	date := time.Unix(0, 0).UTC() // so that the same source makes the same pages
	header := &doc.GenManHeader{Section: "1", Source: "rdnsmgr", Manual: "rdnsmgr", Date: &date}
	return doc.GenManTree(cli.New(cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}), header, args[0])
}
