package test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documents are the pages whose examples run: a block fenced as corefile is a
// whole Corefile, which must start; one fenced as console has lines that begin
// with "$ " and what they print when Corefile.example is served. What cannot run
// by itself is fenced as text or sh.
var documents = []string{"README.md", "plugin/rdnsmgr/README.md"}

const root = ".."

// A block is a fenced part of a document.
type block struct {
	place string // file:line of its first line
	kind  string
	text  string
}

var fence = regexp.MustCompile("^( *)```([a-z]*)")

// blocks returns the fenced parts of a document. Those inside a list are
// indented, and so are their lines.
func blocks(t *testing.T, document string) []block {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, document))
	if err != nil {
		t.Fatal(err)
	}
	var all []block
	var open *block
	var indent string
	for n, line := range strings.Split(string(data), "\n") {
		mark := fence.FindStringSubmatch(line)
		switch {
		case mark != nil && open == nil:
			open, indent = &block{place: fmt.Sprintf("%s:%d", document, n+2), kind: mark[2]}, mark[1]
		case mark != nil:
			all, open = append(all, *open), nil
		case open != nil:
			open.text += strings.TrimPrefix(line, indent) + "\n"
		}
	}
	if open != nil {
		t.Errorf("%s: the fence is not closed", open.place)
	}
	return all
}

// TestCorefiles starts every Corefile that the documents show.
func TestCorefiles(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile(filepath.Join(root, "Corefile.example"))
	if err != nil {
		t.Fatal(err)
	}
	all := []block{{place: "Corefile.example", kind: "corefile", text: string(example)}}
	for _, document := range documents {
		all = append(all, blocks(t, document)...)
	}
	for _, b := range all {
		if b.kind != "corefile" {
			continue
		}
		t.Run(strings.ReplaceAll(b.place, "/", "_"), func(t *testing.T) {
			t.Parallel()
			s, _ := serveDocument(t, b.text)
			if err := s.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

// serveDocument starts a Corefile of the documents at free ports, in a directory
// with the files that it may name. The port is that of all its zones.
func serveDocument(t *testing.T, corefile string) (s *server, port string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"customers.map", "customers.csv", "static.records"} {
		if err := writeFile(dir, name, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFile(dir, "Corefile", relocate(corefile)); err != nil {
		t.Fatal(err)
	}
	s, env, err := startAnywhere(dir, "Corefile", os.Environ(), "PORT", "METRICS", "HEALTH", "READY")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	return s, lookup(env, "PORT")
}

var (
	plainComment = regexp.MustCompile(`(?m)(^|\s)#.*`)
	zoneLine     = regexp.MustCompile(`(?m)^[^\s()].*\{$`)
	zonePort     = regexp.MustCompile(`:\d+$`)
	stateLine    = regexp.MustCompile(`(?m)^(\s*state) /\S+`)
	listeners    = []struct {
		line *regexp.Regexp
		text string
	}{
		{regexp.MustCompile(`(?m)^(\s*)prometheus\b.*`), "${1}prometheus 127.0.0.1:{$$METRICS}"},
		{regexp.MustCompile(`(?m)^(\s*)health\b[^{\n]*`), "${1}health 127.0.0.1:{$$HEALTH} "},
		{regexp.MustCompile(`(?m)^(\s*)ready\b.*`), "${1}ready 127.0.0.1:{$$READY}"},
		{regexp.MustCompile(`(?m)^\s*bind\b.*`), ""},
	}
)

// relocate moves all that a Corefile listens on to free ports of the loopback
// address, and its state into the directory. Comments go, so that nothing in
// them is taken for a line.
func relocate(corefile string) string {
	text := plainComment.ReplaceAllString(corefile, "$1")
	text = stateLine.ReplaceAllString(text, "$1 state")
	for _, l := range listeners {
		text = l.line.ReplaceAllString(text, l.text)
	}
	return zoneLine.ReplaceAllStringFunc(text, func(line string) string {
		zones := strings.Fields(strings.TrimSuffix(line, "{"))
		for i, zone := range zones {
			comma := ""
			if strings.HasSuffix(zone, ",") {
				zone, comma = strings.TrimSuffix(zone, ","), ","
			}
			zones[i] = zonePort.ReplaceAllString(zone, "") + ":{$PORT}" + comma
		}
		return strings.Join(zones, " ") + " {\n    bind 127.0.0.1"
	})
}

var (
	examplePort = regexp.MustCompile(`-p 1053\b`)
	program     = regexp.MustCompile(`^\$ (\w+)`)
)

// TestConsole runs the commands that the documents show, against the server of
// Corefile.example, and compares what they print.
func TestConsole(t *testing.T) {
	t.Parallel()
	need(t, "dig")
	example, err := os.ReadFile(filepath.Join(root, "Corefile.example"))
	if err != nil {
		t.Fatal(err)
	}
	_, port := serveDocument(t, string(example))
	found := 0
	for _, document := range documents {
		for _, b := range blocks(t, document) {
			if b.kind != "console" {
				continue
			}
			found++
			if got := replay(t, b, port); words(got) != words(b.text) {
				t.Errorf("%s says\n%s\nbut it is\n%s", b.place, b.text, got)
			}
		}
	}
	if found == 0 {
		t.Error("the documents show no command")
	}
}

// replay runs the commands of a block and returns them with what they print.
func replay(t *testing.T, b block, port string) string {
	t.Helper()
	var got strings.Builder
	for line := range strings.Lines(b.text) {
		p := program.FindStringSubmatch(line)
		if p == nil {
			continue
		}
		if p[1] != "dig" {
			t.Errorf("%s: only dig can be shown as console: %s", b.place, line)
			continue
		}
		command := examplePort.ReplaceAllString(strings.TrimPrefix(line, "$ "), "-p "+port)
		shell := exec.Command("sh", "-c", command)
		var out, complaint bytes.Buffer
		shell.Stdout, shell.Stderr = &out, &complaint
		if err := shell.Run(); err != nil {
			t.Errorf("%s: %s: %v %s", b.place, line, err, &complaint)
		}
		got.WriteString(line + out.String())
	}
	return got.String()
}

var spaces = regexp.MustCompile(`[ \t]+`)

// words returns text without its layout: dig sets columns by tabs.
func words(text string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(text, " "))
}

// need skips a test for which a program is missing. Where everything must be
// tested, in CI, it fails instead.
func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	for _, dir := range []string{"/usr/sbin", "/usr/local/sbin"} {
		if path, err := exec.LookPath(filepath.Join(dir, program)); err == nil {
			return path
		}
	}
	if os.Getenv("RDNSMGR_CI") != "" {
		t.Fatalf("%s is not installed, and RDNSMGR_CI is set", program)
	}
	t.Skipf("%s is not installed", program)
	return ""
}
