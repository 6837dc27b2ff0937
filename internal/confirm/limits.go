package confirm

import "time"

// What it takes to disprove a name.
const (
	// minFailures is how many definite failures in a row withdraw a name. With a
	// single resolver, which nobody contradicts, it is twice as many.
	minFailures = 3

	// unmatchedSpan is the least time between the first and the last of them for
	// an adopted name that never matched; for others it is the grace.
	unmatchedSpan = 15 * time.Minute

	// spacing is the least time between two failures that count as two.
	spacing = 5 * time.Minute
)

// When a name is asked about.
const (
	// defaultEvery and defaultGrace are what Rules say when they say nothing.
	defaultEvery = 6 * time.Hour
	defaultGrace = 24 * time.Hour

	// defaultRate is polite to a public resolver, and enough for 700,000 names
	// that are asked about once an hour.
	defaultRate = 200

	// minRecheck is the shortest time between two checks of a healthy name,
	// however short its TTL.
	minRecheck = time.Hour

	// hourlyFor is how long a name that waits for its match is asked for hourly,
	// once the first quick tries are over.
	hourlyFor = 7 * 24 * time.Hour

	// firstBackOff doubles with every check that brought no evidence, up to
	// longBackOff for a name that is served and to shortBackOff for one that waits.
	firstBackOff = 30 * time.Second
	shortBackOff = 15 * time.Minute
	longBackOff  = time.Hour

	// firstShare is the part of the rate that the first round over adopted names
	// may take: 1/firstShare.
	firstShare = 4

	// A lap is the time in which the cursor passes all mappings. It costs no
	// question, only a look at each Record: about a microsecond. The cursor goes
	// with 1/lapShare of the rate, within these bounds.
	lapShare    = 16
	shortestLap = time.Minute
	longestLap  = 10 * time.Minute
)

// What holds withdrawals back.
const (
	// minDaily and dailyShare bound the withdrawals of any 24 hours: the larger
	// of minDaily names and 1/dailyShare of all served names.
	minDaily   = 20
	dailyShare = 100
	day        = 24 * time.Hour

	// A round of the breaker ends after roundTime or roundSize questions; it says
	// something from roundLeast questions on.
	roundTime  = 10 * time.Minute
	roundSize  = 4096
	roundLeast = 20

	// canaryEvery is the time between two canaries; canaryTimeout ends one, and
	// so does one that is older than canaryLife.
	canaryEvery   = 5 * time.Minute
	canaryTimeout = 30 * time.Second
	canaryLife    = 3 * canaryEvery
)

// How much is kept and how much is done at once.
const (
	// maxQueued bounds the names that stand in the agenda. Beyond lateQueued of
	// them only those are taken that are due within soon. What is dropped is
	// counted, and found again by the cursor: within a lap, in which no more are
	// asked about at the default rate.
	maxQueued  = int(longestLap/time.Second) * defaultRate
	lateQueued = maxQueued / 4 * 3
	soon       = 15 * time.Minute

	// horizon is how far ahead the agenda looks. What is due later is left to
	// the cursor.
	horizon = 75 * time.Minute

	// maxAsking bounds the questions on the way at one time. No registrable
	// domain has more than half of them.
	maxAsking = 256

	// maxRoutine bounds the healthy names that the cursor has put in line.
	maxRoutine = 1024

	// pageSize is the number of mappings the cursor takes at a time.
	pageSize = 256

	// askTimeout ends a question that a resolver does not end by itself.
	askTimeout = 20 * time.Second

	// silentAfter is the number of questions in a row without any reply after
	// which a resolver is asked last; every probeEvery-th question it is asked
	// in its turn nevertheless.
	silentAfter = 10
	probeEvery  = 64

	// maxRecent bounds the answers kept for further addresses of the same name:
	// for their TTL but at most recentLife; without evidence for recentError.
	maxRecent   = 4096
	recentLife  = time.Minute
	recentError = 20 * time.Second

	// minListed and listedShare bound the changes of a Table that are listed one
	// by one: the larger of minListed and 1/listedShare of all. Beyond, it is less
	// work to write the Table anew.
	minListed   = 1 << 16
	listedShare = 16

	// maxListed bounds the held names that can be listed; the others are counted.
	maxListed = 1 << 16

	// maxTurn bounds the tickets that are dealt with before somebody else may
	// have the Engine.
	maxTurn = 256

	// maxVerdicts bounds the verdicts that are kept for people to look at.
	maxVerdicts = 1 << 14

	// maxFound bounds the addresses that a verdict tells of.
	maxFound = 8

	// keepGone is how long the Record of a mapping that went away is kept, in
	// case it went by mistake. At most maxGone of them are, or as many as there
	// are mappings.
	keepGone = 7 * day
	maxGone  = 100_000

	// reportEvery is the time for which transitions are gathered, and maxBatch
	// the most that are handed over at once.
	reportEvery = 200 * time.Millisecond
	maxBatch    = 1000

	// warnEvery is the least time between two warnings about the same matter.
	warnEvery = day
)

// The bounds of the transport. A question costs a resolver one datagram if all
// goes well; if not, at most two, then two over TCP, and all that once more
// without EDNS if it does not know that.
const (
	// maxResolvers is how many resolvers may be configured. Each is asked about
	// each name; more than three only ask the same servers again.
	maxResolvers = 8

	// maxSystem is how many are taken from /etc/resolv.conf: MAXNS of the C
	// library.
	maxSystem = 3

	// maxAsk is how long one question to one resolver may take with all its
	// tries.
	maxAsk = 10 * time.Second

	// datagramTime is how long to wait for an answer over UDP. A resolver that
	// has to ask around is given a second try; it then has the answer in its
	// cache, or is still at work and joins the two (RFC 5452, 5).
	datagramTime = 2 * time.Second
	maxDatagrams = 2

	// streamTime is how long a question may take over TCP or TLS. It holds two
	// retransmissions of a lost SYN, which come after 1 and 3 seconds (RFC 6298).
	streamTime = 4 * time.Second

	// maxStrays is how many messages that are no answer to the question are
	// passed over. So many mean that somebody is guessing (RFC 5452, 9.3), and
	// that the question should go where guessing does not help.
	maxStrays = 16

	// maxStreams is how many connections to one resolver carry a question at
	// the same time, and maxIdle how many wait for the next one. With 50 ms for
	// a round trip, sixteen carry 320 questions a second.
	maxStreams = 16
	maxIdle    = 4

	// maxIdleTime is how long a connection waits. RFC 7766, 6.2.3 asks clients
	// to close idle connections; servers do so after about as long.
	maxIdleTime = 8 * time.Second
)

const (
	// ednsSize is the largest datagram that we ask for: it fits any path
	// without fragments, which could be forged (RFC 9715).
	ednsSize = 1232

	// bufferSize is what is read of a datagram. A server that sends more than
	// it was asked for is still understood.
	bufferSize = 4096
)

const (
	// maxChain is how many CNAMEs are followed. Resolvers stop after 8 to 17;
	// a host name that works everywhere has at most a few.
	maxChain = 10

	// defaultNegative is how long a negative answer without a SOA is kept. RFC
	// 2308, 5 would not keep it at all, and the question would be asked again
	// at once.
	defaultNegative = 300

	// minKept and maxKept bound how long a reply may be kept, in seconds. TTL 0
	// must not mean a question at once, nor 2^31-1 (68 years) never again.
	minKept = 1
	maxKept = 7 * 24 * 60 * 60

	// maxDetail is the longest Detail of a Reply, before escaping, in bytes.
	maxDetail = 200
)
