// Command rdnsctl helps people who run rdnsmgr. It knows no server: what it says
// follows from its input alone.
//
//	rdnsctl check [flags] < names.tsv
package main

import (
	"fmt"
	"os"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/check"
)

const usage = "usage: rdnsctl check [flags] < names.tsv"

func main() {
	if len(os.Args) < 2 || os.Args[1] != "check" {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	if err := check.Main(os.Args[2:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "rdnsctl check:", err)
		os.Exit(2)
	}
}
