package rdnsmgr

import (
	"context"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// IsResponse reports whether a writer is the server's own.
func IsResponse(w dns.ResponseWriter) bool { return isResponse(w) }

// WireName returns a name in wire format as packets have it.
func WireName(text string) (octets []byte, ok bool) {
	var p packet
	p.octets = p.room[:0]
	ok = p.name(text)
	return p.octets, ok
}

// NewCount returns what counts answers without data in a handler of its own.
func NewCount() func(context.Context, *index.Answer) {
	c := new(counters)
	return func(ctx context.Context, a *index.Answer) { c.count(ctx, a, kindNoData) }
}

// RunNotifier runs a notifier until ctx ends.
func RunNotifier(ctx context.Context, serial func() uint32, zones func() []string, notify func(string) error) {
	n := &notifier{serial: serial, zones: zones, notify: notify}
	n.run(ctx)
}

// MaxTransfers is how many transfers of a block run at the same time.
const MaxTransfers = maxTransfers

// NotifyEvery is the time between two looks for a new serial.
const NotifyEvery = notifyEvery
