package confirm

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/miekg/dns"
)

// exchange asks for the name and returns the resolver's message, in which the
// question is ours; nothing else of it has been judged. It asks once more
// without EDNS if the resolver does not know it (RFC 6891, 7).
func (u *upstream) exchange(ctx context.Context, name string, qtype uint16) (*dns.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, maxAsk)
	defer cancel()
	m, err := u.try(ctx, form{name: name, qtype: qtype, edns: true})
	if err == nil && refusesEDNS(m) {
		return u.try(ctx, form{name: name, qtype: qtype})
	}
	return m, err
}

// refusesEDNS reports whether the message may be due to the OPT record in the
// query. Servers from before RFC 6891 say FORMERR or NOTIMP.
func refusesEDNS(m *dns.Msg) bool {
	return m.Rcode == dns.RcodeFormatError || m.Rcode == dns.RcodeNotImplemented || m.Rcode == dns.RcodeBadVers
}

// try asks over TLS; or else over UDP, and over TCP what UDP could not carry or
// what may be forged.
func (u *upstream) try(ctx context.Context, f form) (*dns.Msg, error) {
	if u.tls != nil {
		m, _, err := u.stream(ctx, f)
		return m, err
	}
	f.mixed = !u.folds.Load()
	m, err := u.datagrams(ctx, f)
	cause := mendable(err)
	if cause == nil {
		return m, err
	}
	m, how, err := u.stream(ctx, f)
	if err != nil {
		return nil, cause.then(err)
	}
	// Nobody forges what comes over TCP: now it is known that this resolver does
	// not keep the case of letters, so that there is no point in mixing it.
	if cause.folded && how == refold {
		u.folds.Store(true)
	}
	return m, nil
}

// datagrams asks over UDP, and again if nothing came: a datagram may get lost,
// or the resolver take longer the first time. TCP would not help, and would
// cost a resolver that is busy even more.
func (u *upstream) datagrams(ctx context.Context, f form) (*dns.Msg, error) {
	for n := 1; ; n++ {
		m, err := u.datagram(ctx, f)
		if err == nil || !isTimeout(err) || ctx.Err() != nil {
			return m, err
		}
		if n == maxDatagrams {
			return nil, fail(Timeout, "no answer to %d datagrams", n)
		}
	}
}

// receive returns the message among those that read brings that answers the
// query, and how well. Others do not end the wait: whoever sends them must not
// be able to end it (RFC 5452, 9.1).
func receive(q *query, read func() ([]byte, error)) ([]byte, match, error) {
	for strays := range maxStrays {
		packet, err := read()
		if err != nil && strays > 0 && isTimeout(err) {
			err = unmatched(strays)
		}
		if err != nil {
			return nil, stray, err
		}
		if how := q.match(packet); how != stray {
			return packet, how, nil
		}
	}
	return nil, stray, unmatched(maxStrays)
}

// hurry has what is done with conn end after limit at the latest, and when ctx
// ends. The caller calls stop when it is done.
func hurry(ctx context.Context, conn net.Conn, limit time.Duration) (stop func() bool, err error) {
	deadline := time.Now().Add(limit)
	if end, ok := ctx.Deadline(); ok && end.Before(deadline) {
		deadline = end
	}
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, fmt.Errorf("setting a deadline: %w", err)
	}
	return context.AfterFunc(ctx, func() {
		_ = conn.SetDeadline(time.Unix(1, 0)) // if conn is closed, nothing waits
	}), nil
}

// ended returns err, or what ended ctx if that is why the network failed.
func ended(ctx context.Context, err error) error {
	if _, ours := errors.AsType[*failure](err); err == nil || ours || ctx.Err() == nil {
		return err
	}
	return context.Cause(ctx)
}
