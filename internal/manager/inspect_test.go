package manager_test

import (
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestInspect finds what else is wrong with a block that is refused.
func TestInspect(t *testing.T) {
	at := func(line int) rdns.Position { return rdns.Position{File: "Corefile", Line: line} }
	block := &config.Block{
		Records: []config.Record{
			{Fields: []string{"www.host.example", "A", "192.0.2.80"}, Pos: at(1)},
			{Fields: []string{"www.host.example", "A", "1.2.3"}, Pos: at(2)},
		},
		Files:       []config.MappingFile{{Path: "none.map", Pos: at(3)}},
		RecordFiles: []config.RecordFile{{Path: "none.zone", Pos: at(4)}},
	}
	err := manager.Inspect(block, func(path string) string { return t.TempDir() + "/" + path })
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 3 {
		t.Fatalf("got %q", lines)
	}
	for i, want := range []string{"Corefile:2: ", "Corefile:3: ", "Corefile:4: "} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("got %q, want it to begin with %q", lines[i], want)
		}
	}
}
