package config

import "math"

// All bounds of the package, and the defaults of the numbers that an operator
// may leave out.
const (
	minSeconds = 1
	maxSeconds = 604800 // a week: data that lives longer cannot be corrected

	defaultTTL      = 3600
	defaultNegative = 300 // RFC 2308, 5 suggests hours; a new mapping should not wait that long

	// A secondary may keep a zone longer than a resolver keeps an answer, so the
	// times of the SOA have the bound of the protocol (RFC 2181, 8).
	maxTime        = math.MaxInt32
	defaultRefresh = 3600
	defaultRetry   = 600
	defaultExpire  = 1209600

	// Clients read one name of an address, and SPF at most ten (RFC 7208, 4.6.4).
	minNames     = 1
	maxNames     = 10
	defaultNames = 1

	minHash = 8  // hexadecimal digits, enough not to be met by accident
	maxHash = 64 // those of a SHA-256

	maxWord  = 63  // octets of a label for people, such as the name of a pool
	maxLabel = 63  // octets (RFC 1035, 2.3.4)
	maxName  = 254 // octets of presentation form with the final dot, which are 255 on the wire

	many = math.MaxInt // arguments of a property: no bound
)
