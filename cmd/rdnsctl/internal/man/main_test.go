package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/cli"
)

// TestPages: each command has a page that says what its exit codes mean.
func TestPages(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man1")
	if err := run([]string{dir}); err != nil {
		t.Fatal(err)
	}
	root := cli.New(cli.Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard})
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" || cmd.Name() == "help" {
			continue
		}
		page, err := os.ReadFile(filepath.Join(dir, "rdnsctl-"+cmd.Name()+".1"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, want := range []string{".TH", "Exit codes: 0", "SEE ALSO"} {
			if !strings.Contains(string(page), want) {
				t.Errorf("rdnsctl-%s.1 does not say %q", cmd.Name(), want)
			}
		}
		if cmd.Example == "" {
			t.Errorf("%s has no example", cmd.Name())
		}
	}
	if len(root.Commands()) < 8 {
		t.Errorf("%d commands", len(root.Commands()))
	}
	if run(nil) == nil || run([]string{"/dev/null/x"}) == nil {
		t.Error("no error")
	}
}
