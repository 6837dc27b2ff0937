package confirm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// A name that waits to be asked about may be part of the large block of an index,
// which must not stay in memory for it.
func TestWaitingNamesHoldNoBlocks(t *testing.T) {
	const waiting, block = 500, 1 << 16
	e := confirm.New(confirm.Config{})
	before := heap()
	for i := range waiting {
		name := fmt.Sprintf("www%d.example.org.", i)
		text := strings.Repeat(" ", block) + name
		e.Add(mapping("192.0.2.25", text[block:], []string{"", "alice"}[i%2]))
	}
	if grown := heap() - before; grown > waiting*block/8 {
		t.Errorf("%d names hold %.0f bytes", waiting, grown)
	}
	if e.Stats().Agenda != waiting {
		t.Error("they do not wait")
	}
}
