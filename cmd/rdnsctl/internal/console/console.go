package console

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A Style says what a piece of text is, for people. It is a colour on a
// terminal and nothing elsewhere.
type Style uint8

// The styles.
const (
	Plain Style = iota
	Good
	Doubtful
	Bad
	Faint
)

var codes = [...]string{Plain: "", Good: "32", Doubtful: "33", Bad: "31", Faint: "2"}

// A Cell is a piece of text in a table. It may hold anything.
type Cell struct {
	Text  string
	Style Style
}

// Cells makes plain cells.
func Cells(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, t := range texts {
		cells[i].Text = t
	}
	return cells
}

// A Writer writes to one stream. Errors are kept until Flush returns them. Make
// one with New.
type Writer struct {
	out    *bufio.Writer
	colour bool
	err    error
}

// New returns a Writer. colour is for terminals only.
func New(out io.Writer, colour bool) *Writer {
	return &Writer{out: bufio.NewWriter(out), colour: colour}
}

// Linef writes a line for people. Its arguments are escaped as text, whatever
// they are.
func (w *Writer) Linef(format string, args ...any) {
	w.write(cleanLines(fmt.Sprintf(format, args...)) + "\n")
}

// Line writes the cells with blanks between.
func (w *Writer) Line(cells ...Cell) {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = w.paint(Clean(c.Text), c.Style)
	}
	w.write(strings.Join(texts, " ") + "\n")
}

// Table writes aligned columns below a header. The last column has no padding.
func (w *Writer) Table(header []string, rows [][]Cell) {
	width := make([]int, len(header))
	for i, h := range header {
		width[i] = len(h)
	}
	for _, row := range rows {
		for i, c := range row {
			width[i] = max(width[i], len(Clean(c.Text)))
		}
	}
	head := Cells(header...)
	for i := range head {
		head[i].Style = Faint
	}
	w.row(head, width)
	for _, row := range rows {
		w.row(row, width)
	}
}

func (w *Writer) row(cells []Cell, width []int) {
	last := len(cells) - 1
	for last > 0 && cells[last].Text == "" {
		last--
	}
	for i, c := range cells[:last+1] {
		text := Clean(c.Text)
		w.write(w.paint(text, c.Style))
		if i < last {
			w.write(strings.Repeat(" ", width[i]-len(text)+2))
		}
	}
	w.write("\n")
}

// JSON writes v, indented, in ASCII. What would be null where a list belongs is
// for the caller to avoid.
func (w *Writer) JSON(v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		w.fail(fmt.Errorf("writing JSON: %w", err))
		return
	}
	w.write(asciiJSON(b.String()))
}

// asciiJSON escapes what JSON allows but terminals should not see. It occurs
// only inside of strings.
func asciiJSON(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n' || r >= ' ' && r <= '~':
			b.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func (w *Writer) paint(text string, s Style) string {
	if !w.colour || s == Plain || text == "" {
		return text
	}
	return "\x1b[" + codes[s] + "m" + text + "\x1b[0m"
}

func (w *Writer) write(text string) {
	if w.err == nil {
		_, err := w.out.WriteString(text)
		w.fail(err)
	}
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Flush writes what is left and returns the first error of all writes.
func (w *Writer) Flush() error {
	w.fail(w.out.Flush())
	return w.err
}
