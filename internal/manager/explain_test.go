package manager_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExplain: each mapping has its place, its look and what is known of it.
func TestExplain(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.9 z.example.org\n192.0.2.25 www.example.org\n192.0.2.7 www.paypa1.com\n\n192.0.2.7 b.example.org\n203.0.113.1 far.example.org\n")
	if err := l.try("ptr 192.0.2.25 mail.example.net\nmappings customers.map { owner acme }\npolicy default\n"); err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[string][]string{
		"192.0.2.25": {"mail.example.net. served accepted", "www.example.org. shadowed accepted customers.map:2 acme"},
		"192.0.2.7":  {"www.paypa1.com. rejected refused customers.map:3 acme confusable", "b.example.org. served accepted customers.map:5 acme"},
		"192.0.2.9":  {"z.example.org. served accepted customers.map:1 acme"},
		"192.0.2.10": nil, "203.0.113.1": nil,
	} {
		var got []string
		for _, a := range l.block.Explain(netip.MustParseAddr(addr)) {
			line := fmt.Sprintf("%s %s %s", a.Name, a.State.Fate(), a.State.Look())
			if a.Source >= 0 {
				line += fmt.Sprintf(" %s:%d %s", a.Pos.File[len(l.dir)+1:], a.Pos.Line, a.Owner)
			}
			if r := a.Verdict.Reason(); r != nil {
				line += " " + r.ID.String()
			}
			got = append(got, line)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: -want +got:\n%s", addr, d)
		}
	}
	if l.block.Policy() == nil || len(l.block.Sources()) != 1 || l.block.Sources()[0].Len() != 5 {
		t.Error("the policy or the source is missing")
	}
}

// TestExplainMany: a file with very many names for one address costs nobody much.
func TestExplainMany(t *testing.T) {
	l := newLab(t)
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, "192.0.2.7 n%d.example.org\n", i)
	}
	l.write("customers.map", b.String())
	if err := l.try("mappings customers.map\n"); err != nil {
		t.Fatal(err)
	}
	got := l.block.Explain(netip.MustParseAddr("192.0.2.7"))
	if len(got) != 100 || got[99].Pos.Line != 100 {
		t.Errorf("%d mappings, the last at %v", len(got), got[len(got)-1].Pos)
	}
}
