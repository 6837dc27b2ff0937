package rdnsmgr_test

import (
	"bytes"
	"net"

	"github.com/miekg/dns"
)

// A writer takes the replies to one query. It packs messages as the server does.
type writer struct {
	tcp      bool
	messages bool       // the server's own writer does not stand in front of it
	before   func()     // is called before octets are written, unless nil
	replies  []*dns.Msg // that were handed to this writer itself
	wire     [][]byte
}

func (w *writer) LocalAddr() net.Addr { return address(w.tcp, 53) }

func (w *writer) RemoteAddr() net.Addr { return address(w.tcp, 40212) }

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
	w.wire = append(w.wire, bytes.Clone(b))
	return len(b), nil
}

func (w *writer) Close() error        { return nil }
func (w *writer) TsigStatus() error   { return nil }
func (w *writer) TsigTimersOnly(bool) {}
func (w *writer) Hijack()             {}
