package test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// control asks at the operator's socket, which the Corefile calls control.sock,
// and prints the status and the answer.
func control(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg, controlUsage)
	text, err := askSocket(ts, args)
	ts.Check(err)
	_, err = ts.Stdout().Write([]byte(text))
	ts.Check(err)
}

const controlUsage = "control GET|POST PATH [JSON]"

func askSocket(ts *testscript.TestScript, args []string) (string, error) {
	want(ts, len(args) == 2 || len(args) == 3, controlUsage)
	var body string
	if len(args) == 3 {
		body = args[2]
	}
	q, err := http.NewRequest(args[0], "http://control"+args[1], strings.NewReader(body))
	if err != nil {
		return "", err
	}
	socket := ts.MkAbs("control.sock")
	client := http.Client{Timeout: patience, Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
	r, err := client.Do(q)
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	answer, err := io.ReadAll(r.Body)
	return fmt.Sprintf("%s\n%s\n", r.Status, strings.TrimSpace(string(answer))), err
}
