package confirm

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"

	"github.com/miekg/dns"
)

const (
	headerSize = 12     // octets (RFC 1035, 4.1.1)
	bareOPT    = 11     // octets of an OPT record without options (RFC 6891, 6.1.2)
	maxLetters = 255    // octets of a name on the wire: it has fewer letters
	bitQR      = 1 << 7 // of the third octet: the message is a response
	bitsOpcode = 15 << 3
	bitTC      = 1 << 1
)

// A form is what is asked, and in which way.
type form struct {
	name  string
	qtype uint16
	edns  bool // with an OPT record
	mixed bool // with random case (0x20)
}

// A query is a form with an ID and a spelling of its own, which are used for one
// try only.
type query struct {
	wire []byte
	end  int // of the question
}

// newQuery returns a query in that form. AD=1 asks for the AD bit (RFC 6840,
// 5.7). CD stays 0: what fails validation should fail here too.
func newQuery(f form) (*query, error) {
	// The library packs the empty name, and names that are too long.
	if _, ok := dns.IsDomainName(f.name); !ok || !dns.IsFqdn(f.name) {
		return nil, fail(Malformed, "asking for %q: this is no domain name", f.name)
	}
	m := dns.Msg{Question: []dns.Question{{Name: f.name, Qtype: f.qtype, Qclass: dns.ClassINET}}}
	m.RecursionDesired, m.AuthenticatedData = true, true
	if f.edns {
		m.SetEdns0(ednsSize, false)
	}
	wire, err := m.Pack()
	if err != nil {
		return nil, fail(Malformed, "asking for %q: %v", f.name, err)
	}
	q := &query{wire: wire, end: len(wire)}
	if f.edns {
		q.end -= bareOPT
	}
	q.randomize(f.mixed)
	return q, nil
}

// randomize gives the query an ID and, if mixed, each letter of its name a case
// that nobody can guess (draft-vixie-dnsext-dns0x20). A letter is worth a bit.
func (q *query) randomize(mixed bool) {
	var random [2 + maxLetters/8 + 1]byte
	_, _ = rand.Read(random[:]) // never fails
	copy(q.wire[:2], random[:2])
	if !mixed {
		return
	}
	for i := range q.name() {
		// The octets of a length are below 64, where no letters are.
		if c := &q.wire[headerSize+i]; isLetter(*c) && random[2+i/8]>>(i%8)&1 == 1 {
			*c ^= 0x20
		}
	}
}

// name returns the name of the question on the wire.
func (q *query) name() []byte { return q.wire[headerSize : q.end-4] }

// A match says how well a message answers a query.
type match uint8

const (
	stray  match = iota // not at all: late, forged or confused
	refold              // but for the case of the letters
	exact               // as it was asked
)

// match compares the ID, QR, the opcode and the question, octet by octet. It
// reads no more of the message, which anybody may have sent (RFC 5452, 9.1).
func (q *query) match(packet []byte) match {
	if len(packet) < headerSize || packet[0] != q.wire[0] || packet[1] != q.wire[1] ||
		packet[2]&(bitQR|bitsOpcode) != bitQR {
		return stray
	}
	count := binary.BigEndian.Uint16(packet[4:])
	if count == 0 && isBareError(packet) {
		return exact
	}
	if count != 1 || len(packet) < q.end {
		return stray
	}
	asked, echoed := q.wire[headerSize:q.end], packet[headerSize:q.end]
	switch {
	case bytes.Equal(asked, echoed):
		return exact
	case equalFold(asked, echoed):
		return refold
	}
	return stray
}

// isBareError reports whether a message without a question refuses to look at
// ours. Servers that do not understand a message repeat nothing of it, and such
// an answer is no evidence.
func isBareError(packet []byte) bool {
	switch packet[3] & 15 {
	case dns.RcodeFormatError, dns.RcodeServerFailure, dns.RcodeNotImplemented, dns.RcodeRefused:
		return true
	}
	return false
}

// isTruncated reports whether the message says that it is not whole.
func isTruncated(packet []byte) bool { return packet[2]&bitTC != 0 }

// equalFold compares octets but for the case of ASCII letters (RFC 4343), which
// bytes.EqualFold does for those of all alphabets.
func equalFold(a, b []byte) bool {
	for i, c := range a {
		if d := c ^ b[i]; d != 0 && (d != 0x20 || !isLetter(c)) {
			return false
		}
	}
	return len(a) == len(b)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
