package rdnsmgr

import "github.com/miekg/dns"

// typeNXNAME is the type that stands for a name that does not exist in denial
// of existence; nobody may ask for it (RFC 9824, 3.5).
const typeNXNAME = 128

// refuse judges what is not an ordinary question about a name of ours. The
// server lets NOTIFY through to plugins, and every class once chaos or forward
// is loaded anywhere. It returns RcodeSuccess for an ordinary question.
func refuse(r *dns.Msg) (rcode int, extended uint16) {
	q := &r.Question[0]
	switch {
	case r.Opcode != dns.OpcodeQuery:
		return dns.RcodeNotImplemented, dns.ExtendedErrorCodeNotSupported
	case !soundOPT(r):
		return dns.RcodeFormatError, 0
	case q.Qclass != dns.ClassINET:
		return dns.RcodeRefused, dns.ExtendedErrorCodeNotSupported
	}
	switch q.Qtype {
	case dns.TypeAXFR, dns.TypeIXFR:
		return dns.RcodeRefused, dns.ExtendedErrorCodeProhibited
	case typeNXNAME:
		return dns.RcodeFormatError, dns.ExtendedErrorCodeInvalidQueryType
	case dns.TypeNone, dns.TypeOPT, dns.TypeTSIG, dns.TypeTKEY:
		return dns.RcodeFormatError, 0
	case dns.TypeMAILA, dns.TypeMAILB:
		return dns.RcodeNotImplemented, dns.ExtendedErrorCodeNotSupported
	}
	return dns.RcodeSuccess, 0
}

// soundOPT reports whether the query has at most one OPT record, owned by the
// root (RFC 6891, 6.1.1 and 6.1.2).
func soundOPT(r *dns.Msg) bool {
	found := false
	for _, rr := range r.Extra {
		opt, ok := rr.(*dns.OPT)
		if !ok {
			continue
		}
		if found || opt.Hdr.Name != "." {
			return false
		}
		found = true
	}
	return true
}
