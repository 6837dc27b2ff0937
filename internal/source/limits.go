package source

import "time"

// The bounds of the package. What exceeds one is reported and left out.
const (
	// maxLine is the longest line in bytes, also when parentheses join several
	// to one. A real line has about fifty.
	maxLine = 64 << 10

	// maxJoined is the number of lines that one pair of parentheses may span. A
	// pair that was never closed costs no more than the rest of its own line.
	maxJoined = 64

	// copySize is how many bytes of a file are read at a time.
	copySize = 256 << 10

	// maxFile is the largest file in bytes: thirty million mappings.
	maxFile = int64(2) << 30

	// minSection and maxSection bound the size of the sections of an Outline, in
	// bytes, where its lines allow; between them, one line of sectionLines ends one.
	minSection   = 16 << 10
	maxSection   = 1 << 20
	sectionLines = 256

	// staleShare is the share of the addresses of a content in no order that may
	// be told of one by one, and minStale how many always may. Each takes some
	// microseconds to look up, where all of them together take one.
	staleShare = 16
	minStale   = 1 << 13

	// minPart is the size of a part of a file that is worth a goroutine, in bytes.
	minPart = 256 << 10

	// minStream is the size of a file that is worth to be parsed while it is read,
	// and portionSize what is read at a time, in bytes. A portion without the end of a
	// section grows up to maxPortion.
	minStream   = 4 << 20
	portionSize = 1 << 20
	maxPortion  = 8 << 20

	// windowSize is how much of a large file in another form is in memory at a time,
	// in bytes, as long as no statement needs more.
	windowSize = 256 << 10

	// newShare is the share of a content in order that may be new and still is found
	// by what is not. That is estimated from so many samples, of that size in bytes.
	newShare   = 5
	samples    = 16
	sampleSize = 512 << 10

	// nameGroups is how many groups the addresses of a content in no order are cut
	// into, whose names stand together. One of so many lines tells where to cut.
	nameGroups  = 16
	groupSample = 8

	// minPiece and maxPiece bound the size of the pieces of memory that the names of a
	// group are in, in bytes. Large ones leave room that fits whatever takes it.
	minPiece = 8 << 10
	maxPiece = 4 * chunkSize

	// maxFew is how many mappings are sorted by comparing them, and maxDigit how many
	// bits of their addresses others are sorted by at a time.
	maxFew   = 64
	maxDigit = 10

	// nearRows is how many names of a Set are asked for at a time.
	nearRows = 32

	// maxAddress is the length of the longest address.
	maxAddress = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255")

	// maxReverse is the length of the reverse name of an IPv6 address with the blank
	// behind it.
	maxReverse = 32*len("f.") + len("ip6.arpa. ")

	// maxNames is the number of names on one hosts line. More than about ten
	// PTR records serve nobody: RFC 7208, 4.6.4 looks at ten.
	maxNames = 10

	// maxUnicode is the longest name with U-labels in bytes, more than any 255
	// octets of A-labels can stand for.
	maxUnicode = 1 << 10

	// maxPlainLabel and maxPlainName are the longest label and name, without its
	// final dot, in octets (RFC 1035, 2.3.4).
	maxPlainLabel = 63
	maxPlainName  = 253

	// maxOwner is the longest name of an owner in bytes.
	maxOwner = 255

	// maxTTL is a week in seconds. RFC 2181, 8 allows 68 years, but then nobody
	// could take back a mistake.
	maxTTL = 7 * 24 * 60 * 60

	// maxGenerated is the number of records that all $GENERATE directives of a
	// file may make together, those of four /16; a single one makes 65,536 at
	// most. A pool names more addresses than that without a file.
	maxGenerated = 1 << 18

	// maxFaults is the number of faults kept; the others are counted.
	maxFaults = 1000

	// maxQuote is how much of the offending text a fault quotes, in bytes.
	maxQuote = 80
)

const (
	// chunkSize is the size of the pieces of memory that names are cut from, and
	// maxChunks the number of those of one file: 4 GiB of names.
	chunkBits = 16
	chunkSize = 1 << chunkBits
	maxChunks = 1<<(32-chunkBits) - 1

	// fullChunks is how many chunks a stream may have: with more, an arena may have
	// refused a name for want of room that other pieces would have left.
	fullChunks = maxChunks - maxPiece>>chunkBits
)

// What makes a change look like an accident; see Accident.
const (
	accidentBadPercent  = 5
	accidentBadLines    = 1
	accidentLostPercent = 10
	accidentLost        = 20
)

const (
	// settleTime is how old the last change of a file must be before its time
	// stamp can be trusted to tell the next change apart: FAT counts in steps
	// of two seconds, other file systems in finer ones.
	settleTime = 2 * time.Second

	// maxReads is how often Watch.Read tries again when the file changes under
	// its hands.
	maxReads = 3
)
