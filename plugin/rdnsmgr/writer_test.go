package rdnsmgr_test

import (
	"net"

	"github.com/miekg/dns"
)

// A writer takes the replies to one query. It packs them as the server does.
type writer struct {
	tcp     bool
	replies []*dns.Msg
	wire    [][]byte
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
	w.replies, w.wire = append(w.replies, nil), append(w.wire, b)
	return len(b), nil
}

func (w *writer) Close() error        { return nil }
func (w *writer) TsigStatus() error   { return nil }
func (w *writer) TsigTimersOnly(bool) {}
func (w *writer) Hijack()             {}
