package test

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// A query is what the command of that name asks. Like dig it asks over UDP with
// RD and EDNS, unless told otherwise.
type query struct {
	msg     *dns.Msg
	network string            // udp, tcp or tcp-tls
	serial  bool              // show the serial of a SOA
	secrets map[string]string // of TSIG keys
}

const queryUsage = "query [-tcp|-tls] [-noedns] [-edns SIZE] [-ednsversion N] [-opts N] [-nsid] [-tsig KEY:SECRET] [-do] [-norec] [-class CLASS] [-opcode OPCODE] [-serial] NAME [TYPE] | -x ADDRESS [TYPE]"

// parseQuery reads the arguments of the command.
func parseQuery(args []string) (*query, error) {
	flags := flag.NewFlagSet("query", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	var (
		tcp     = flags.Bool("tcp", false, "")
		overTLS = flags.Bool("tls", false, "")
		noEDNS  = flags.Bool("noedns", false, "")
		size    = flags.Uint("edns", 1232, "")
		version = flags.Uint("ednsversion", 0, "")
		opts    = flags.Int("opts", 1, "")
		nsid    = flags.Bool("nsid", false, "")
		key     = flags.String("tsig", "", "")
		do      = flags.Bool("do", false, "")
		noRec   = flags.Bool("norec", false, "")
		class   = flags.String("class", "IN", "")
		opcode  = flags.String("opcode", "QUERY", "")
		serial  = flags.Bool("serial", false, "")
		address = flags.String("x", "", "")
	)
	if err := flags.Parse(args); err != nil {
		return nil, fmt.Errorf("%w\nusage: %s", err, queryUsage)
	}
	q := &query{msg: new(dns.Msg), network: "udp", serial: *serial}
	if *tcp {
		q.network = "tcp"
	}
	if *overTLS {
		q.network = "tcp-tls"
	}
	if err := q.ask(*address, flags.Args(), *class); err != nil {
		return nil, fmt.Errorf("%w\nusage: %s", err, queryUsage)
	}
	code, ok := dns.StringToOpcode[strings.ToUpper(*opcode)]
	if !ok {
		return nil, fmt.Errorf("unknown opcode %q", *opcode)
	}
	q.msg.Id, q.msg.Opcode, q.msg.RecursionDesired = dns.Id(), code, !*noRec
	for range *opts {
		if !*noEDNS {
			q.addOPT(uint16(*size), uint8(*version), *do) //nolint:gosec // a test may wrap
		}
	}
	if o := q.msg.IsEdns0(); o != nil && *nsid {
		o.Option = append(o.Option, &dns.EDNS0_NSID{Code: dns.EDNS0NSID})
	}
	if name, secret, ok := strings.Cut(*key, ":"); ok {
		q.secrets = map[string]string{dns.Fqdn(name): secret}
		q.msg.SetTsig(dns.Fqdn(name), dns.HmacSHA256, 300, time.Now().Unix())
	}
	return q, nil
}

// ask makes the question of an address, or of a name and type.
func (q *query) ask(address string, args []string, class string) error {
	kind := dns.TypeA
	if address != "" {
		name, err := dns.ReverseAddr(address)
		if err != nil {
			return err
		}
		args, kind = append([]string{name}, args...), dns.TypePTR
	}
	if len(args) < 1 || len(args) > 2 {
		return errors.New("want a name or an address")
	}
	if len(args) == 2 {
		var err error
		if kind, err = parseType(args[1]); err != nil {
			return err
		}
	}
	c, ok := dns.StringToClass[strings.ToUpper(class)]
	if !ok {
		return fmt.Errorf("unknown class %q", class)
	}
	name, err := spelling(dns.Fqdn(args[0]))
	if err != nil {
		return err
	}
	q.msg.Question = []dns.Question{{Name: name, Qtype: kind, Qclass: c}}
	if kind == dns.TypeIXFR {
		soa := &dns.SOA{Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeSOA, Class: c}, Ns: ".", Mbox: ".", Serial: 1}
		q.msg.Ns = []dns.RR{soa}
	}
	return nil
}

// spelling returns a name as it is written when it comes back: the same octets
// can be written with different escapes.
func spelling(name string) (string, error) {
	wire := make([]byte, 255)
	if _, err := dns.PackDomainName(name, wire, 0, nil, false); err != nil {
		return "", fmt.Errorf("name %q: %w", name, err)
	}
	name, _, err := dns.UnpackDomainName(wire, 0)
	return name, err
}

func parseType(word string) (uint16, error) {
	var number uint16
	if kind, ok := dns.StringToType[strings.ToUpper(word)]; ok {
		return kind, nil
	}
	if _, err := fmt.Sscanf(strings.ToUpper(word), "TYPE%d", &number); err != nil {
		return 0, fmt.Errorf("unknown type %q", word)
	}
	return number, nil
}

func (q *query) addOPT(size uint16, version uint8, do bool) {
	opt := &dns.OPT{Hdr: dns.RR_Header{Name: ".", Rrtype: dns.TypeOPT}}
	opt.SetUDPSize(size)
	opt.SetVersion(version)
	if do {
		opt.SetDo()
	}
	q.msg.Extra = append(q.msg.Extra, opt)
}

// exchange sends the query and returns the answer, if it is one: of the same
// ID, opcode and question, octet for octet. An error may leave the question out.
func (q *query) exchange(address string, config *tls.Config) (*dns.Msg, error) {
	conn, err := q.dial(address, config)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if err := conn.WriteMsg(q.msg); err != nil {
		return nil, err
	}
	return q.read(conn)
}

func (q *query) dial(address string, config *tls.Config) (*dns.Conn, error) {
	var conn net.Conn
	var err error
	dialer := net.Dialer{Timeout: patience}
	if q.network == "tcp-tls" {
		conn, err = tls.DialWithDialer(&dialer, "tcp", address, config)
	} else {
		conn, err = dialer.Dial(q.network, address)
	}
	if err != nil {
		return nil, err
	}
	return &dns.Conn{Conn: conn, UDPSize: dns.MaxMsgSize, TsigSecret: q.secrets}, nil
}

// read reads an answer and compares what must be the same in it.
func (q *query) read(conn *dns.Conn) (*dns.Msg, error) {
	m, err := conn.ReadMsg()
	if err != nil {
		return nil, fmt.Errorf("reading the answer to %s: %w", q.msg.Question[0].String(), err)
	}
	if m.Id != q.msg.Id || !m.Response || m.Opcode != q.msg.Opcode || !slices.Equal(m.Question, q.msg.Question) && (len(m.Question) > 0 || m.Rcode == dns.RcodeSuccess) {
		return nil, fmt.Errorf("this is no answer to %s:\n%s", q.msg.Question[0].String(), m)
	}
	return m, nil
}
