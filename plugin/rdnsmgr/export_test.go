package rdnsmgr

import "context"

// RunNotifier runs a notifier until ctx ends.
func RunNotifier(ctx context.Context, serial func() uint32, zones func() []string, notify func(string) error) {
	n := &notifier{serial: serial, zones: zones, notify: notify}
	n.run(ctx)
}

// MaxTransfers is how many transfers of a block run at the same time.
const MaxTransfers = maxTransfers

// NotifyEvery is the time between two looks for a new serial.
const NotifyEvery = notifyEvery
