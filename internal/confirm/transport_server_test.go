package confirm_test

import (
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// A call is a query that reached a fake server.
type call struct {
	wire   []byte
	query  *dns.Msg
	stream bool
	from   netip.AddrPort
	send   func(packet []byte)
}

// reply sends a message that answers the query, as edit makes it.
func (c *call) reply(edit func(m *dns.Msg)) { c.send(c.pack(edit)) }

// pack returns a message that answers the query, as edit makes it.
func (c *call) pack(edit func(m *dns.Msg)) []byte {
	m := new(dns.Msg).SetReply(c.query)
	m.RecursionAvailable, m.Compress = true, true
	if edit != nil {
		edit(m)
	}
	packet, err := m.Pack()
	if err != nil {
		panic(err)
	}
	return packet
}

// answer answers with the records, in which @ stands for the name asked.
func (c *call) answer(records ...string) {
	c.reply(func(m *dns.Msg) { m.Answer = rrs(m.Question[0].Name, records) })
}

// rrs reads records, in which @ stands for the name.
func rrs(name string, records []string) []dns.RR {
	var list []dns.RR
	for _, text := range records {
		rr, err := dns.NewRR(strings.ReplaceAll(text, "@", name))
		if err != nil {
			panic(err)
		}
		list = append(list, rr)
	}
	return list
}

// A server is a fake DNS server at one port of UDP and TCP.
type server struct {
	addr  string
	calls chan call // all that came, for tests that count; see count

	tls    *tls.Config
	handle func(c *call)
	wg     sync.WaitGroup
	mu     sync.Mutex
	conns  map[net.Conn]bool
	opened int // streams so far
}

// serve starts a server on the loopback interface that lives as long as the
// test. handle is called for one datagram at a time, and for the streams
// concurrently.
func serve(t testing.TB, handle func(c *call)) *server {
	return start(t, &server{handle: handle}, true)
}

// serveUDP starts a server without TCP.
func serveUDP(t testing.TB, handle func(c *call)) *server {
	return start(t, &server{handle: handle}, false)
}

// serveTLS starts a server that speaks TLS on its TCP port.
func serveTLS(t testing.TB, config *tls.Config, handle func(c *call)) *server {
	return start(t, &server{handle: handle, tls: config}, true)
}

func start(t testing.TB, s *server, streams bool) *server {
	t.Helper()
	s.calls, s.conns = make(chan call, 1000), make(map[net.Conn]bool)
	udp, listener := listen(t, streams)
	s.addr = udp.LocalAddr().String()
	s.wg.Go(func() { s.datagrams(udp) })
	if listener != nil {
		s.wg.Go(func() { s.streams(listener) })
	}
	t.Cleanup(func() {
		_ = udp.Close()
		if listener != nil {
			_ = listener.Close()
		}
		s.hangUp()
		s.wg.Wait()
	})
	return s
}

// listen returns sockets of one port. The kernel picks it for UDP; for TCP it
// may be taken.
func listen(t testing.TB, streams bool) (*net.UDPConn, net.Listener) {
	t.Helper()
	for {
		udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			t.Fatal(err)
		}
		if !streams {
			return udp, nil
		}
		listener, err := net.Listen("tcp", udp.LocalAddr().String())
		if err == nil {
			return udp, listener
		}
		_ = udp.Close()
	}
}

// resolver returns a Resolver that asks the server.
func (s *server) resolver(t testing.TB) confirm.Resolver {
	t.Helper()
	return resolver(t, s.addr)
}

func resolver(t testing.TB, spec string) confirm.Resolver {
	t.Helper()
	list, err := confirm.NewResolvers([]string{spec})
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

// count returns how many datagrams and streams' queries have come.
func (s *server) count() (datagrams, streams int) {
	for {
		select {
		case c := <-s.calls:
			if c.stream {
				streams++
			} else {
				datagrams++
			}
		default:
			return datagrams, streams
		}
	}
}

// hangUp closes all streams.
func (s *server) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		_ = conn.Close()
	}
}

func (s *server) datagrams(udp *net.UDPConn) {
	for {
		buf := make([]byte, 4096)
		n, from, err := udp.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		s.called(call{wire: buf[:n], from: from, send: func(packet []byte) { _, _ = udp.WriteToUDPAddrPort(packet, from) }})
	}
}

func (s *server) called(c call) {
	c.query = new(dns.Msg)
	if err := c.query.Unpack(c.wire); err != nil {
		panic(err)
	}
	select {
	case s.calls <- c:
	default: // a benchmark
	}
	s.handle(&c)
}

func (s *server) streams(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		if s.tls != nil {
			conn = tls.Server(conn, s.tls)
		}
		s.mu.Lock()
		s.conns[conn] = true
		s.opened++
		s.mu.Unlock()
		s.wg.Go(func() {
			s.stream(conn)
			s.mu.Lock()
			delete(s.conns, conn)
			s.mu.Unlock()
		})
	}
}

func (s *server) stream(conn net.Conn) {
	defer conn.Close()
	for {
		var size [2]byte
		if _, err := io.ReadFull(conn, size[:]); err != nil {
			return
		}
		wire := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(conn, wire); err != nil {
			return
		}
		s.called(call{wire: wire, stream: true, send: func(packet []byte) {
			_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(packet))), packet...))
		}})
	}
}

// soon is for what is to be waited for in vain, and late for what must come.
const (
	soon = 30 * time.Millisecond
	late = 10 * time.Second
)

// between is for what is waited for in vain first, and must come then.
const between = time.Second
