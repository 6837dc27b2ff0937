package config_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryMessage looks for every message of the package in a test: those that
// the wrong Corefiles give, and those in the tables of the test files.
func TestEveryMessage(t *testing.T) {
	seen := read(t, "testdata/bad/*.corefile") + read(t, "*_test.go")
	for _, format := range formats(t) {
		if !expression(format).MatchString(seen) {
			t.Errorf("no test for the message %q", format)
		}
	}
}

// read returns the text of files.
func read(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	var all strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}

// formats returns the formats of all messages in the sources.
func formats(t *testing.T) []string {
	t.Helper()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				found = append(found, callFormats(call)...)
			}
			return true
		})
	}
	if len(found) < 50 {
		t.Fatalf("only %d messages found", len(found))
	}
	return found
}

// callFormats returns the format of a call that makes a message.
func callFormats(call *ast.CallExpr) []string {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	switch selector.Sel.Name {
	case "add", "fault", "Addf", "Errorf":
	default:
		return nil
	}
	for _, arg := range call.Args {
		if literal, ok := arg.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value) // it has been parsed
			return []string{text}
		}
	}
	return nil
}

// expression returns an expression for the messages of a format.
func expression(format string) *regexp.Regexp {
	verb := regexp.MustCompile(`%[#.0-9]*[a-z]`)
	var parts []string
	for _, part := range verb.Split(format, -1) {
		parts = append(parts, regexp.QuoteMeta(part))
	}
	return regexp.MustCompile(strings.Join(parts, `.+`))
}
