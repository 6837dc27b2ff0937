package confirm

import (
	"context"
	"net"

	"github.com/miekg/dns"
)

// datagram asks once over UDP. The socket is new, so that the kernel picks an
// unpredictable port (RFC 6056), and connected, so that the kernel drops what
// others than the resolver send and reports an ICMP error (RFC 5452, 9.2).
func (u *upstream) datagram(ctx context.Context, f form) (*dns.Msg, error) {
	q, err := newQuery(f)
	if err != nil {
		return nil, err
	}
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(u.addr))
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop, err := hurry(ctx, conn, u.datagramTime)
	if err != nil {
		return nil, err
	}
	defer stop()
	m, err := u.overUDP(conn, q)
	return m, ended(ctx, err)
}

// overUDP sends the query and returns the message that answers it, if that is
// whole and is spelled as the query.
func (u *upstream) overUDP(conn *net.UDPConn, q *query) (*dns.Msg, error) {
	if _, err := conn.Write(q.wire); err != nil {
		return nil, err
	}
	buf := u.buffer()
	defer u.buffers.Put(buf)
	packet, how, err := receive(q, func() ([]byte, error) {
		n, err := conn.Read(buf[:])
		return buf[:n], err
	})
	switch {
	case err != nil:
		return nil, err
	case how == refold:
		return nil, &failure{Malformed, true, true, "the question came back in letters of another case"}
	case isTruncated(packet):
		return nil, unsure(Truncated, "truncated over UDP")
	}
	m, err := unpack(packet)
	if err != nil {
		return nil, unsure(Malformed, "%v", err) // perhaps cut short on its way
	}
	return m, nil
}

// buffer returns memory for a datagram.
func (u *upstream) buffer() *[bufferSize]byte {
	if buf, ok := u.buffers.Get().(*[bufferSize]byte); ok {
		return buf
	}
	return new([bufferSize]byte)
}
