package ask

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/miekg/dns"
	"golang.org/x/time/rate"
)

// A Client asks one server. It is safe for concurrent use. Make one with New.
type Client struct {
	server  netip.AddrPort
	limiter *rate.Limiter
	udp     dns.Client
	tcp     dns.Client
}

// NewLimiter returns what bounds the questions a second of all clients that share
// it.
func NewLimiter(perSecond int) (*rate.Limiter, error) {
	if perSecond < 1 || perSecond > MaxRate {
		return nil, fmt.Errorf("rate %d: want a number from 1 to %d", perSecond, MaxRate)
	}
	return rate.NewLimiter(rate.Limit(perSecond), 1+perSecond/20), nil
}

// New returns a Client of the server, an address with or without a port.
func New(server string, limiter *rate.Limiter) (*Client, error) {
	at, err := parseServer(server)
	if err != nil {
		return nil, err
	}
	return &Client{
		server: at, limiter: limiter,
		udp: dns.Client{Net: "udp", Timeout: wait, UDPSize: udpSize},
		tcp: dns.Client{Net: "tcp", Timeout: wait},
	}, nil
}

func parseServer(word string) (netip.AddrPort, error) {
	if at, err := netip.ParseAddrPort(word); err == nil && at.Port() != 0 {
		return at, nil
	}
	a, err := netip.ParseAddr(strings.Trim(word, "[]"))
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("server %q: want an address, such as 192.0.2.53, 192.0.2.53:1053 or [2001:db8::53]:53", word)
	}
	return netip.AddrPortFrom(a, 53), nil
}

// String returns the address of the server.
func (c *Client) String() string { return c.server.String() }

// exchange asks for the name, again if nothing comes, and over TCP if the answer
// is too long. The message answers the question; its code is NOERROR or NXDOMAIN.
func (c *Client) exchange(ctx context.Context, name string, qtype uint16) (*dns.Msg, error) {
	q := new(dns.Msg)
	q.SetQuestion(name, qtype)
	q.SetEdns0(udpSize, false)
	var m *dns.Msg
	var err error
	for range tries {
		if err = c.limiter.Wait(ctx); err != nil {
			return nil, err
		}
		q.Id = dns.Id()
		m, err = c.once(ctx, q)
		if netErr, ok := errors.AsType[net.Error](err); err == nil || ctx.Err() != nil || !ok || !netErr.Timeout() {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", c, plain(err))
	}
	if m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		return nil, fmt.Errorf("asking %s: it says %s", c, rcode(m.Rcode))
	}
	return m, nil
}

func (c *Client) once(ctx context.Context, q *dns.Msg) (*dns.Msg, error) {
	m, _, err := c.udp.ExchangeContext(ctx, q, c.server.String())
	if err == nil && m.Truncated {
		m, _, err = c.tcp.ExchangeContext(ctx, q, c.server.String())
	}
	if err != nil {
		return nil, err
	}
	asked := q.Question[0]
	if !m.Response || len(m.Question) != 1 || m.Question[0].Qtype != asked.Qtype || !strings.EqualFold(m.Question[0].Name, asked.Name) {
		return nil, errors.New("the message is no answer to the question")
	}
	m.Answer = m.Answer[:min(len(m.Answer), maxRecords)]
	m.Ns = m.Ns[:min(len(m.Ns), maxRecords)]
	return m, nil
}

func rcode(code int) string {
	if text, ok := dns.RcodeToString[code]; ok {
		return text
	}
	return fmt.Sprintf("RCODE %d", code)
}

// plain words what network errors repeat at length.
func plain(err error) error {
	if netErr, ok := errors.AsType[net.Error](err); ok && netErr.Timeout() {
		return fmt.Errorf("no answer to %d questions in %s each", tries, wait.Round(time.Second))
	}
	return err
}
