package rdnsmgr

import (
	"encoding/binary"
	"strings"

	"github.com/miekg/dns"
)

// A packet is a reply in wire format (RFC 1035, 4.1) while it is put together: a
// header, the question, records whose owners point into the question, and OPT.
type packet struct {
	octets []byte
	qname  int // octets of the name in the question
	room   [dns.MinMsgSize]byte
}

// Where a packet counts the records of a section: the low octets of the header's
// numbers, because no more than some forty fit in.
const (
	answers    = 7
	authority  = 9
	additional = 11
)

const (
	headerSize = 12
	maxLabel   = 63
	maxWire    = 255 // octets of a name
)

// start begins the reply to a query with its header and its question. It reports
// whether the name is one.
func (p *packet) start(r *dns.Msg) bool {
	b := binary.BigEndian.AppendUint16(p.room[:0], r.Id)
	b = append(b, 0x80|0x04, 0, 0, 1, 0, 0, 0, 0, 0, 0) // QR, AA; one question
	if r.RecursionDesired {
		b[2] |= 0x01
	}
	if r.CheckingDisabled {
		b[3] |= 0x10
	}
	p.octets = b
	q := &r.Question[0]
	if !p.name(q.Name) {
		return false
	}
	p.qname = len(p.octets) - headerSize
	p.octets = append(p.octets, byte(q.Qtype>>8), byte(q.Qtype), byte(q.Qclass>>8), byte(q.Qclass))
	return true
}

// opt adds the OPT record that answers the one of the query, as the server would:
// with the size and the DO bit of the client.
func (p *packet) opt(r *dns.Msg) {
	o := r.IsEdns0()
	if o == nil {
		return
	}
	flags := byte(0)
	if o.Do() {
		flags = 0x80
	}
	p.octets[additional]++
	p.octets = append(p.octets, 0, 0, byte(dns.TypeOPT), byte(o.Hdr.Class>>8), byte(o.Hdr.Class), 0, 0, flags, 0, 0, 0)
}

// record adds a record of the class IN to a section, without data. The owner is
// where the name begins in the packet. It returns where the data begin.
func (p *packet) record(section, owner int, rrtype uint16, ttl uint32) int {
	p.octets[section]++
	p.octets = append(p.octets, 0xc0|byte(owner>>8), byte(owner), byte(rrtype>>8), byte(rrtype), 0, dns.ClassINET,
		byte(ttl>>24), byte(ttl>>16), byte(ttl>>8), byte(ttl), 0, 0)
	return len(p.octets)
}

// end ends the data that began there.
func (p *packet) end(data int) {
	binary.BigEndian.PutUint16(p.octets[data-2:], uint16(len(p.octets)-data)) //nolint:gosec // a few hundred
}

// name adds a name in presentation form, with the final dot.
func (p *packet) name(text string) bool {
	if strings.IndexByte(text, '\\') >= 0 {
		return p.escaped(text)
	}
	start := p.open()
	p.octets = append(p.octets, text...)
	return p.close(start)
}

// escaped is name for names with escapes, which are rare and nobody's but an
// attacker's.
func (p *packet) escaped(text string) bool {
	start := len(p.octets)
	end, err := dns.PackDomainName(text, p.octets[:cap(p.octets)], start, nil, false)
	if err != nil || end-start > maxWire {
		return false
	}
	p.octets = p.octets[:end]
	return true
}

// open makes room in front of a name, whose presentation form is to be appended.
func (p *packet) open() (start int) {
	p.octets = append(p.octets, 0)
	return len(p.octets) - 1
}

// close turns the name that was opened there into wire format: each dot becomes
// the length of the label behind it. It reports whether it could.
func (p *packet) close(start int) bool {
	text := p.octets[start:]
	last := len(text) - 1
	if last < 2 || len(text) > maxWire || text[last] != '.' {
		return false
	}
	text[last] = 0
	size := 0 // of the label that ends behind i
	for i := last - 1; i > 0; i-- {
		switch text[i] {
		case '.':
			if size == 0 || size > maxLabel {
				return false
			}
			text[i], size = byte(size), 0
		case '\\':
			return false
		default:
			size++
		}
	}
	text[0] = byte(size) //nolint:gosec // not above maxLabel
	return size > 0 && size <= maxLabel
}
