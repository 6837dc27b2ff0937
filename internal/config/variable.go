package config

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/coredns/caddy/caddyfile"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// nameVariables adds to each fault the environment variables of its line that
// have no value. Caddy has put nothing in their place, so that the words do not
// tell; the file does.
func (f *faults) nameVariables() {
	lines := make(map[rdns.Position][]string)
	read := make(map[string]bool)
	for _, fault := range f.list {
		if file := fault.Pos.File; !read[file] {
			read[file] = true
			readVariables(file, lines)
		}
		if names := lines[fault.Pos]; len(names) > 0 {
			fault.Err = fmt.Errorf("%w (without a value in the environment: %s)", fault.Err, strings.Join(names, ", "))
		}
	}
}

// readVariables adds the variables of a file without a value to lines. A file
// that cannot be read again, such as a pipe, has none.
func readVariables(file string, lines map[rdns.Position][]string) {
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return
	}
	variable := regexp.MustCompile(`\{\$(\w+)\}|\{%(\w+)%\}`)
	d := caddyfile.NewDispenser(file, bytes.NewReader(data))
	for _, w := range readWords(&d) {
		for _, m := range variable.FindAllStringSubmatch(w.text, -1) {
			name := m[1] + m[2] // one of them
			if os.Getenv(name) == "" && !slices.Contains(lines[w.pos], name) {
				lines[w.pos] = append(lines[w.pos], name)
			}
		}
	}
}
