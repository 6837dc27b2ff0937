package control_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/control"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// A desk is a running manager, and somebody who asks at its socket.
type desk struct {
	t    *testing.T
	dir  string
	path string
	http http.Client
}

type silent struct{}

func (silent) Infof(string, ...any)    {}
func (silent) Warningf(string, ...any) {}
func (silent) Errorf(string, ...any)   {}

const customers = `192.0.2.1 www.example.org
192.0.2.2 www.paypa1.com
192.0.2.3 ip-192-0-2-9.host.example
192.0.2.4 www.example.org
2001:db8::1 www.example.org
`

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, dir: t.TempDir()}
	d.path = filepath.Join(d.dir, "s")
	d.http.Transport = &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", d.path)
	}}
	return d
}

// start runs a manager and opens its socket. What it returns ends both.
func (d *desk) start() (stop func()) {
	d.t.Helper()
	m := d.run()
	s, err := control.Open(d.path, m.manager)
	if err != nil {
		d.t.Fatal(err)
	}
	return func() {
		if err := s.Close(); err != nil {
			d.t.Error(err)
		}
		m.stop()
	}
}

type runner struct {
	manager *manager.Manager
	stop    func()
}

func (d *desk) run() runner {
	d.t.Helper()
	d.write("customers.map", customers)
	blocks, err := config.Read("Corefile", strings.NewReader(`192.0.2.0/24 2001:db8::/32 host.example {
	rdnsmgr {
		pool 192.0.2.0/24 2001:db8::/32 ip-{ip}.host.example
		mappings customers.map
		confirm 127.0.0.1:9
		policy default
		state memory
		soa ns1.example.net hostmaster.example.net
		ns ns1.example.net
	}
}`))
	if err != nil {
		d.t.Fatal(err)
	}
	m := manager.New(silent{}, time.Now)
	m.Add(blocks[0], func(p string) string { return filepath.Join(d.dir, p) })
	if err := m.Load(); err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(d.t.Context())
	ended := make(chan struct{})
	go func() {
		m.Run(ctx)
		close(ended)
	}()
	return runner{m, func() {
		cancel()
		<-ended
	}}
}

func (d *desk) write(name, content string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, name), []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// ask returns the status and the body of an answer. A body to send makes it a
// POST.
func (d *desk) ask(path, body string) (int, string) {
	d.t.Helper()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(d.t.Context(), method, "http://rdnsmgr"+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := d.http.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	if !json.Valid(text) {
		d.t.Errorf("%s: %q is no JSON", path, text)
	}
	return answer.StatusCode, string(bytes.TrimSpace(text))
}

func TestRequests(t *testing.T) {
	d := newDesk(t)
	defer d.start()()
	for _, test := range []struct {
		path, body string
		status     int
		want       []string
	}{
		{"/v1/status", "", 200, []string{`"served":3`, `"rejected":2`, `"confirmation":{"mappings":{"active":0,"adopted":3`}},
		{"/v1/explain?address=192.0.2.1", "", 200, []string{`"answer":"explicit","names":["www.example.org."]`, `customers.map:1"`, `"confirmation":{"state":"adopted"`, `"template":"ip-{ip}.host.example"`}},
		{"/v1/explain?address=192.0.2.2", "", 200, []string{`"fate":"rejected","look":"refused"`, `"check":"confusable"`, `\"paypal.com\"`, `"confirmation":null`}},
		{"/v1/explain?address=192.0.2.77", "", 200, []string{`"names":["ip-192-0-2-77.host.example."]`, `"mappings":[]`}},
		{"/v1/explain?address=198.51.100.1", "", 200, []string{`"stories":[]`}},
		{"/v1/explain?name=WWW.example.org", "", 200, []string{`"address":"192.0.2.1"`, `"address":"192.0.2.4"`, `"address":"2001:db8::1"`}},
		{"/v1/explain?name=nobody.example.org", "", 400, []string{`no mapping has the name`}},
		{"/v1/explain", "", 400, []string{"want an address or a name, and not both"}},
		{"/v1/explain?address=x", "", 400, []string{`address \"x\": want one such as 192.0.2.25`}},
		{"/v1/explain?name=a_b.example.org%1b%5b2J", "", 400, []string{`"error"`}},
		{"/v1/mappings", "", 200, []string{`"address":"192.0.2.1"`, `"address":"2001:db8::1"`}},
		{"/v1/mappings?limit=1", "", 200, []string{`"next":"192.0.2.1"`}},
		{"/v1/mappings?limit=1&after=192.0.2.1", "", 200, []string{`"name":"www.paypa1.com."`, `"next":"192.0.2.2"`}},
		{"/v1/mappings?confirmation=adopted&after=192.0.2.1", "", 200, []string{`"address":"192.0.2.4"`}},
		{"/v1/mappings?confirmation=suspended", "", 200, []string{`{"mappings":[]}`}},
		{"/v1/mappings?fate=strange", "", 400, []string{`fate \"strange\": want one of`}},
		{"/v1/mappings?limit=0", "", 400, []string{"want a number from 1"}},
		{"/v1/held", "", 200, []string{`{"files":[],"withdrawals":{"held":0,"names":[]}}`}},
		{"/v1/recheck", `{"address":"192.0.2.1"}`, 200, []string{`{"rechecked":1}`}},
		{"/v1/recheck", `{"name":"www.example.org."}`, 200, []string{`{"rechecked":3}`}},
		{"/v1/recheck", `{"address":"192.0.2.2"}`, 400, []string{"confirmation looks after no mapping"}},
		{"/v1/recheck", `{"address":`, 400, []string{"want a JSON object"}},
		{"/v1/recheck", `{"address":"192.0.2.1"}{}`, 400, []string{"something stands behind"}},
		{"/v1/recheck", `{"where":"192.0.2.1"}`, 400, []string{"unknown field"}},
		{"/v1/release", `{"withdrawals":true}`, 200, []string{`{"released":0}`}},
		{"/v1/release", `{"file":"customers.map","hash":"0123456789"}`, 409, []string{`no change of`}},
		{"/v1/release", `{}`, 400, []string{"and not both"}},
		{"/v1/accept", `{"address":"192.0.2.1","name":"www.example.org"}`, 409, []string{"is not flagged"}},
		{"/v1/accept", `{"address":"192.0.2.1","name":"` + strings.Repeat("x", 1<<17) + `"}`, 400, []string{"want a JSON object"}},
		{"/v2/status", "", 404, []string{"no such request"}},
		{"/", "", 404, []string{"no such request"}},
	} {
		status, body := d.ask(test.path, test.body)
		if status != test.status {
			t.Errorf("%s %.80s: status %d, want %d: %s", test.path, test.body, status, test.status, body)
		}
		for _, want := range test.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s %.80s: %s lacks %s", test.path, test.body, body, want)
			}
		}
	}
}

