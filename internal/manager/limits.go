package manager

import "time"

// The bounds of the package.
const (
	// pollEvery is the time between two looks at each file.
	pollEvery = 200 * time.Millisecond

	// maxReports bounds the conflicts that one build reports line by line; the
	// rest is counted.
	maxReports = 1000
)
