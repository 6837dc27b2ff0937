package config

import (
	"math"
	"time"
)

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

	// The times and the rate of a confirm line. A name that is asked for more often
	// than its TTL bores resolvers, and one that is not for a week may be anybody's.
	minEvery     = time.Hour
	maxEvery     = 7 * day
	minGrace     = 15 * time.Minute
	maxGrace     = 30 * day
	minRate      = 1 // questions a second
	maxRate      = 100_000
	maxResolvers = 8 // each is asked about each name; two or three do

	maxSocket = 107 // octets of the path of a Unix socket, without the final zero (unix(7))

	minHash = 8  // hexadecimal digits, enough not to be met by accident
	maxHash = 64 // those of a SHA-256

	maxWord  = 63  // octets of a label for people, such as the name of a pool
	maxLabel = 63  // octets (RFC 1035, 2.3.4)
	maxName  = 254 // octets of presentation form with the final dot, which are 255 on the wire

	many = math.MaxInt // arguments of a property: no bound
)
