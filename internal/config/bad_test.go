package config_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

var update = flag.Bool("update", false, "write the messages that wrong Corefiles give into them")

// wanted begins the messages at the end of a wrong Corefile.
const wanted = "# want:\n"

// TestBad reads every wrong Corefile. The messages that it gives stand at its
// end, without the path of testdata/bad.
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.corefile")
	if err != nil || len(files) == 0 {
		t.Fatalf("no wrong Corefiles: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".corefile"), func(t *testing.T) {
			text, want := splitBad(t, file)
			got := messages(file, text)
			if got == "" {
				t.Fatal("no error")
			}
			if *update {
				writeBad(t, file, text, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

// splitBad returns the text of a wrong Corefile and its messages, a line each.
func splitBad(t *testing.T, file string) (text, want string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, comments, _ := strings.Cut(string(data), wanted)
	for line := range strings.Lines(comments) {
		want += strings.TrimPrefix(line, "# ")
	}
	return text, want
}

func writeBad(t *testing.T, file, text, got string) {
	t.Helper()
	var comments strings.Builder
	for line := range strings.Lines(got) {
		comments.WriteString("# " + line)
	}
	if err := os.WriteFile(file, []byte(text+wanted+comments.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// messages returns what is wrong with a Corefile, a line each.
func messages(file, text string) string {
	blocks, err := config.Read(file, strings.NewReader(text))
	if err == nil {
		err = config.Check(blocks)
	}
	if err == nil {
		return ""
	}
	dir, _ := filepath.Abs(".") // caddy makes the paths of imported files absolute
	got := strings.ReplaceAll(err.Error(), dir+"/", "")
	return strings.ReplaceAll(got, "testdata/bad/", "") + "\n"
}
