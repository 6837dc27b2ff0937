package lint

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestRefusal takes faults apart, however they are joined.
func TestRefusal(t *testing.T) {
	at := func(line int) rdns.Position { return rdns.Position{File: "a.map", Line: line} }
	inner := errors.Join(at(2).Errorf("two"), errors.New("b/c.map:7: seven"))
	r := &Report{Usable: true}
	r.refusal("Corefile", errors.Join(errors.Join(at(1).Errorf("one:\nmore"), inner), errors.New("none")))
	want := []Finding{
		{"a.map", 1, Error, RuleConfig, "one:\nmore"}, {"a.map", 2, Error, RuleConfig, "two"},
		{"b/c.map", 7, Error, RuleConfig, "seven"}, {"Corefile", 1, Error, RuleConfig, "none"},
	}
	if d := cmp.Diff(want, r.Findings); d != "" || r.Usable {
		t.Errorf("-want +got:\n%s", d)
	}
}

// TestBound: what is beyond is counted.
func TestBound(t *testing.T) {
	r := new(Report)
	for range maxFindings + 7 {
		r.addf(Note, RuleMail, rdns.Position{}, "x")
	}
	if len(r.Findings) != maxFindings || r.More != 7 || r.Count(Note) != maxFindings {
		t.Errorf("%d and %d", len(r.Findings), r.More)
	}
}

// FuzzCutPosition: what is cut off an error can be put back.
func FuzzCutPosition(f *testing.F) {
	f.Add("Corefile:7: text")
	f.Add("C:\\x:7: text\nmore")
	f.Fuzz(func(t *testing.T, s string) {
		pos, text := cutPosition(s)
		if pos.File == "" {
			return
		}
		if back := fmt.Sprintf("%s: %s", pos, text); back != s && !strings.Contains(s, ":0") && !strings.Contains(s, ":+") && !strings.Contains(s, ":-") {
			t.Errorf("%q became %q", s, back)
		}
	})
}
