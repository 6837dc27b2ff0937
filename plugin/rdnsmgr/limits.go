package rdnsmgr

import "time"

// The bounds of zone transfers.
const (
	// maxTransfers is how many transfers of a block run at the same time.
	maxTransfers = 16

	// transferBatch is how many records are handed over at once.
	transferBatch = 128

	// notifyEvery is the time between two looks for a new serial: changes in
	// between make one NOTIFY. notifiers is how many zones are told about at the
	// same time, since a secondary that is down keeps each waiting.
	notifyEvery = 2 * time.Second
	notifiers   = 8
)
