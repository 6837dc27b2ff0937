package source_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// zoneTexts have what a statement may find behind the end of a window.
var zoneTexts = map[string]string{
	"inherited":     "1 PTR a.example.net.\n\n; x\n PTR b.example.net.\n\t60 IN PTR c.example.net.\n@ CNAME x\n PTR d.example.net.\n",
	"absolute":      "1.2.0.192.in-addr.arpa. PTR a.example.net.\n PTR b.example.net.\n PTR a_b.example.net.\n PTR c.example.net.",
	"origins":       "$ORIGIN 1.0.192.in-addr.arpa.\n1 PTR a.example.net.\n$origin 2.0.192.in-addr.arpa. ; x\n1 PTR b\n$ORIGIN\n1 PTR a.example.net.\n",
	"joined":        "1 ( ; x\n 60 ) PTR ( ; )\n\n a.example.net.\n )\n PTR ( b.example.net.\n)\n",
	"never closed":  "1 PTR a.example.net.\n PTR ( b.example.net.\n PTR c.example.net.\n2 PTR d.example.net.\n",
	"never opened":  "1 PTR a.example.net. )\n PTR b.example.net.\n",
	"many joined":   "1 PTR (" + strings.Repeat("\n", 63) + "a.example.net. )\n2 PTR (" + strings.Repeat("\n", 64) + "b.example.net. )\n",
	"quotes":        "1 TXT \"( ; \" x\n PTR \"a.example.net.\n PTR \"b.example.net.\"\n TXT ( \"x\n \" )\n",
	"generated":     "$GENERATE 0-9 $ PTR h$.example.net.\n$GENERATE 1-2 $ PTR h$\n PTR a.example.net.\n$GENERATE 1 2\n",
	"other records": "@ SOA a. b. ( 1 ; x\n 2\n 3 4 5 )\n NS a.\n1 A 192.0.2.1\n TYPE12 \\# 3 016100\n TYPE999 \\# 0\n TYPE999 \\# 0\n TXT a\n A x\n",
	"times":         "$TTL 1h\n1 PTR a.example.net.\n$TTL x\n2 60 PTR a.example.net.\n$TTL 2h 3h\n",
	"bad names":     "1 PTR ma\\195\\177ana.example.net.\n PTR ma\xf1ana.example.net.\n119 PTR a.example.net.\n999 PTR a.example.net.\n PTR x\n",
}

// csvTexts are those of rows.
var csvTexts = map[string]string{
	"owners":   "192.0.2.1,a.example.net,Åse\n192.0.2.2,b.example.net,Åse\n192.0.2.3,c.example.net,\"Åse, too\"\n192.0.2.4,d.example.net,\n",
	"quotes":   "192.0.2.1,\"a.example.net\",\"x\"\"y\"\n192.0.2.2,\"b.example.net\n192.0.2.3,c.example.net,\"x\ny\"\n192.0.2.4,d\"e,\n",
	"comments": "# x\n\n,,\n;;\n192.0.2.1,a.example.net,x\n\"#\",a\n",
	"bad":      "192.0.2.1,a_b.example.net,x\n192.0.2.119,a.example.net,x\nx,a.example.net,\n192.0.2.1,a.example.net,\x01\n1,2,3,4\n",
	"names":    "192.0.2.1,mañana.example.net,x\n192.0.2.1,ma\xf1ana.example.net,x\n2001:db8::1,A.example.net.,y",
}

// enormous is a line that is too long, of which windows of any size have a part.
var enormous = strings.Repeat("x", 150_000)

// streamed are texts of which a statement stands at the end of a window of one size or
// another, with the form they are in.
func streamed() map[string]source.Format {
	all := make(map[string]source.Format)
	add := func(format source.Format, head, text string) {
		for _, t := range []string{text, strings.ReplaceAll(text, "\n", "\r\n")} {
			all[head+t] = format
			all["\xef\xbb\xbf"+head+t+t] = format
		}
	}
	for _, text := range zoneTexts {
		add(source.Zone, "$ORIGIN 2.0.192.in-addr.arpa.\n", text)
		add(source.Zone, "", "$ORIGIN example.\n"+text)
	}
	for _, text := range csvTexts {
		add(source.CSV, "address,name,owner\n", text)
		add(source.CSV, "", "address;owner\n"+text)
	}
	return all
}

// TestWindows: whatever part of a text is in memory at a time, it says the same.
func TestWindows(t *testing.T) {
	for text, format := range streamed() {
		for size := 1; size <= len(text)+1; size += 1 + size/16 {
			sayTheSame(t, text, format, size)
		}
	}
}

