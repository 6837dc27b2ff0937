package test

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

func fetch(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "fetch PATH")
	text, err := get(ts, args)
	ts.Check(err)
	_, err = ts.Stdout().Write([]byte(text))
	ts.Check(err)
}

// get returns the status and the body of a page.
func get(ts *testscript.TestScript, args []string) (string, error) {
	client := http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get("http://127.0.0.1:" + ts.Getenv("HTTPPORT") + "/" + strings.TrimPrefix(args[0], "/"))
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return fmt.Sprintf("%s\n%s\n", r.Status, strings.TrimSpace(string(body))), err
}

// metric waits for a line of the metrics, or with "!" sees to it that there is
// none.
func metric(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 1, "[!] metric REGEXP")
	re := compile(ts, args[0])
	if neg {
		text, err := get(ts, []string{"metrics"})
		ts.Check(err)
		if line := re.FindString(text); line != "" {
			ts.Fatalf("the metrics have %s", line)
		}
		return
	}
	until(ts, "no metric like "+args[0], func() (done bool, err error) {
		text, err := get(ts, []string{"metrics"})
		return re.MatchString(text), err
	})
}
