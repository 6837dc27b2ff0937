package source

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parseCSV reads a table whose header names the columns address and name, and
// perhaps ttl, owner and comment, in any order and case. Other columns belong
// to other people. A line that begins with # is a comment.
//
// Without a header that we understand no line means anything: all count as bad. It
// returns what is carried on.
func parseCSV(b *builder, in lines, from carried) (to carried) {
	table := csvTable{b: b}
	table.resume(from)
	for {
		l, ok := in.next()
		if !ok {
			return table.carried
		}
		if skipCSV(l.text) {
			continue
		}
		in.recorder.reach(l.number, l.number, &table.carried)
		b.begin()
		switch {
		case !table.headed:
			table.begin(l)
		case l.long:
			b.bad(l.number, errLong(l.text))
		case table.header == nil:
			b.set.Bad++
		default:
			table.row(l)
		}
	}
}

// skipCSV tells whether a line says nothing. Spreadsheets write empty rows as
// separators only.
func skipCSV(text string) bool {
	return text == "" || text[0] == '#' || strings.Trim(text, ",; \t") == ""
}

// A csvTable reads the lines below a header.
type csvTable struct {
	carried

	b      *builder
	header *header // nil when there is none that we understand
	feed   strings.Reader
	reader *csv.Reader
	fields []string // of the line that is being read
	owners map[string]string
}

// begin reads the header.
func (t *csvTable) begin(l line) {
	t.headed = true
	if l.long {
		t.b.bad(l.number, errLong(l.text))
		return
	}
	h, err := parseHeader(l.text)
	if err != nil {
		t.b.bad(l.number, err)
		return
	}
	t.use(h)
	t.heading = strings.Clone(l.text) // it lives longer than the text of its line
	t.b.keep(l.number)
}

// resume goes on behind a header.
func (t *csvTable) resume(from carried) {
	t.carried = from
	if h, err := parseHeader(from.heading); from.heading != "" && err == nil {
		t.use(h)
	}
}

func (t *csvTable) use(h *header) {
	t.header, t.owners = h, make(map[string]string)
	t.reader = newReader(&t.feed, h.comma)
}

// row reads one line.
func (t *csvTable) row(l line) {
	fields, err := t.cut(l.text)
	if err == nil {
		err = t.offer(fields)
	}
	if err != nil {
		t.b.bad(l.number, err)
		return
	}
	t.b.keep(l.number)
}

// cut cuts a line into its fields. Few lines have quotes; without them, nothing
// but the comma means anything.
//
// The reader is given no more than that line, so that a quote which nobody closed
// cannot swallow the next ones. A quoted newline is bad for the same reason: names
// and addresses have none.
func (t *csvTable) cut(text string) ([]string, error) {
	if strings.ContainsAny(text, "\"\r") {
		t.feed.Reset(text + "\n")
		fields, err := t.reader.Read()
		if err != nil {
			err = errCSV(text, err)
		}
		return fields, err
	}
	t.fields = t.fields[:0]
	comma := string(t.header.comma)
	for more := true; more; {
		var field string
		field, text, more = strings.Cut(text, comma)
		t.fields = append(t.fields, field)
	}
	return t.fields, nil
}

// offer takes the mapping of a line. Columns at its end may be left out.
func (t *csvTable) offer(fields []string) error {
	h := t.header
	if len(fields) > h.columns {
		return fmt.Errorf("%d columns where the header has %d: quote a field that holds a %q", len(fields), h.columns, h.comma)
	}
	addr, err := parseAddr(h.field(fields, h.address))
	if err != nil {
		return err
	}
	var ttl uint32
	if text := h.field(fields, h.ttl); text != "" {
		if ttl, err = parseSeconds(text); err != nil {
			return err
		}
	}
	owner, err := t.owner(h.field(fields, h.owner))
	if err != nil {
		return err
	}
	return t.b.offer(addr, h.field(fields, h.name), ttl, owner)
}

// owner checks the name of an owner and returns the one copy that its mappings
// share.
func (t *csvTable) owner(text string) (string, error) {
	if owner, ok := t.owners[text]; ok || text == "" {
		return owner, nil
	}
	if len(text) > maxOwner || !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable) {
		return "", fmt.Errorf("owner %s: want at most %d bytes of printable UTF-8", quote(text), maxOwner)
	}
	owner := strings.Clone(text)
	t.owners[owner] = owner
	return owner, nil
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// A header tells where the columns are; -1 when there is no such column.
type header struct {
	comma                     rune
	columns                   int
	address, name, ttl, owner int
}

// field returns the text of a column without blanks around it, "" when the
// line has no such column.
func (h *header) field(fields []string, column int) string {
	if column < 0 || column >= len(fields) {
		return ""
	}
	return strings.TrimSpace(fields[column])
}

// parseHeader reads the names of columns. The comma is a semicolon where the
// header has more of these, as spreadsheets write in half of the world.
func parseHeader(text string) (*header, error) {
	h := &header{comma: ',', address: -1, name: -1, ttl: -1, owner: -1}
	if strings.Count(text, ";") > strings.Count(text, ",") {
		h.comma = ';'
	}
	fields, err := newReader(strings.NewReader(text+"\n"), h.comma).Read()
	if err != nil {
		return nil, errCSV(text, err)
	}
	h.columns = len(fields)
	for i, f := range fields {
		column := h.column(strings.ToLower(strings.TrimSpace(f)))
		if column == nil {
			continue
		}
		if *column >= 0 {
			return nil, fmt.Errorf("header %s has the column %s twice", quote(text), quote(f))
		}
		*column = i
	}
	if h.address < 0 || h.name < 0 {
		return nil, fmt.Errorf("header %s: want the columns address and name, and perhaps ttl, owner and comment", quote(text))
	}
	return h, nil
}

// column returns where to keep the number of the named column, nil for one that
// we do not use.
func (h *header) column(name string) *int {
	switch name {
	case "address":
		return &h.address
	case "name":
		return &h.name
	case "ttl":
		return &h.ttl
	case "owner":
		return &h.owner
	}
	return nil
}

func newReader(r io.Reader, comma rune) *csv.Reader {
	reader := csv.NewReader(r)
	reader.Comma = comma
	reader.FieldsPerRecord = -1 // counted against the header, for a better message
	reader.ReuseRecord = true
	return reader
}

// errCSV says what encoding/csv found, without its own count of lines.
func errCSV(text string, err error) error {
	var at *csv.ParseError
	if errors.As(err, &at) {
		return fmt.Errorf("line %s: %w in column %d: close a quote on its own line, and write one inside quotes twice", quote(text), at.Err, at.Column)
	}
	return fmt.Errorf("line %s: %w", quote(text), err)
}
