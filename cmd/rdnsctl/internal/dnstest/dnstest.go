// Package dnstest is a name server for tests, on the loopback address.
package dnstest

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/miekg/dns"
)

// A Server answers from records. Beside what it holds it knows these names:
//
//	a name with the label drop       is never answered
//	a name with the label fail       is answered with SERVFAIL
//	a name with the label truncate   is answered over TCP only
type Server struct {
	Addr string // with its port

	records  map[string][]dns.RR
	resolver bool
	udp, tcp *dns.Server
}

// Start starts a server with the records of a zone file. One that is a resolver
// says so, one that is not is authoritative.
func Start(zone string, resolver bool) (*Server, error) {
	s := &Server{records: make(map[string][]dns.RR), resolver: resolver}
	parser := dns.NewZoneParser(strings.NewReader("$TTL 3600\n"+zone), ".", "")
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		name := dns.CanonicalName(rr.Header().Name)
		s.records[name] = append(s.records[name], rr)
	}
	if err := parser.Err(); err != nil {
		return nil, fmt.Errorf("records of the test: %w", err)
	}
	return s, s.listen()
}

// listen takes a port that is free for both protocols.
func (s *Server) listen() error {
	var last error
	for range 16 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		s.Addr = l.Addr().String()
		p, err := net.ListenPacket("udp", s.Addr)
		if err != nil {
			last = errors.Join(err, l.Close())
			continue
		}
		s.udp, s.tcp = &dns.Server{PacketConn: p, Handler: s}, &dns.Server{Listener: l, Handler: s}
		go func() { _ = s.udp.ActivateAndServe() }()
		go func() { _ = s.tcp.ActivateAndServe() }()
		return nil
	}
	return last
}

// Close stops the server.
func (s *Server) Close() {
	_ = s.udp.PacketConn.Close()
	_ = s.tcp.Listener.Close()
}

// ServeDNS implements dns.Handler.
func (s *Server) ServeDNS(w dns.ResponseWriter, r *dns.Msg) {
	q := r.Question[0]
	name := dns.CanonicalName(q.Name)
	m := new(dns.Msg)
	m.SetReply(r)
	m.Authoritative, m.RecursionAvailable = !s.resolver, s.resolver
	_, datagram := w.LocalAddr().(*net.UDPAddr)
	switch {
	case hasLabel(name, "drop"):
		return
	case hasLabel(name, "fail"):
		m.Rcode = dns.RcodeServerFailure
	case hasLabel(name, "truncate") && datagram:
		m.Truncated = true
	default:
		s.answer(m, name, q.Qtype)
	}
	_ = w.WriteMsg(m)
}

// answer follows CNAMEs within the records.
func (s *Server) answer(m *dns.Msg, name string, qtype uint16) {
	for range 8 {
		rrs, ok := s.records[name]
		if !ok && !s.above(name) {
			m.Rcode = dns.RcodeNameError
			return
		}
		next := ""
		for _, rr := range rrs {
			if cname, ok := rr.(*dns.CNAME); ok && qtype != dns.TypeCNAME {
				m.Answer, next = append(m.Answer, rr), dns.CanonicalName(cname.Target)
			} else if rr.Header().Rrtype == qtype {
				m.Answer = append(m.Answer, rr)
			}
		}
		if _, known := s.records[next]; !known {
			return
		}
		name = next
	}
}

// above tells whether something lies below the name.
func (s *Server) above(name string) bool {
	for other := range s.records {
		if strings.HasSuffix(other, "."+name) {
			return true
		}
	}
	return false
}

func hasLabel(name, label string) bool { return strings.Contains("."+name, "."+label+".") }
