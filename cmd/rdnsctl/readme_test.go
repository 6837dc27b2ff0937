package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestReadme runs the tour: each line of a console block that begins with "$ "
// prints what stands below it, on either stream.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, block := range strings.Split(string(data), "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, step := range strings.Split("\n"+block, "\n$ ")[1:] {
			command, want, _ := strings.Cut(step, "\n")
			commands++
			if got := shell(t, command); strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") {
				t.Errorf("%s\nprints\n%s\nand not\n%s", command, got, want)
			}
		}
	}
	if commands < 8 {
		t.Errorf("the tour has %d commands", commands)
	}
}

// shell runs a command in the directory of the tour. Its exit code does not
// matter: several commands have something to say.
func shell(t *testing.T, command string) string {
	t.Helper()
	sh := exec.Command("sh", "-c", command)
	sh.Dir = "testdata/tour"
	var out bytes.Buffer
	sh.Stdout, sh.Stderr = &out, &out
	_ = sh.Run() // the output tells
	return out.String()
}
