package policy_test

import (
	"bufio"
	"compress/gzip"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// A vector is a line of IdnaTestV2.txt, the test of UTS 46 that Unicode
// publishes.
type vector struct {
	line    int
	source  string
	unicode string
	faults  []string // what is wrong with the name, as numbers of rules
	ascii   string
}

// TestIdnaVectors holds ToASCII to all vectors of Unicode. They are those of
// UTS 46, which maps what people type before it looks at it. Registries do not
// map, so what is expected follows from the vector:
//
//   - A vector without faults whose source needs no mapping converts to what the
//     vector says, and so does its result, in xn-- form or not.
//   - A vector with a fault that lies in one of the international labels is
//     refused, in both forms.
//
// Capital letters count as small ones, which RFC 5895 recommends.
func TestIdnaVectors(t *testing.T) {
	var right, wrong int
	for _, v := range vectors(t) {
		switch {
		case len(v.faults) == 0 && !excluded(v.unicode):
			right++
			v.checkRight(t)
		case v.international():
			wrong++
			v.checkWrong(t)
		}
	}
	t.Logf("%d valid names, %d invalid ones", right, wrong)
	if right < 300 || wrong < 5000 {
		t.Errorf("only %d valid names and %d invalid ones", right, wrong)
	}
}

func (v *vector) checkRight(t *testing.T) {
	t.Helper()
	for _, name := range []string{v.unicode, v.ascii} {
		got, err := policy.ToASCII(name)
		if err != nil || !strings.EqualFold(got, v.ascii) {
			t.Errorf("line %d: ToASCII(%+q) = %q, %v, want %q", v.line, name, got, err, v.ascii)
		}
	}
	if mapped := strings.ToLower(v.source) != v.unicode; mapped && !strings.Contains(strings.ToLower(v.source), "xn--") {
		// A registry maps nothing. What it does not refuse means the same.
		if got, err := policy.ToASCII(v.source); err == nil && !strings.EqualFold(got, v.ascii) {
			t.Errorf("line %d: ToASCII(%+q) = %q, want %q or an error", v.line, v.source, got, v.ascii)
		}
	}
}

func (v *vector) checkWrong(t *testing.T) {
	t.Helper()
	for _, name := range []string{v.source, v.ascii} {
		if name == v.source && strings.ContainsFunc(name, capital) {
			continue // UTS 46 refuses some letters that have a small form
		}
		if got, err := policy.ToASCII(name); err == nil {
			t.Errorf("line %d: ToASCII(%+q) = %q, want an error: %v", v.line, name, got, v.faults)
		}
	}
}

// capital tells whether r is a capital letter beyond ASCII.
func capital(r rune) bool { return r >= 0x80 && unicode.ToLower(r) != r }

// international tells whether the vector has a fault that is certain to lie in an
// international label. Lengths and empty labels (A4, X4) are judged elsewhere,
// and so is what letters ASCII labels have (U1, V2, V3 there). The rule on
// labels in both directions (B) is that of a label here: registries do not know
// what stands beside it.
func (v *vector) international() bool {
	if !strings.Contains(v.ascii, "xn--") && !strings.ContainsFunc(v.ascii, func(r rune) bool { return r >= 0x80 }) {
		return false
	}
	alone := !strings.Contains(strings.Trim(v.unicode, "."), ".")
	for _, f := range v.faults {
		switch {
		case f == "V1", f == "V5", f == "V6", f == "V7", f == "C1", f == "C2", f == "P4",
			alone && f[0] == 'B', alone && f[0] == 'V':
			return true
		}
	}
	return false
}

// excluded tells whether a name has a character that UTS 46 permits and IDNA 2008
// does not (RFC 5892): symbols, among others.
func excluded(name string) bool {
	for _, r := range name {
		if r >= 0x80 && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// vectors reads the file. It is that of Unicode 15.0, as ICU 72 has it; its
// licence is in uts39/license.go.
func vectors(t *testing.T) []vector {
	t.Helper()
	f, err := os.Open("testdata/IdnaTestV2.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	lines := bufio.NewScanner(z)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		if c := strings.Split(text, ";"); len(c) >= 5 {
			all = append(all, newVector(n, c))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// newVector reads the columns of a line; an empty one repeats an earlier one.
func newVector(line int, c []string) vector {
	v := vector{line: line, source: literal(c[0]), unicode: literal(c[1]), ascii: literal(c[3])}
	if v.unicode == "" {
		v.unicode = v.source
	}
	if v.ascii == "" {
		v.ascii = v.unicode
	}
	status := strings.TrimSpace(c[2])
	if s := strings.TrimSpace(c[4]); s != "" {
		status = s
	}
	v.faults = strings.FieldsFunc(status, func(r rune) bool { return strings.ContainsRune("[], ", r) })
	return v
}

var escape = regexp.MustCompile(`\\u[0-9A-F]{4}|\\x\{[0-9A-F]+\}`)

// literal returns the text of a column.
func literal(column string) string {
	return escape.ReplaceAllStringFunc(strings.TrimSpace(column), func(s string) string {
		n, err := strconv.ParseInt(strings.Trim(s[2:], "{}"), 16, 32)
		if err != nil {
			return s
		}
		return string(rune(n))
	})
}
