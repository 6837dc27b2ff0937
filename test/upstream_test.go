package test

import (
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// An upstream is a resolver whose words a script writes. It plays the resolvers
// that the server asks, and behind them everybody's name servers.
type upstream struct {
	address string        // of the loopback interface
	config  *tls.Config   // nil: UDP and TCP
	ours    func() string // the address of the server under test, "" when none runs

	servers []*dns.Server // while it runs
	ended   chan struct{} // closed by stop

	mu    sync.Mutex // guards what follows
	lines map[string]*line
	asked []string // "mail.example.org. A udp", in the order they came
}

// newUpstream returns an upstream that does not run yet.
func newUpstream(lines map[string]*line, config *tls.Config, ours func() string) (*upstream, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	return &upstream{address: fmt.Sprintf("127.0.0.1:%d", port), config: config, ours: ours, lines: lines}, nil
}

// start begins to answer, at the same address each time.
func (u *upstream) start() error {
	u.ended = make(chan struct{})
	listener, err := net.Listen("tcp", u.address)
	if err != nil {
		return err
	}
	if u.config != nil {
		u.serve(&dns.Server{Listener: tls.NewListener(listener, u.config), Handler: u})
		return nil
	}
	packets, err := net.ListenPacket("udp", u.address)
	if err != nil {
		return fmt.Errorf("%w (%w)", err, listener.Close())
	}
	u.serve(&dns.Server{Listener: listener, Handler: u})
	u.serve(&dns.Server{PacketConn: packets, Handler: u})
	return nil
}

func (u *upstream) serve(s *dns.Server) {
	ready := make(chan struct{})
	s.NotifyStartedFunc = func() { close(ready) }
	go func() { _ = s.ActivateAndServe() }() // ends by stop
	<-ready
	u.servers = append(u.servers, s)
}

// stop makes it vanish: its port is closed. It may be called again.
func (u *upstream) stop() {
	if len(u.servers) == 0 {
		return
	}
	close(u.ended)
	for _, s := range u.servers {
		_ = s.Shutdown()
	}
	u.servers = nil
}

// ServeDNS implements dns.Handler.
func (u *upstream) ServeDNS(w dns.ResponseWriter, query *dns.Msg) {
	q := query.Question[0]
	network := w.RemoteAddr().Network()
	a := u.take(q, network)
	if a.silent || !u.pass(a.delay) {
		return
	}
	if network == "tcp" && a.noTCP {
		_ = w.Close()
		return
	}
	if network == "udp" && a.strays {
		if err := stray(w, query); err != nil {
			return // nobody is there any more
		}
	}
	packet, err := u.reply(query, a, network)
	if err != nil {
		packet = []byte(err.Error()) // no message; the test will say so
	}
	_, _ = w.Write(packet)
}

// take notes the question and returns what to answer.
func (u *upstream) take(q dns.Question, network string) *answer {
	u.mu.Lock()
	defer u.mu.Unlock()
	name := strings.ToLower(q.Name)
	u.asked = append(u.asked, fmt.Sprintf("%s %s %s", name, dns.TypeToString[q.Qtype], network))
	return u.find(name).take(q.Qtype)
}

// find returns the line for a name. u.mu must be held.
func (u *upstream) find(name string) *line {
	for _, key := range []string{everything, name, anythingElse} {
		if l := u.lines[key]; l != nil {
			return l
		}
	}
	return nonexistent
}

// set replaces lines, or all of them. A nil line goes.
func (u *upstream) set(lines map[string]*line, all bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if all {
		u.lines = lines
		return
	}
	for name, l := range lines {
		u.lines[name] = l
	}
}

// questions returns what it was asked so far.
func (u *upstream) questions() []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return slices.Clone(u.asked)
}

// pass waits, and reports whether the upstream still runs then.
func (u *upstream) pass(d time.Duration) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-u.ended:
		return false
	}
}
