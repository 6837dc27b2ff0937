package site

import (
	"strings"
	"testing"
)

func TestNameOf(t *testing.T) {
	for wire, want := range map[string]string{"\x02ns\x07example\x00": "ns.example.", "\x00": "", "": "", "\x05ab": ""} {
		if got := nameOf([]byte(wire)); got != want {
			t.Errorf("%q: %q, want %q", wire, got, want)
		}
	}
}

// FuzzNameOf: whatever stands in a record, reading it ends.
func FuzzNameOf(f *testing.F) {
	f.Add([]byte("\x02ns\x07example\x00"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		if name := nameOf(wire); len(name) > len(wire) || name != "" && !strings.HasSuffix(name, ".") {
			t.Errorf("%q: %q", wire, name)
		}
	})
}
