package state

// All bounds of the package.
const (
	// MaxValue is the length of the longest Value in bytes.
	MaxValue = 64

	// MaxBatch is the number of entries that one commit writes at most. What one
	// Append brings is kept as a whole or not at all up to this number; more than
	// that is split. It bounds the memory that reading and writing take.
	MaxBatch = 4096

	// recordBytes is the length of the longest body of a record.
	recordBytes = MaxBatch * (minEntry + MaxValue)

	// The log is due for Compact when what was appended takes more than the
	// snapshot before it, and enough to be worth the work. So it is never read
	// longer than twice what it must hold.
	compactFactor = 1
	compactFloor  = 1 << 20

	// maxFileBytes is where Append gives up: far beyond what anybody needs, so
	// that a Compact that never succeeds does not fill the disk.
	maxFileBytes = 4 << 30

	// catchUpRounds is how often Compact follows the appends that were made
	// while it wrote, before it stops them to write the rest.
	catchUpRounds = 8

	// copySize is how many bytes of a source are copied at a time.
	copySize = 256 << 10
)