// TestWindowsOfLongLines: a line that is too long is one fault, wherever a window ends,
// and what follows it is read as if it were not there.
func TestWindowsOfLongLines(t *testing.T) {
	zone := "$ORIGIN 2.0.192.in-addr.arpa.\n"
	full := strings.Repeat("x", 64<<10)
	front := zone + strings.Repeat(";\n", (64<<10-len(zone))/2) // a window of one byte more is full behind the \r
	for name, text := range map[string]string{
		"records":       zone + "1 PTR a.example.net.\n" + enormous + "\n PTR b.example.net.\n" + enormous + "\r\n" + enormous,
		"the first":     enormous + "\n" + zone + "1 PTR a.example.net.\n",
		"an origin":     zone + "$ORIGIN " + enormous + "\n1 PTR a.example.net.\n",
		"joined":        zone + "1 PTR (\n" + enormous + "\n )\n1 PTR ( a.example.net.\n ; " + full[:60_000] + "\n )\n PTR b.example.net.",
		"long together": zone + "1 PTR (\n" + strings.Repeat(full[:40_000]+"\n", 5) + ")\n2 PTR a.example.net.\n",
		"long comments": zone + "1 PTR (\n" + strings.Repeat(";"+full[1:]+"\n", 62) + "a.example.net. )\n2 PTR (\n" + strings.Repeat(";"+full[1:]+"\n", 66) + ")\n",
		"its end":       front + full + "\rx\n1 PTR a.example.net.\n",
		"nearly":        zone + full + "\n" + full + "\r\n" + full + "x\n" + full + "x\r\n" + full + "\r\r\n1 PTR a.example.net.\n" + full,
	} {
		for _, size := range []int{1, 1 << 10, 40_000, 64 << 10, 64<<10 + 1, 64<<10 + 2, 200_000, 1 << 20} {
			t.Run(fmt.Sprint(name, " ", size), func(t *testing.T) { sayTheSame(t, text, source.Zone, size) })
		}
	}
	for _, size := range []int{1, 64<<10 + 1, 1 << 20} {
		row := "192.0.2.1,a.example.net\n"
		sayTheSame(t, "address,name\n"+row+enormous+"\n"+row+full+"\r\n"+enormous, source.CSV, size)
		sayTheSame(t, enormous+"\naddress,name\n"+row, source.CSV, size)
	}
}

// sayTheSame parses a text as a whole, and with a window of the size.
func sayTheSame(t *testing.T, text string, format source.Format, size int) {
	t.Helper()
	o := source.Options{Path: "x", Format: format, TTL: 60}
	got, err := source.ParseStream(text, 1, size, o, hooks)
	if err != nil || got == nil {
		t.Fatalf("%.40q: %v, %v", text, got != nil, err)
	}
	mustSay(t, source.Parse(source.NewContent(text), o, hooks), got)
	for _, f := range got.Faults {
		if errors.Unwrap(f.Err) != nil {
			t.Errorf("%v: it holds an error, which may hold the text", f)
		}
	}
	if t.Failed() {
		t.Fatalf("with a window of %d: %.200q", size, text)
	}
}

// A greedy notes how much was asked for at a time.
type greedy struct {
	io.Reader

	most int
}

func (g *greedy) Read(p []byte) (int, error) {
	g.most = max(g.most, len(p))
	return g.Reader.Read(p)
}

// TestWindowBounds: no line and no parenthesis has more text in memory than a statement
// may have.
func TestWindowBounds(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		most int
	}{
		"records":         {"1.2.0.192.in-addr.arpa. PTR a.example.net.\n", 256 << 10},
		"one line":        {"x", 256 << 10},
		"empty lines":     {"\n", 256 << 10},
		"never closed":    {"1 PTR ( a.example.net. ; " + strings.Repeat("x", 1<<10) + "\n", 256 << 10},
		"joined comments": {"( ;" + strings.Repeat("x", 64<<10-3) + "\n", 9 << 20},
	} {
		text := "$TTL 60\n" + strings.Repeat(c.line, (6<<20)/len(c.line))
		in := &greedy{Reader: strings.NewReader(text)}
		reading := source.Reading{Options: source.Options{Path: "map"}}
		set, err := reading.Parse(in, int64(len(text)))
		if err != nil || set == nil {
			t.Fatal(name, err)
		}
		if in.most > c.most {
			t.Errorf("%s: %d bytes were asked for at a time", name, in.most)
		}
		want := source.Parse(source.NewContent(text), reading.Options, reading.Hooks)
		mustSay(t, want, set)
		if want.Kept() != set.Kept() {
			t.Errorf("%s: the names are in %d pieces, want %d", name, set.Kept(), want.Kept())
		}
	}
}

// TestWindowFails: nothing is told of a text that could not be read up to its end.
func TestWindowFails(t *testing.T) {
	for _, text := range []string{"$TTL", "$TTL 60\n", "$TTL 60\n1 PTR (\n", "address,name\n192.0.2.1,a.b.c\n", "192.0.2.1 a.b.c\n"} {
		reading := source.Reading{Options: source.Options{Path: "map"}, Workers: 2}
		for _, size := range []int{len(text), 300_000, 3_000_000} {
			in := iotest.TimeoutReader(strings.NewReader(text + strings.Repeat("\n", size-len(text)))) // once
			if set, err := reading.Parse(in, 100<<20); set != nil || !errors.Is(err, iotest.ErrTimeout) {
				t.Errorf("%q and %d bytes: %v, %v", text, size, set != nil, err)
			}
		}
	}
}
