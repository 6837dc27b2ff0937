package rdnsmgr

import (
	"context"
	"sync"
	"time"

	"github.com/coredns/coredns/plugin/transfer"
)

// A notifier tells secondaries about a new serial (RFC 1996). It looks for one
// now and then, so that many changes in a row make one NOTIFY.
type notifier struct {
	serial func() uint32
	zones  func() []string // to tell about
	notify func(zone string) error
}

// notifier returns the handler's, or nil when it has nobody to tell.
func (h *Handler) notifier() *notifier {
	t, ok := h.server.Handler("transfer").(*transfer.Transfer)
	if !ok {
		return nil
	}
	return &notifier{
		serial: func() uint32 { return h.block.Snapshot().Serial },
		zones:  h.transferables,
		notify: t.Notify,
	}
}

// transferables returns the zones that a secondary could take.
func (h *Handler) transferables() []string {
	s := h.block.Snapshot()
	var zones []string
	for _, z := range s.Zones {
		if h.transferable(s, z) == nil {
			zones = append(zones, z.Origin)
		}
	}
	return zones
}

// run tells about the serial once at the beginning, because it may have changed
// while nobody could tell, and about each later one.
func (n *notifier) run(ctx context.Context) {
	tick := time.NewTicker(notifyEvery)
	defer tick.Stop()
	told, begun := uint32(0), false
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if serial := n.serial(); !begun || serial != told {
			told, begun = serial, true
			n.tell(ctx)
		}
	}
}

// tell returns when every secondary has answered, or has been given up.
func (n *notifier) tell(ctx context.Context) {
	zones := make(chan string)
	var workers sync.WaitGroup
	for range notifiers {
		workers.Go(func() {
			for zone := range zones {
				if err := n.notify(zone); err != nil {
					log.Warningf("%v: it takes zone %q when its refresh time is over", err, zone)
				}
			}
		})
	}
	for _, zone := range n.zones() {
		if ctx.Err() != nil {
			break
		}
		zones <- zone
	}
	close(zones)
	workers.Wait()
}
