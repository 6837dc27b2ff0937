package rdnsmgr_test

import (
	"bytes"
	"net"

	"github.com/miekg/dns"
)

// A writer takes the replies to one query. It packs them as the server does.
type writer struct {
	tcp      bool
	messages bool       // it wants no octets
	before   func()     // is called before octets are written, unless nil
	replies  []*dns.Msg // nil for octets
	wire     [][]byte
}

// takesOctets reports whether a writer is one of these and takes octets.
func takesOctets(w dns.ResponseWriter) bool {
	switch w := w.(type) {
	case *writer:
		return !w.messages
	case *benchWriter, *deafWriter:
		return true
	}
	return false
}

func (w *writer) LocalAddr() net.Addr { return w.addr(53) }

func (w *writer) RemoteAddr() net.Addr { return w.addr(40212) }

func (w *writer) addr(port int) net.Addr {
	if w.tcp {
		return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}
	}
	return &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}
}

func (w *writer) WriteMsg(m *dns.Msg) error {
	wire, err := m.Pack()
	if err != nil {
		return err
	}
	w.replies, w.wire = append(w.replies, m), append(w.wire, wire)
	return nil
}

func (w *writer) Write(b []byte) (int, error) {
	if w.before != nil {
		w.before()
	}
	w.replies, w.wire = append(w.replies, nil), append(w.wire, bytes.Clone(b))
	if w.tcp { // the server's own count the length in front (RFC 1035, 4.2.2)
		return 2 + len(b), nil
	}
	return len(b), nil
}

func (w *writer) Close() error        { return nil }
func (w *writer) TsigStatus() error   { return nil }
func (w *writer) TsigTimersOnly(bool) {}
func (w *writer) Hijack()             {}
