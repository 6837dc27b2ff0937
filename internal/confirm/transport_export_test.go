package confirm

import (
	"crypto/x509"
	"net"
	"time"
)

// NewResolversFrom is NewResolvers with another /etc/resolv.conf.
func NewResolversFrom(specs []string, path string) ([]Resolver, error) {
	return newResolvers(specs, path)
}

// SetTimes has r wait for other times than in earnest.
func SetTimes(r Resolver, datagram, stream time.Duration) {
	u := r.(*upstream)
	u.datagramTime, u.streamTime = datagram, stream
}

// SetRoots has r trust other authorities than the system does.
func SetRoots(r Resolver, roots *x509.CertPool) { r.(*upstream).tls.RootCAs = roots }

// ServerName returns whose certificate r wants to see, and "" without TLS.
func ServerName(r Resolver) string {
	if u := r.(*upstream); u.tls != nil {
		return u.tls.ServerName
	}
	return ""
}

// Address returns where r sends its questions.
func Address(r Resolver) string { return r.(*upstream).addr.String() }

// ReadReply returns what a message says about the question.
func ReadReply(packet []byte, q Question) Reply {
	m, err := unpack(packet)
	if err != nil {
		return noEvidence(err)
	}
	return interpret(m, q)
}

// Query returns the wire format of a query for the question, with case mixed.
func Query(q Question) ([]byte, error) {
	made, err := newQuery(form{name: q.Name, qtype: q.qtype(), edns: true, mixed: true})
	if err != nil {
		return nil, err
	}
	return made.wire, nil
}

// Matches tells whether packet answers the query that Query returned, and
// whether only the case of letters differs.
func Matches(wire, packet []byte) (ok, fold bool) {
	how := (&query{wire: wire, end: len(wire) - bareOPT}).match(packet)
	return how != stray, how == refold
}

// An Idle keeps connections for the next question.
type Idle struct{ conns idleConns }

func (i *Idle) Take() net.Conn    { return i.conns.take() }
func (i *Idle) Put(conn net.Conn) { i.conns.put(conn) }

const (
	MaxIdle    = maxIdle
	MaxStreams = maxStreams
	MaxStrays  = maxStrays
)
