package online

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/control"
)

const (
	// answerTime is how long an answer may take: a little longer than the server
	// allows itself.
	answerTime = 40 * time.Second

	// maxAnswer bounds an answer in bytes. Ten thousand mappings take a twentieth.
	maxAnswer = 64 << 20
)

// A Client asks at one socket. Make one with New.
type Client struct {
	path string
	http http.Client
}

// New returns a Client of the socket with the path. Nothing is opened yet.
func New(path string) *Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", path)
	}
	return &Client{path: path, http: http.Client{Timeout: answerTime, Transport: &http.Transport{DialContext: dial}}}
}

// Close closes the connection.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Status asks what the server does as a whole.
func (c *Client) Status(ctx context.Context) (s control.Status, err error) {
	return s, c.get(ctx, "status", nil, &s)
}

// Explain asks about an address, or about all addresses that want a name.
func (c *Client) Explain(ctx context.Context, address, name string) (e []control.Explanation, err error) {
	return e, c.get(ctx, "explain", values("address", address, "name", name), &e)
}

// Held asks what waits for a person.
func (c *Client) Held(ctx context.Context) (h control.Held, err error) {
	return h, c.get(ctx, "held", nil, &h)
}

// A Filter says which mappings are listed; "" means all.
type Filter struct{ Fate, Look, Confirmation string }

// Mappings asks for mappings, page by page, until there are most of them. more
// tells that there would be further ones.
func (c *Client) Mappings(ctx context.Context, f Filter, most int) (list []control.Mapping, more bool, err error) {
	q := values("fate", f.Fate, "look", f.Look, "confirmation", f.Confirmation)
	for {
		q.Set("limit", fmt.Sprint(min(most-len(list), pageSize)))
		var page control.Mappings
		if err := c.get(ctx, "mappings", q, &page); err != nil {
			return nil, false, err
		}
		list = append(list, page.Mappings...)
		if page.Next == "" || len(list) >= most {
			return list[:min(len(list), most)], page.Next != "" || len(list) > most, nil
		}
		if page.Next == q.Get("after") {
			return nil, false, fmt.Errorf("reading the answer from %q: the list does not end", c.path)
		}
		q.Set("after", page.Next)
	}
}

// pageSize is how many mappings are asked for at a time.
const pageSize = 1000

// Recheck has the mappings of an address, or those to a name, asked about soon,
// and returns how many.
func (c *Client) Recheck(ctx context.Context, address, name string) (n int, err error) {
	var answer struct {
		Rechecked int `json:"rechecked"`
	}
	err = c.post(ctx, "recheck", map[string]string{"address": address, "name": name}, &answer)
	return answer.Rechecked, err
}

// ReleaseFile consents to the held content of a file.
func (c *Client) ReleaseFile(ctx context.Context, file, hash string) error {
	return c.post(ctx, "release", map[string]string{"file": file, "hash": hash}, nil)
}

// ReleaseWithdrawals lets the held names go, and returns how many there are.
func (c *Client) ReleaseWithdrawals(ctx context.Context) (n int, err error) {
	var answer struct {
		Released int `json:"released"`
	}
	err = c.post(ctx, "release", map[string]bool{"withdrawals": true}, &answer)
	return answer.Released, err
}

// Accept excuses a flagged name.
func (c *Client) Accept(ctx context.Context, address, name string) error {
	return c.post(ctx, "accept", map[string]string{"address": address, "name": name}, nil)
}

// values makes a query of pairs, without those that are empty.
func values(pairs ...string) url.Values {
	q := make(url.Values)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q
}

func (c *Client) get(ctx context.Context, what string, q url.Values, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://socket/v1/"+what+"?"+q.Encode(), http.NoBody)
	if err != nil {
		return err
	}
	return c.ask(r, into)
}

func (c *Client) post(ctx context.Context, what string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://socket/v1/"+what, bytes.NewReader(text))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	return c.ask(r, into)
}

// ask sends a request and reads the answer. What the server refuses is an error
// with its own words.
func (c *Client) ask(r *http.Request, into any) error {
	answer, err := c.http.Do(r)
	if err != nil {
		return fmt.Errorf("asking at the control socket %q: %w: does the server run, does its Corefile have the line control %s, and may you open it?", c.path, cause(err), c.path)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = fmt.Errorf("more than %d bytes", maxAnswer)
	}
	if err != nil {
		return fmt.Errorf("reading the answer from %q: %w", c.path, err)
	}
	if answer.StatusCode != http.StatusOK {
		return refusal(c.path, answer.StatusCode, body)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("reading the answer from %q: %w: is it a server of the same release?", c.path, err)
	}
	return nil
}

// cause takes the method and the URL off an error: they are our own.
func cause(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

func refusal(path string, status int, body []byte) error {
	var wrong struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &wrong) != nil || wrong.Error == "" {
		return fmt.Errorf("asking at the control socket %q: status %d: is it the socket of an rdnsmgr?", path, status)
	}
	return errors.New(wrong.Error)
}
