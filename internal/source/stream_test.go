package source_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// TestParseStream: what is parsed while it is read says what the whole content
// says, and is the same outline.
func TestParseStream(t *testing.T) {
	for name, lines := range lists() {
		t.Run(name, func(t *testing.T) {
			want := parseList(lines)
			for _, portion := range []int{1, 20_000, 300_000, 1 << 20} {
				got, err := source.ParseStream(strings.Join(lines, ""), 2, portion, listOptions, refusing)
				if err != nil {
					t.Fatal(err)
				}
				if got == nil {
					if name != "no mapping" {
						t.Error("it is not taken for a list")
					}
					continue
				}
				mustSay(t, want, got)
				if name == "in order" {
					if same := follow(t, &got.Summary, got.Addresses(), lines); same == nil || same.Len() > 0 {
						t.Error("the same content is read again")
					}
				}
			}
		})
	}
}

// mustSay compares all that two Sets say.
func mustSay(t *testing.T, want, got *source.Set) {
	t.Helper()
	if diff := cmp.Diff(told(want), told(got)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	for k := range min(want.Len(), got.Len()) {
		m, line := want.At(k)
		if n, there := got.At(k); m != n || line != there {
			t.Fatalf("mapping %d is %v in line %d, want %v in line %d", k, n, there, m, line)
		}
	}
}

// TestParseStreamAuto: what is parsed while it is read has the form that the whole
// content has, or that must be read.
func TestParseStreamAuto(t *testing.T) {
	for text, is := range map[string]bool{
		"":                                false,
		"# nothing\n":                     false,
		"; nothing":                       false,
		"192.0.2.1 a.example.net\n":       true,
		"192.0.2.1 a.example.net":         true,
		"\xef\xbb\xbf192.0.2.1 a.b.net\n": true,
		"address,name\n192.0.2.1,a.b.c\n": true,
		"\xef\xbb\xbf# x\r\naddress;name\r\n192.0.2.1;a.b.c": true,
		"$TTL 60\n": true,
		"1.2.0.192.in-addr.arpa. IN PTR a.example.net.\n":          true,
		strings.Repeat("; x\n", 9_000) + "@ SOA a. b. 1 2 3 4 5\n": true,
		strings.Repeat("; x\n", 700_000) + "@ PTR a.b.\n":          false,
	} {
		for _, portion := range []int{1, 2, 50_000} {
			got, err := source.ParseStream(text, 2, portion, source.Options{Path: "map"}, refusing)
			if err != nil {
				t.Fatal(err)
			}
			if (got != nil) != is {
				t.Errorf("%.40q: %v", text, got != nil)
			}
			if got != nil {
				mustSay(t, source.Parse(source.NewContent(text), source.Options{Path: "map"}, refusing), got)
			}
		}
	}
}

// TestParseStreamWithoutEnds: a content that has no place to cut it is not gathered
// in ever larger buffers.
func TestParseStreamWithoutEnds(t *testing.T) {
	for name, line := range map[string]string{
		"empty lines": "\n", "no blank": "#said-by-the-customer\n", "one line": "x", "one address": "192.0.2.1 a.example.net\n",
	} {
		text := "192.0.2.1 a.example.net\n" + strings.Repeat(line, (20<<20)/len(line))
		for _, front := range []string{"", strings.Join(list(40_000), "")} {
			if set, err := source.ParseStream(front+text, 2, 1<<20, listOptions, refusing); set != nil || err != nil {
				t.Errorf("%s behind %d bytes: %v, %v", name, len(front), set != nil, err)
			}
		}
	}
}

func FuzzParseStream(f *testing.F) {
	f.Add("", "192.0.2.1 a.example.net b.example.net 60 # x\n\r\n2001:db8::1\ta.example.net\nbad\n", 700, 9000, uint8(source.Hosts))
	f.Add("\xef\xbb\xbf", "192.0.2.1 A.example.net.", 3000, 1, uint8(source.Hosts))
	f.Add("", "192.0.2.2 bücher.example.net\n192.0.2.1 ma\xf1ana.example.net b.example.net", 2000, 30_000, uint8(source.Hosts))
	for name, text := range zoneTexts {
		f.Add("", text, len(name), len(text)/3, uint8(source.Zone))
		f.Add("$ORIGIN 2.0.192.in-addr.arpa.\n", strings.ReplaceAll(text, "\n", "\r\n"), 1000, 7, uint8(source.Auto))
	}
	for name, text := range csvTexts {
		f.Add("address,name,owner\n", text, len(name), len(text)/2, uint8(source.CSV))
		f.Add("\xef\xbb\xbfname;address\r\n", text, 1000, 30, uint8(source.Auto))
	}
	f.Fuzz(func(t *testing.T, head, text string, times, portion int, format uint8) {
		if len(head)+len(text) > 1000 {
			return
		}
		text = head + strings.Repeat(text, 1+max(0, times)%(200_000/(len(text)+1)))
		o := source.Options{Path: "x", Format: source.Format(format % 4), TTL: 1}
		got, err := source.ParseStream(text, 2, 1+max(0, portion)%(1<<20), o, hooks)
		if err != nil {
			t.Fatal(err)
		}
		if got != nil {
			mustSay(t, source.Parse(source.NewContent(text), o, hooks), got)
		}
	})
}

// TestReadSet: a large list is read by a Watch, which follows it from then on.
func TestReadSet(t *testing.T) {
	lines := long(list(fileLines))
	path := filepath.Join(t.TempDir(), "map")
	write := func() {
		t.Helper()
		if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write()
	w := source.NewWatch(path)
	set, err := w.ReadSet(source.Reading{Options: listOptions, Hooks: refusing, Workers: 2})
	if err != nil || set == nil {
		t.Fatalf("got %v, %v", set, err)
	}
	mustSay(t, parseList(lines), set)
	if _, changed, err := w.Poll(); changed || err != nil {
		t.Fatalf("the same file: %v, %v", changed, err)
	}
	lines = slices.Delete(lines, 5, 6)
	write()
	if _, changed, _ := w.Poll(); changed {
		t.Fatal("it is read before it has settled")
	}
	if c, changed, err := w.Poll(); !changed || err != nil || c.Sum != source.NewContent(strings.Join(lines, "")).Sum {
		t.Fatalf("the change: %v, %v", changed, err)
	}
	if _, err := source.NewWatch(path + ".gone").ReadSet(source.Reading{Options: listOptions, Hooks: refusing, Workers: 2}); err == nil {
		t.Error("a missing file is no error")
	}
}
