package test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// documents are the pages whose examples run. What a block must do depends on
// the word at its fence:
//
//	corefile  a whole Corefile, which must start
//	console   lines that begin with "$ " and what they print when Corefile.example
//	          is served; what stands behind a sleep is tried until it comes true
//	log       what the server of Corefile.example writes; "..." stands for anything,
//	          and indented lines continue the one before
//	unbound   a configuration of that resolver
//
// What cannot run by itself is fenced as text or sh.
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
	var all []block
	var open *block
	var indent string
	for n, line := range strings.Split(readDocument(t, document), "\n") {
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
	all := []block{{place: "Corefile.example", kind: "corefile", text: readDocument(t, "Corefile.example")}}
	for _, document := range documents {
		all = append(all, blocks(t, document)...)
	}
	for _, b := range all {
		if b.kind != "corefile" {
			continue
		}
		t.Run(strings.ReplaceAll(b.place, "/", "_"), func(t *testing.T) {
			t.Parallel()
			if err := serveDocument(t, b.text).stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func readDocument(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A site is the server of a Corefile of the documents, in a directory of its own.
type site struct {
	*server
	dir string
	env []string
}

// serveDocument starts a Corefile of the documents at free ports, in a directory
// with the files that it may name.
func serveDocument(t *testing.T, corefile string) *site {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"customers.map", "customers.csv", "static.records", "brands.txt", "popular.csv"} {
		if err := writeFile(dir, name, ""); err != nil {
			t.Fatal(err)
		}
	}
	text, ports := relocate(corefile)
	if err := writeFile(dir, "Corefile", text); err != nil {
		t.Fatal(err)
	}
	s, env, err := startAnywhere(dir, "Corefile", os.Environ(), append(ports, "METRICS", "HEALTH", "READY")...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	return &site{s, dir, env}
}

var (
	plainComment = regexp.MustCompile(`(?m)(^|\s)#.*`)
	zoneLine     = regexp.MustCompile(`(?m)^[^\s()].*\{$`)
	zonePort     = regexp.MustCompile(`^(.*?)(?::(\d+))?(,?)$`)
	stateLine    = regexp.MustCompile(`(?m)^(\s*state) /\S+`)
	confirmLine  = regexp.MustCompile(`(?m)^\s*confirm .*`)
	resolverPort = regexp.MustCompile(`127\.0\.0\.1:(\d+)`)
	abroad       = regexp.MustCompile(`\b(?:\d+\.){3}(\d+)`)
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
// address, and its state into the directory. It returns the variables of the
// ports, that of the first zone first. Comments go, so that nothing in them is
// taken for a line.
func relocate(corefile string) (text string, ports []string) {
	text = plainComment.ReplaceAllString(corefile, "$1")
	text = stateLine.ReplaceAllString(text, "$1 state")
	for _, l := range listeners {
		text = l.line.ReplaceAllString(text, l.text)
	}
	text = zoneLine.ReplaceAllStringFunc(text, func(line string) string {
		zones := strings.Fields(strings.TrimSuffix(line, "{"))
		for i, zone := range zones {
			part := zonePort.FindStringSubmatch(zone)
			port := "PORT" + part[2]
			if !slices.Contains(ports, port) {
				ports = append(ports, port)
			}
			zones[i] = part[1] + ":{$" + port + "}" + part[3]
		}
		return strings.Join(zones, " ") + " {\n    bind 127.0.0.1"
	})
	return confirmLine.ReplaceAllStringFunc(text, func(line string) string { return hold(line, ports) }), ports
}

// hold keeps the questions of a confirm line on this machine: at the server's own
// ports, or else where nobody listens.
func hold(line string, ports []string) string {
	line = resolverPort.ReplaceAllStringFunc(line, func(resolver string) string {
		port := "PORT" + resolverPort.FindStringSubmatch(resolver)[1]
		if !slices.Contains(ports, port) {
			return resolver
		}
		return "127.0.0.1:{$" + port + "}"
	})
	return abroad.ReplaceAllStringFunc(line, func(address string) string {
		if strings.HasPrefix(address, "127.") {
			return address
		}
		return "127.0.1." + abroad.FindStringSubmatch(address)[1]
	})
}

// TestConsole runs the commands that the documents show, against the server of
// Corefile.example, and compares what they print, and what the server writes.
func TestConsole(t *testing.T) {
	t.Parallel()
	need(t, "dig")
	s := serveDocument(t, readDocument(t, "Corefile.example"))
	found := make(map[string]int)
	for _, document := range documents {
		for _, b := range blocks(t, document) {
			found[b.kind]++
			switch b.kind {
			case "console":
				s.replay(t, b)
			case "log":
				s.lookUp(t, b)
			}
		}
	}
	if found["console"] == 0 || found["log"] == 0 {
		t.Errorf("the documents show too little: %v", found)
	}
}

// A step is a command that a document shows, with what it prints.
type step struct{ command, output string }

func steps(b block) []step {
	var all []step
	for line := range strings.Lines(b.text) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			all = append(all, step{command: command})
		} else if len(all) > 0 {
			all[len(all)-1].output += line
		}
	}
	return all
}

var (
	examplePort = regexp.MustCompile(`-p 1053\b`)
	shown       = regexp.MustCompile(`^(?:dig|sed -i\.old) `)
	pause       = regexp.MustCompile(`^sleep (\d+)\n$`)
)

// replay runs the commands of a block. A reader waits as long as a sleep says, a
// test until what stands behind it comes true, but not much longer.
func (s *site) replay(t *testing.T, b block) {
	var deadline time.Time
	for _, c := range steps(b) {
		if p := pause.FindStringSubmatch(c.command); p != nil {
			seconds, err := time.ParseDuration(p[1] + "s")
			if err != nil {
				t.Fatal(err)
			}
			deadline = time.Now().Add(seconds + patience)
			continue
		}
		if !shown.MatchString(c.command) {
			t.Errorf("%s: neither dig nor sed -i.old nor sleep: %s", b.place, c.command)
			continue
		}
		if got, ok := s.try(t, c, deadline); !ok {
			t.Errorf("%s: $ %sshould print\n%sbut prints\n%s", b.place, c.command, c.output, got)
		}
	}
}

// try runs a command, again and again until the deadline, and reports whether it
// printed what it should.
func (s *site) try(t *testing.T, c step, deadline time.Time) (got string, ok bool) {
	t.Helper()
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	for {
		shell := exec.Command("sh", "-c", examplePort.ReplaceAllString(c.command, "-p "+lookup(s.env, "PORT1053")))
		var complaint bytes.Buffer
		shell.Dir, shell.Stderr = s.dir, &complaint
		out, err := shell.Output()
		if err != nil {
			t.Errorf("%s%v %s", c.command, err, &complaint)
		}
		if words(string(out)) == words(c.output) || time.Now().After(deadline) {
			return string(out), words(string(out)) == words(c.output)
		}
		<-again.C
	}
}

var continued = regexp.MustCompile(`\n +`)

// lookUp finds the lines of a block in what the server writes.
func (s *site) lookUp(t *testing.T, b block) {
	for line := range strings.Lines(continued.ReplaceAllString(b.text, " ")) {
		pattern := regexp.QuoteMeta(strings.TrimSuffix(line, "\n"))
		pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("..."), ".*")
		if _, err := s.output.await(regexp.MustCompile(`(?m)^` + pattern + `$`)); err != nil {
			t.Errorf("%s: %v; the server said:\n%s", b.place, err, s.output)
		}
	}
}

// TestUnbound checks the configurations of that resolver.
func TestResolverConfigurations(t *testing.T) {
	t.Parallel()
	checker := need(t, "unbound-checkconf")
	for _, document := range documents {
		for _, b := range blocks(t, document) {
			if b.kind != "unbound" {
				continue
			}
			dir := t.TempDir()
			if err := writeFile(dir, "unbound.conf", b.text); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(checker, filepath.Join(dir, "unbound.conf")).CombinedOutput(); err != nil {
				t.Errorf("%s: %v: %s", b.place, err, out)
			}
		}
	}
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
