package console_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
)

func TestTable(t *testing.T) {
	rows := [][]console.Cell{
		{{Text: "192.0.2.1"}, {Text: "a", Style: console.Bad}, {Text: "end"}},
		{{Text: "192.0.2.100"}, {Text: "b\x1b[2J\u202e"}, {}},
	}
	header := []string{"ADDRESS", "NAME", "NOTE"}
	for name, test := range map[string]struct {
		colour bool
		want   string
	}{
		"plain": {false, "ADDRESS      NAME            NOTE\n" +
			"192.0.2.1    a               end\n" +
			"192.0.2.100  b\\x1b[2J\\u202e\n"},
		"colour": {true, "\x1b[2mADDRESS\x1b[0m      \x1b[2mNAME\x1b[0m            \x1b[2mNOTE\x1b[0m\n" +
			"192.0.2.1    \x1b[31ma\x1b[0m               end\n" +
			"192.0.2.100  b\\x1b[2J\\u202e\n"},
	} {
		var b strings.Builder
		w := console.New(&b, test.colour)
		w.Table(header, rows)
		if err := w.Flush(); err != nil || b.String() != test.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, b.String(), test.want)
		}
	}
}

func TestLine(t *testing.T) {
	var b strings.Builder
	w := console.New(&b, true)
	w.Line(console.Cell{Text: "ok", Style: console.Good}, console.Cell{Text: "\a"})
	w.Linef("one %s\ntwo", "\x9b")
	want := "\x1b[32mok\x1b[0m \\a\none \\x9b\ntwo\n"
	if err := w.Flush(); err != nil || b.String() != want {
		t.Errorf("%v %q, want %q", err, b.String(), want)
	}
}

// FuzzJSON writes any text, and reads the same back.
func FuzzJSON(f *testing.F) {
	f.Add("\x1b]0;title\a \u202e \U0001f600 <&> \u2028 \x7f \u009b")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		var b strings.Builder
		w := console.New(&b, true)
		w.JSON(map[string]string{"name": s})
		w.Linef("%s", s)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		for _, c := range []byte(b.String()) {
			if c != '\n' && (c < ' ' || c > '~') {
				t.Fatalf("%q holds %#x", b.String(), c)
			}
		}
		var got map[string]string
		if err := json.NewDecoder(strings.NewReader(b.String())).Decode(&got); err != nil || got["name"] != s {
			t.Errorf("%v: %q, want %q", err, got["name"], s)
		}
	})
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestFlush(t *testing.T) {
	w := console.New(broken{}, false)
	w.JSON("x")
	w.JSON(make(chan int))
	if err := w.Flush(); err == nil {
		t.Error("no error")
	}
	w = console.New(broken{}, false)
	w.Linef("%s", strings.Repeat("x", 1<<13))
	if err := w.Flush(); err == nil || err.Error() != "no space" {
		t.Errorf("got %v", err)
	}
}

func TestColour(t *testing.T) {
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if !console.Colour(null) || console.Colour(&strings.Builder{}) {
		t.Error("a character device counts as a terminal, and nothing else does")
	}
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if console.Colour(file) {
		t.Error("a file is no terminal")
	}
	t.Setenv("NO_COLOR", "1")
	if console.Colour(null) {
		t.Error("in spite of NO_COLOR")
	}
}
