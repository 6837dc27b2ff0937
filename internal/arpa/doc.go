// Package arpa translates between the names of the reverse trees and prefixes:
// in-addr.arpa for IPv4 (RFC 1035, 3.5) and ip6.arpa for IPv6 (RFC 3596, 2.5).
//
// A reverse name of fewer labels than a full address is a prefix, so that the
// names between a zone and its addresses (the empty non-terminals that
// resolvers with query-name minimisation ask for) need no special treatment:
//
//	1.2.0.192.in-addr.arpa.   192.0.2.1/32
//	  2.0.192.in-addr.arpa.   192.0.2.0/24
//	          in-addr.arpa.   0.0.0.0/0
//
// Reading is strict. An address has exactly one spelling, but for the case of
// its letters, and what is spelled otherwise is no address: every zone that
// rewrites 025 to 25 answers for names that do not exist. The families are
// never folded into each other: the names of ::ffff:0:0/96 are IPv6.
//
// IPv4 blocks longer than a /24 have zones of their own beside the names of their
// addresses (RFC 2317); classless.go knows what those are called.
//
// Start with Parse and Append.
package arpa
