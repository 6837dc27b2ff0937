package ask

import "time"

// The bounds of the package.
const (
	// MaxRate is the most questions a second that may be asked for.
	MaxRate = 5000

	// wait is how long to wait for an answer, tries how often to ask.
	wait  = 2 * time.Second
	tries = 3

	// maxRecords bounds the records of one answer that are looked at.
	maxRecords = 256

	// udpSize fits any path without fragments (DNS Flag Day 2020).
	udpSize = 1232
)
