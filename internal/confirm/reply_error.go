package confirm

import (
	"fmt"
	"strconv"

	"github.com/miekg/dns"
)

// notEvidence returns why nothing follows from the message, or nil.
func notEvidence(m *dns.Msg) error {
	switch m.Rcode {
	case dns.RcodeSuccess, dns.RcodeNameError:
	case dns.RcodeServerFailure:
		if has(m, isBogus) {
			return fail(Bogus, "SERVFAIL")
		}
		return fail(ServFail, "SERVFAIL")
	case dns.RcodeRefused, dns.RcodeNotAuth, dns.RcodeNotImplemented:
		return fail(Refused, "%s; check that the resolver serves this host", rcode(m))
	case dns.RcodeFormatError, dns.RcodeBadVers:
		return fail(Malformed, "%s", rcode(m))
	default:
		return fail(ServFail, "%s", rcode(m))
	}
	switch {
	case !m.RecursionAvailable:
		// An authoritative server knows only its own zones: it may have an old
		// copy, and does not follow CNAMEs out of them.
		return fail(Refused, "no recursion (RA=0); name a resolver, not an authoritative server")
	case has(m, isStale):
		return fail(ServFail, "an answer that has expired")
	case has(m, isForged):
		return fail(Refused, "an answer of the resolver's own making")
	}
	return nil
}

// isBogus tells whether validation failed: codes 6 to 12 (RFC 8914, 4.7-4.13).
func isBogus(code uint16) bool {
	return dns.ExtendedErrorCodeDNSBogus <= code && code <= dns.ExtendedErrorCodeNSECMissing
}

// isStale tells that the answer comes from a cache in which it had expired,
// because the name's servers could not be reached (RFC 8767).
func isStale(code uint16) bool {
	return code == dns.ExtendedErrorCodeStaleAnswer || code == dns.ExtendedErrorCodeStaleNXDOMAINAnswer
}

// isForged tells that a filter made the answer: it says what the resolver thinks
// of the name, not what the name points to (RFC 8914, 4.5 and 4.16-4.18).
func isForged(code uint16) bool {
	switch code {
	case dns.ExtendedErrorCodeForgedAnswer, dns.ExtendedErrorCodeBlocked,
		dns.ExtendedErrorCodeCensored, dns.ExtendedErrorCodeFiltered:
		return true
	}
	return false
}

// has reports whether one of the extended errors of the message is such a one.
func has(m *dns.Msg, such func(code uint16) bool) bool {
	for _, e := range extended(m) {
		if such(e.InfoCode) {
			return true
		}
	}
	return false
}

// extended returns the extended errors of the message (RFC 8914).
func extended(m *dns.Msg) []*dns.EDNS0_EDE {
	opt := m.IsEdns0()
	if opt == nil {
		return nil
	}
	var found []*dns.EDNS0_EDE
	for _, option := range opt.Option {
		if e, ok := option.(*dns.EDNS0_EDE); ok {
			found = append(found, e)
		}
	}
	return found
}

// describe returns the first extended error as text, or "". Resolvers put the
// one that matters first.
func describe(m *dns.Msg) string {
	all := extended(m)
	if len(all) == 0 {
		return ""
	}
	text := "EDE " + strconv.Itoa(int(all[0].InfoCode))
	if known, ok := dns.ExtendedErrorCodeToString[all[0].InfoCode]; ok {
		text += ": " + known
	}
	if all[0].ExtraText != "" {
		text += fmt.Sprintf(" (%s)", printable(all[0].ExtraText))
	}
	return text
}

func rcode(m *dns.Msg) string {
	if text, ok := dns.RcodeToString[m.Rcode]; ok {
		return text
	}
	return "RCODE " + strconv.Itoa(m.Rcode)
}

func join(detail, more string) string {
	if detail == "" {
		return more
	}
	return detail + "; " + more
}
