package policy

// MaxList is the size of the longest list that is worth reading, in bytes: room
// for as many known names as there may be. Who reads a file should stop there.
const MaxList = 64 << 20

// All other bounds of the package stand here.
const (
	// maxName is the length of the longest name in text without the final dot
	// (RFC 1035, 2.3.4: 255 octets on the wire).
	maxName = 253
	// maxLabel is the length of the longest label.
	maxLabel = 63
	// maxLabels is the number of labels of the longest name.
	maxLabels = (maxName + 1) / 2
	// maxEscaped is the length of the longest name in text of which each octet is
	// written as \DDD, with the final dot.
	maxEscaped = 4 * (maxName + 1)
	// maxQuoted is the number of bytes of outside text that a message repeats.
	maxQuoted = 80
	// maxKnown bounds the entries of a list of known names. Public lists of popular
	// domains have a million; each takes about 60 bytes.
	maxKnown = 2_000_000
	// maxFaults is the number of bad lines of a list that are reported; the others
	// are counted.
	maxFaults = 10
	// maxProtected bounds the names that can be protected; the index takes about
	// 2 kB for each.
	maxProtected = 10000
	// maxPieces is the number of words that a combination such as
	// "secure-login-brand" is taken apart into.
	maxPieces = 5
	// twoTypoCore is the shortest protected name of which names that differ by
	// two letters are reported; in shorter ones that happens by chance.
	twoTypoCore = 9
	// typoCore is the shortest protected name of which names that differ by one
	// letter are refused.
	typoCore = 5
	// otherTypoCore is the shortest protected name of which names that differ by one
	// letter are refused below any suffix. Below the own one shorter ones are, and
	// where the edit is hard to see.
	otherTypoCore = 8
	// lookTypoCore is the shortest protected name of which names are refused that
	// look like one a letter away from it; for shorter ones there has to be a digit,
	// or a letter of much the same shape.
	lookTypoCore = 8
	// nearComboCore is the shortest protected name of which names a letter away
	// are looked for beside keywords that are glued to them.
	nearComboCore = 7
	// lookCore is the shortest protected name of which names that look the same
	// in ASCII are refused. It cannot be less than what openings look at.
	lookCore = 4
	// joinedCore is the shortest of our zones without dots of which names that
	// differ by one letter are refused.
	joinedCore = 8
	// splitCore is the shortest protected name that is recognised when dots
	// divide it.
	splitCore = 5
)
