package confirm

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"time"

	"github.com/miekg/dns"
)

// stream asks over TCP or TLS and tells how well the question of the message
// matches ours. Nobody but the two ends can write into a stream, so that the
// case of letters proves nothing more.
func (u *upstream) stream(ctx context.Context, f form) (*dns.Msg, match, error) {
	q, err := newQuery(f)
	if err != nil {
		return nil, stray, err
	}
	ctx, cancel := context.WithTimeout(ctx, u.streamTime)
	defer cancel()
	packet, how, err := u.overStream(ctx, q)
	switch {
	case err != nil:
		return nil, stray, ended(ctx, err)
	case isTruncated(packet):
		// The RRset is larger than a message can be: not all of it is here.
		return nil, stray, fail(Truncated, "truncated over TCP, too")
	}
	m, err := unpack(packet)
	return m, how, err
}

// overStream asks over a connection that waits for a question, if there is one.
// The server may have closed it just now, or a firewall forgotten it: then a new
// one is opened, for which half the time is left (RFC 7766, 6.2.3).
func (u *upstream) overStream(ctx context.Context, q *query) ([]byte, match, error) {
	select {
	case u.streams <- struct{}{}:
		defer func() { <-u.streams }()
	case <-ctx.Done():
		return nil, stray, fail(Timeout, "%d connections are busy", maxStreams)
	}
	if conn := u.idle.take(); conn != nil {
		if packet, how, err := u.converse(ctx, conn, q, u.streamTime/2); err == nil {
			return packet, how, nil
		}
	}
	conn, err := u.dial(ctx)
	if err != nil {
		return nil, stray, err
	}
	return u.converse(ctx, conn, q, u.streamTime)
}

// dial opens a connection. With TLS it fails unless the certificate is of the
// server's name, or of its address when no name is configured.
func (u *upstream) dial(ctx context.Context) (net.Conn, error) {
	if u.tls == nil {
		return new(net.Dialer).DialContext(ctx, "tcp", u.addr.String())
	}
	return (&tls.Dialer{Config: u.tls}).DialContext(ctx, "tcp", u.addr.String())
}

// converse asks over conn, and keeps conn for the next question if all went well.
func (u *upstream) converse(ctx context.Context, conn net.Conn, q *query, limit time.Duration) ([]byte, match, error) {
	stop, err := hurry(ctx, conn, limit)
	if err != nil {
		_ = conn.Close()
		return nil, stray, err
	}
	packet, how, err := askStream(conn, q)
	// If stop comes too late, the deadline may still be changed.
	if stop() && err == nil {
		u.idle.put(conn)
	} else {
		_ = conn.Close()
	}
	return packet, how, err
}

// askStream sends the query, in one piece with its length (RFC 7766, 8), and
// returns the message that answers it.
func askStream(conn net.Conn, q *query) ([]byte, match, error) {
	framed := binary.BigEndian.AppendUint16(make([]byte, 0, 2+len(q.wire)), uint16(len(q.wire)))
	if _, err := conn.Write(append(framed, q.wire...)); err != nil {
		return nil, stray, err
	}
	return receive(q, func() ([]byte, error) {
		var size [2]byte
		if _, err := io.ReadFull(conn, size[:]); err != nil {
			return nil, err
		}
		packet := make([]byte, binary.BigEndian.Uint16(size[:]))
		_, err := io.ReadFull(conn, packet)
		return packet, err
	})
}
