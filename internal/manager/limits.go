package manager

import "time"

// The bounds of the package.
const (
	// pollEvery is the time between two looks at each file.
	pollEvery = 200 * time.Millisecond

	// patience is how long one look at a file may keep the others waiting.
	patience = 2 * time.Second

	// reportBurst and reportEvery bound what the faults of one file may put
	// into the log: customers write those lines.
	reportBurst = 1000
	reportEvery = 100 * time.Millisecond

	// minConsent is how many digits of a hash name a content, enough not to be
	// met by accident.
	minConsent = 8

	// untoldEvery is the time between two lines about what had no line.
	untoldEvery = time.Minute

	// retryEvery is the time between two tries to write to a state directory
	// that cannot be written to.
	retryEvery = time.Minute

	// looksRest is how many times as long as it took to write the looks nobody
	// writes them again, nor what is kept after them. Until then a restart finds
	// what was before; millions of mappings take some seconds.
	looksRest = 10

	// hearEvery is the time between two publications of what confirmation found
	// out, and writeEvery that between two writes of it to disk.
	hearEvery  = time.Second
	writeEvery = time.Second

	// expireEvery is the time between two looks for mappings that were gone for
	// long.
	expireEvery = time.Hour

	// maxLitter is how many bytes of files are read before memory is given back.
	maxLitter = 16 << 20

	// largeFile is the size of a file, in bytes, for which the names of the content before
	// are let go of while it is loaded, even if that may have to be read again.
	largeFile = 4 << 20

	// sweeps is about how often what was left behind is collected during a publication,
	// when large files were read, and firstSweeps during the first one, for which a
	// server waits. minStretch is how many addresses are worth it.
	sweeps      = 24
	firstSweeps = 8
	minStretch  = 1 << 15

	// minPart is how many mappings are worth a goroutine.
	minPart = 1 << 15

	// leftBehind is about how many bytes for each mapping the instance before leaves
	// behind.
	leftBehind = 50

	// pageSize is how many mappings or addresses of a snapshot are read at a time.
	pageSize = 1 << 10

	// maxTouched is how many addresses a publication may change and still look
	// at those only. Beyond, it looks at all.
	maxTouched = 1 << 16

	// minAttrs is how many attributes may go out of use before a snapshot is
	// built anew for that.
	minAttrs = 1 << 10

	// maxReports bounds the conflicts that one build reports line by line; the
	// rest is counted.
	maxReports = 1000

	// maxAccounts is how many mappings of one address are explained. Few are
	// served; the others are shadowed.
	maxAccounts = 100
)
