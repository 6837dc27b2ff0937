package check_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/check"
)

// run runs the command as a person would, and returns what it wrote.
func run(t *testing.T, in string, args ...string) (out, errs string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	var c check.Flags
	f := flag.NewFlagSet("check", flag.ContinueOnError)
	f.SetOutput(&e)
	c.Register(f)
	if err := f.Parse(args); err != nil {
		return "", e.String(), err
	}
	rules, err := c.Rules()
	if err == nil {
		err = check.Run(rules, strings.NewReader(in), &o)
	}
	return o.String(), e.String(), err
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "brands.txt")
	if err := os.WriteFile(list, []byte("florvita.com distinct\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	known := filepath.Join(dir, "known.txt")
	if err := os.WriteFile(known, []byte("1,florvitas.com\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := strings.Join([]string{
		"mail.example.net\t192.0.2.9",
		"florvit.com\t192.0.2.9",
		"florvitas.com\t192.0.2.9",
		"florvita.example.net\t192.0.2.9",
		"ip-192-0-2-9.host.example\t192.0.2.9",
		"ip-192-0-2-8.host.example\t192.0.2.9",
		"\x1b[2J.example.net\t2001:db8::9",
		"c000020a.example.net\t::ffff:192.0.2.9",
		"",
	}, "\n")
	want := strings.Join([]string{
		"accept\t-\t",
		"reject\ttypo\ttypo",
		"accept\t-\t",
		"warn\tbare-brand\tbare-brand",
		"accept\t-\t",
		"reject\town-zone\town-zone,embedded-address",
		"reject\tcharset\tcharset",
		"reject\tcoded-address\tcoded-address",
		"",
	}, "\n")
	out, _, err := run(t, in, "-protect-list", list, "-known-list", known, "-no-shipped", "-level", "default",
		"-zone", "host.example", "-pool", "192.0.2.0/24=ip-{ip}.host.example", "-pool", "2001:db8::/32")
	if err != nil || out != want {
		t.Errorf("got %v and\n%s\nwant\n%s", err, out, want)
	}
}

func TestBadInput(t *testing.T) {
	for in, want := range map[string]string{
		"mail.example.net\n":           "line 1: want a name, a tab and an address",
		"a.example\t192.0.2.9\nb\tx\n": `line 2: address "x"`,
		strings.Repeat("a", 1<<17):     "token too long",
		"a.example.net\t192.0.2.9\n\n": "line 2: want a name",
	} {
		if _, _, err := run(t, in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
}

func TestBadFlags(t *testing.T) {
	for _, args := range [][]string{
		{"-level", "odd"}, {"-pool", "x"}, {"-pool", "192.0.2.0/24=x"}, {"-protect-list", "/does/not/exist"},
		{"-config", "/does/not/exist"}, {"-root", "."}, {"-config", "x", "-zone", "a.example"}, {"-config", "x", "-pool", "192.0.2.0/24"},
		{"-known-list", "/does/not/exist"}, {"-zone", "a b"}, {"-pool", "192.0.2.0/24={x}.example"},
	} {
		if _, _, err := run(t, "", args...); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