// TestReleaseFile: a held change is released by hand, and only the one meant.
func TestReleaseFile(t *testing.T) {
	d := newDesk(t)
	var many strings.Builder
	for i := range 40 {
		fmt.Fprintf(&many, "192.0.2.%d host%d.example.org\n", i+10, i)
	}
	defer d.start()()
	await := func(path, want string) string {
		t.Helper()
		for {
			if _, body := d.ask(path, ""); strings.Contains(body, want) {
				return body
			}
			if err := t.Context().Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
	d.write("customers.map", customers+many.String())
	await("/v1/status", `"waiting":40`)
	d.write("customers.map", customers)
	body := await("/v1/held", `"reason":"would remove 40 of `)
	var held control.Held
	if err := json.Unmarshal([]byte(body), &held); err != nil {
		t.Fatal(err)
	}
	file := held.Files[0]
	if status, body := d.ask("/v1/release", `{"file":"`+file.File+`","hash":"ffffffffffffffff"}`); status != http.StatusConflict {
		t.Errorf("a wrong hash: %d %s", status, body)
	}
	if status, body := d.ask("/v1/release", `{"file":"`+file.File+`","hash":"`+file.Hash[:16]+`"}`); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	await("/v1/status", `"waiting":0`)
	await("/v1/held", `"files":[]`)
}

// TestSocket follows the socket through a reload.
func TestSocket(t *testing.T) {
	d := newDesk(t)
	first := d.start()
	info, err := os.Stat(d.path)
	if err != nil || info.Mode() != os.ModeSocket|0o600 {
		t.Fatal(info.Mode(), err)
	}
	second := d.start()
	first()
	if status, body := d.ask("/v1/status", ""); status != http.StatusOK {
		t.Errorf("after a reload: %d %s", status, body)
	}
	second()
	if _, err := os.Stat(d.path); !os.IsNotExist(err) {
		t.Error("the socket was left behind:", err)
	}
	if left, err := os.ReadDir(d.dir); err != nil || len(left) != 1 {
		t.Error(left, err)
	}
}

// TestPath: what stands in the place of the socket.
func TestPath(t *testing.T) {
	d := newDesk(t)
	m := d.run()
	defer m.stop()
	open := func() error {
		s, err := control.Open(d.path, m.manager)
		if err == nil {
			err = s.Close()
		}
		return err
	}
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: d.path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	if err := open(); err == nil || !strings.Contains(err.Error(), "another process answers there") {
		t.Errorf("a socket that answers: %v", err)
	}
	dead.SetUnlinkOnClose(false)
	if err := dead.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open(); err != nil {
		t.Errorf("a socket of a dead process: %v", err)
	}
	d.write("s", "precious")
	if err := open(); err == nil || !strings.Contains(err.Error(), "something else has this path") {
		t.Errorf("a file: %v", err)
	}
	d.path = filepath.Join(d.dir, strings.Repeat("x", 200))
	if err := open(); err == nil || !strings.Contains(err.Error(), "at most") {
		t.Errorf("a long path: %v", err)
	}
}
