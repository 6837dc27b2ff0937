package rdnsmgr_test

import (
	"bytes"
	"io"
	"net"
	"time"

	"github.com/miekg/dns"
)

// A link is what is between a client and the DNS library's server, in memory. The
// server's own writers, which we write octets to, can be had from a server only.
type link struct {
	tcp      bool
	decorate dns.DecorateWriter
	to       io.Writer // gets what the server sends, message by message
}

// writer returns the writer that the server hands on with a query.
func (l link) writer() (w dns.ResponseWriter) {
	server := &dns.Server{DecorateWriter: l.decorate, Handler: dns.HandlerFunc(func(own dns.ResponseWriter, _ *dns.Msg) {
		own.Hijack() // or it would be closed now
		w = own
	})}
	query := make([]byte, 12) // a header, which asks for nothing
	server.MsgAcceptFunc = func(dns.Header) dns.MsgAcceptAction { return dns.MsgAccept }
	if l.tcp {
		server.Listener = &stream{link: l, query: bytes.NewReader(append([]byte{0, 12}, query...))}
	} else {
		server.PacketConn = &packets{link: l, query: bytes.NewReader(query)}
	}
	_ = server.ActivateAndServe() // ends with an error: there is no second query
	return w
}

func address(tcp bool, port int) net.Addr {
	if tcp {
		return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}
	}
	return &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}
}

// packets is the link for UDP.
type packets struct {
	net.PacketConn // nil: the server needs no more than these methods
	link
	query io.Reader
}

func (p *packets) ReadFrom(b []byte) (int, net.Addr, error) {
	n, err := p.query.Read(b)
	return n, address(false, 40212), err
}

func (p *packets) WriteTo(b []byte, _ net.Addr) (int, error) { return p.to.Write(b) }

func (p *packets) LocalAddr() net.Addr { return address(false, 53) }

func (p *packets) SetReadDeadline(time.Time) error { return nil }

func (p *packets) Close() error { return nil }

// A stream is the link for TCP, and the listener on which it comes.
type stream struct {
	net.Conn // nil, as above
	link
	query    io.Reader
	accepted bool
}

func (s *stream) Accept() (net.Conn, error) {
	if s.accepted {
		return nil, io.EOF
	}
	s.accepted = true
	return s, nil
}

func (s *stream) Read(b []byte) (int, error) { return s.query.Read(b) }

// Write hands a message on without the length in front (RFC 1035, 4.2.2).
func (s *stream) Write(b []byte) (int, error) {
	n, err := s.to.Write(b[2:])
	return 2 + n, err
}

func (s *stream) Addr() net.Addr { return address(true, 53) }

func (s *stream) LocalAddr() net.Addr { return address(true, 53) }

func (s *stream) RemoteAddr() net.Addr { return address(true, 40212) }

func (s *stream) SetReadDeadline(time.Time) error { return nil }

func (s *stream) Close() error { return nil }
