package config_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// FuzzRead reads anything. It never panics; every line of an error begins with
// its place; and what is read is read again to the same values.
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
		again, err := config.Read("Corefile", strings.NewReader(text))
		if err != nil {
			t.Fatalf("the second time: %v", err)
		}
		if diff := cmp.Diff(blocks, again, values()); diff != "" {
			t.Errorf("the second time (-first +second):\n%s", diff)
		}
	})
}
