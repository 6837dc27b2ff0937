package rdnsmgr_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// These queries go through a socket, because the server answers some of them
// before a plugin sees them.

// exchange sends octets and returns the reply, over a new connection.
func exchange(t *testing.T, network, address string, octets []byte) *dns.Msg {
	t.Helper()
	m := new(dns.Msg)
	if err := m.Unpack(exchangeOctets(t, network, address, octets)); err != nil {
		t.Fatal(err)
	}
	return m
}

func exchangeOctets(t *testing.T, network, address string, octets []byte) []byte {
	t.Helper()
	conn, err := dns.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write(octets); err != nil {
		t.Fatal(err)
	}
	reply, err := conn.ReadMsgHeader(nil)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

func (s *server) both(t *testing.T, f func(t *testing.T, network, address string)) {
	t.Helper()
	t.Run("udp", func(t *testing.T) { f(t, "udp", s.udp()) })
	t.Run("tcp", func(t *testing.T) { f(t, "tcp", s.tcp()) })
}

// The answer is the same over both transports.
func TestSockets(t *testing.T) {
	s := startWorld(t)
	s.both(t, func(t *testing.T, network, address string) {
		for what, n := range shapes() {
			t.Run(what, func(t *testing.T) {
				for _, qtype := range []uint16{dns.TypePTR, dns.TypeA, dns.TypeNS, dns.TypeANY, dns.TypeAXFR} {
					r := query(n.name, qtype)
					if diff := cmp.Diff(n.want(qtype).reply(r), show(exchange(t, network, address, pack(t, r)))); diff != "" {
						t.Errorf("reply (-want +got):\n%s", diff)
					}
				}
			})
		}
	})
}

// Other numbers of questions than one are format errors (RFC 9619).
func TestQuestionCount(t *testing.T) {
	s := startWorld(t)
	question := pack(t, new(dns.Msg).SetQuestion("1."+zone4, dns.TypePTR))[12:]
	for _, count := range []int{0, 2, 3} {
		octets := header(0, count)
		octets = append(octets, bytes.Repeat(question, count)...)
		s.both(t, func(t *testing.T, network, address string) {
			m := exchange(t, network, address, octets)
			if m.Rcode != dns.RcodeFormatError || m.Authoritative || len(m.Answer)+len(m.Ns) > 0 {
				t.Errorf("%d questions: reply\n%v", count, m)
			}
		})
	}
}

// Operations that we do not know are told so.
func TestOpcodes(t *testing.T) {
	s := startWorld(t)
	question := pack(t, new(dns.Msg).SetQuestion("1."+zone4, dns.TypePTR))[12:]
	for opcode := 1; opcode < 16; opcode++ {
		s.both(t, func(t *testing.T, network, address string) {
			t.Run(fmt.Sprint(opcode), func(t *testing.T) {
				m := exchange(t, network, address, append(header(opcode, 1), question...))
				if m.Rcode != dns.RcodeNotImplemented || m.Opcode != opcode || m.Authoritative || len(m.Answer)+len(m.Ns) > 0 {
					t.Errorf("reply\n%v", m)
				}
			})
		})
	}
}

// A reply is not a query: it gets no answer, but the query behind it does.
func TestReplyIsDropped(t *testing.T) {
	s := startWorld(t)
	conn, err := net.Dial("tcp", s.tcp())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	reply := new(dns.Msg).SetReply(query("1."+zone4, dns.TypePTR))
	asked := query("2."+zone4, dns.TypePTR)
	both := &dns.Conn{Conn: conn}
	for _, m := range []*dns.Msg{reply, asked} {
		if err := both.WriteMsg(m); err != nil {
			t.Fatal(err)
		}
	}
	m, err := both.ReadMsg()
	if err != nil || m.Id != asked.Id {
		t.Errorf("reply %v, error %v; want the one to the query", m, err)
	}
}

// header returns the first octets of a message.
func header(opcode, questions int) []byte {
	h := make([]byte, 12)
	binary.BigEndian.PutUint16(h, 0x1234)
	h[2] = byte(opcode << 3)
	h[5] = byte(questions)
	return h
}
