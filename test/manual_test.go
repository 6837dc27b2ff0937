package test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

const manual = "plugin/rdnsmgr/README.md"

// section returns the part of a document below a heading, up to the next one.
func section(t *testing.T, document, heading string) string {
	t.Helper()
	_, text, ok := strings.Cut(readDocument(t, document), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("%s has no heading %q", document, heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}

// TestChecksInManual compares the manual's table of checks with the catalogue.
func TestChecksInManual(t *testing.T) {
	t.Parallel()
	var rows []string
	for line := range strings.Lines(section(t, manual, "Look check")) {
		if strings.HasPrefix(line, "| `") && strings.Count(line, "|") == 5 {
			rows = append(rows, strings.TrimSpace(line))
		}
	}
	var want []string
	for _, e := range policy.Catalogue() {
		want = append(want, row(&e))
	}
	if !slices.Equal(rows, want) {
		t.Errorf("the table of checks in %s must have these rows:\n%s", manual, strings.Join(want, "\n"))
	}
}

// row writes a check as the manual does.
func row(e *policy.Entry) string {
	what := e.Default.String()
	switch {
	case e.Fixed:
		what = "always"
	case e.Lenient != e.Default:
		what += "; lenient: " + e.Lenient.String()
	}
	var opened []string
	if e.Allowed {
		opened = append(opened, "allow")
	}
	if e.Known {
		opened = append(opened, "known")
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s |", e.Name, what, strings.Join(opened, ", "), e.Explain)
}

// TestNamesInReadme: what the front page says of some names is so.
func TestNamesInReadme(t *testing.T) {
	t.Parallel()
	p, err := policy.New(policy.Config{})
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(readDocument(t, "README.md"), "**Names stay honest.**")
	text, _, _ = strings.Cut(text, "point back happily")
	names := quoted(text)
	for _, name := range names {
		if v := p.Check(policy.Request{Name: name}); v.Outcome != policy.Refused {
			t.Errorf("%q is %v", name, v)
		}
	}
	if len(names) == 0 {
		t.Error("the page shows no name")
	}
}

var (
	backticks = regexp.MustCompile("`([^`]+)`")
	bullet    = regexp.MustCompile("(?ms)^\\* `(coredns_rdnsmgr_\\w+)(?:\\{[^}]*\\})?` - (.*?)(?:^$|^\\* )")
	mentioned = regexp.MustCompile(`\bcoredns_rdnsmgr_\w+`)
	typeLine  = regexp.MustCompile(`(?m)^# TYPE (coredns_rdnsmgr_\w+) `)
	sample    = regexp.MustCompile(`(?m)^(coredns_rdnsmgr_\w+)\{(.*)\} `)
	label     = regexp.MustCompile(`(\w+)="([^"]*)"`)
)

// quoted returns the words that a text has between backticks.
func quoted(text string) []string {
	var found []string
	for _, m := range backticks.FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	return found
}

// everyKind is a configuration with which there is a question for each kind of
// answer, and nobody to confirm anything.
const everyKind = `192.0.2.0/24:{$PORT} host.example:{$PORT} {
    bind 127.0.0.1
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example
        delegate 192.0.2.128/26 ns1.example.net
        ptr 192.0.2.25 mail.example.net
        record www.host.example A 192.0.2.80
        record customer.host.example NS ns1.example.net
        confirm 127.0.0.1:{$NOBODY}
        state memory
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net
    }
    prometheus 127.0.0.1:{$METRICS}
}
`

var everyQuestion = []string{
	"-x 192.0.2.1", "-x 192.0.2.25", "-x 192.0.2.129", "-x 192.0.2.1 TXT", "ip-192-0-2-1.host.example", "host.example SOA",
	"www.host.example", "www.customer.host.example", "nobody.host.example", "host.example AXFR",
}

// TestMetricsInManual compares the metrics that the manual lists, and the values
// of their labels, with those of a server that has given every kind of answer.
func TestMetricsInManual(t *testing.T) {
	t.Parallel()
	exported := askEverything(t)
	listed := make(map[string][]string)
	text := section(t, manual, "Metrics") + "\n\n"
	for at := 0; ; {
		m := bullet.FindStringSubmatchIndex(text[at:])
		if m == nil {
			break
		}
		values := quoted(text[at+m[4] : at+m[5]])
		slices.Sort(values)
		listed[text[at+m[2]:at+m[3]]] = values
		at += m[5]
	}
	if diff := cmp.Diff(exported, listed); diff != "" {
		t.Errorf("the metrics (-exported +listed):\n%s", diff)
	}
	for _, document := range documents {
		for _, name := range mentioned.FindAllString(readDocument(t, document), -1) {
			if _, ok := exported[name]; !ok {
				t.Errorf("%s has %s, which is no metric", document, name)
			}
		}
	}
}

// askEverything returns the values of the labels of each metric; but not those
// which stand for something of the configuration.
func askEverything(t *testing.T) map[string][]string {
	t.Helper()
	dir := t.TempDir()
	if err := writeFile(dir, "Corefile", everyKind); err != nil {
		t.Fatal(err)
	}
	s, env, err := startAnywhere(dir, "Corefile", os.Environ(), "PORT", "METRICS", "NOBODY")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	for _, question := range everyQuestion {
		q, err := parseQuery(strings.Fields(question))
		if err == nil {
			_, err = q.exchange("127.0.0.1:"+lookup(env, "PORT"), nil)
		}
		if err != nil {
			t.Fatalf("%s: %v", question, err)
		}
	}
	return labels(fetchMetrics(t, lookup(env, "METRICS")))
}

func fetchMetrics(t *testing.T, port string) string {
	t.Helper()
	r, err := http.Get("http://127.0.0.1:" + port + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func labels(metrics string) map[string][]string {
	values := make(map[string][]string)
	for _, m := range typeLine.FindAllStringSubmatch(metrics, -1) {
		values[m[1]] = nil
	}
	for _, m := range sample.FindAllStringSubmatch(metrics, -1) {
		for _, l := range label.FindAllStringSubmatch(m[2], -1) {
			open := slices.Contains([]string{"server", "zone", "pool", "le"}, l[1])
			if !open && !slices.Contains(values[m[1]], l[2]) {
				values[m[1]] = append(values[m[1]], l[2])
			}
		}
	}
	for _, v := range values {
		slices.Sort(v)
	}
	return values
}
