package config_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// FuzzRead reads anything. It never panics; every line of an error begins with
// its place; what is read keeps the promises of its types, and is read again to
// the same values.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.corefile", "testdata/good/*.corefile"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(data))
		}
	}
	for _, text := range forms {
		f.Add(text)
	}
	place := regexp.MustCompile(`^Corefile:[0-9]+: .`)
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "import") || strings.Contains(text, "{$") || strings.Contains(text, "{%") {
			t.Skip("reads other files, or the environment")
		}
		blocks, err := config.Read("Corefile", strings.NewReader(text))
		if err == nil {
			err = config.Check(blocks)
		}
		if err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if !place.MatchString(line) {
					t.Errorf("message without a place: %q", line)
				}
			}
			return
		}
		checkPromises(t, blocks)
		again, err := config.Read("Corefile", strings.NewReader(text))
		if err != nil {
			t.Fatalf("the second time: %v", err)
		}
		if diff := cmp.Diff(blocks, again, values()); diff != "" {
			t.Errorf("the second time (-first +second):\n%s", diff)
		}
	})
}

// checkPromises compares what holds for all blocks with what the comments of the
// types say.
func checkPromises(t *testing.T, blocks []*config.Block) {
	t.Helper()
	owners := make(map[string]bool)
	var said [6]int
	for _, b := range blocks {
		for i, says := range []bool{b.State != nil, b.Confirm != nil, b.Unconfirmed != nil, b.Policy != nil, len(b.Owners) > 0, b.Control != nil} {
			if says {
				said[i]++
			}
		}
		checkOwners(t, b.Owners, owners)
		if c := b.Confirm; c != nil {
			checkConfirm(t, c)
		}
		if c := b.Control; c != nil && (c.Path == "" || len(c.Path) > 107 || c.Path[0] == '@') {
			t.Errorf("the socket %q", c.Path)
		}
	}
	for _, n := range said {
		if n > 1 {
			t.Errorf("said by several blocks: %v", said)
		}
	}
	if said[1] > said[0] || said[2] > said[1] {
		t.Errorf("confirm without state, or unconfirmed without confirm: %v", said)
	}
	for _, b := range blocks {
		if b.Policy != nil {
			checkPolicy(t, b.Policy, owners)
		}
	}
}

func checkOwners(t *testing.T, list []config.Owner, names map[string]bool) {
	t.Helper()
	taken := make(map[netip.Prefix]bool)
	for _, o := range list {
		if o.Name == "" || names[o.Name] || len(o.Prefixes) == 0 {
			t.Errorf("owner %q with %v", o.Name, o.Prefixes)
		}
		names[o.Name] = true
		for _, p := range o.Prefixes {
			if taken[p] || !p.IsValid() || p != p.Masked() {
				t.Errorf("prefix %s of the owner %q", p, o.Name)
			}
			taken[p] = true
		}
	}
}

func checkConfirm(t *testing.T, c *config.Confirm) {
	t.Helper()
	between := func(d, lo, hi time.Duration) bool { return d == 0 || lo <= d && d <= hi }
	switch n := len(c.Resolvers); {
	case n < 1 || n > 8, c.Rate != 0 && !(c.Rate >= 1 && c.Rate <= 100_000),
		!between(c.Every, time.Hour, 7*24*time.Hour), !between(c.Grace, 15*time.Minute, 30*24*time.Hour):
		t.Errorf("confirm: %+v", c)
	}
}

func checkPolicy(t *testing.T, p *config.Policy, owners map[string]bool) {
	t.Helper()
	levels := map[string]bool{"off": true, "observe": true, "lenient": true, "default": true, "strict": true}
	if !levels[p.Level] {
		t.Errorf("the level %q", p.Level)
	}
	for _, a := range p.Allow {
		if len(a.Prefixes)+len(a.Owners) == 0 || len(a.Patterns) == 0 {
			t.Errorf("allow: %+v", a)
		}
		for _, o := range a.Owners {
			if !owners[o] {
				t.Errorf("allow: the owner %q is not declared", o)
			}
		}
	}
}
