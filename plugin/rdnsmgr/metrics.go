package rdnsmgr

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/coredns/coredns/plugin"
	"github.com/coredns/coredns/plugin/metrics"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
)

// answersTotal counts answers. Zones and pools are those of the configuration,
// so that no client can make a new series.
var answersTotal = promauto.NewCounterVec(prometheus.CounterOpts{
	Namespace: plugin.Namespace,
	Subsystem: name,
	Name:      "answers_total",
	Help:      "Counter of answers by kind; the pool label is set for pools that were given a name.",
}, []string{"server", "zone", "kind", "pool"})

// counters remembers the series of one handler, because finding them by their
// labels costs more than the answer. The zero value is ready to use.
type counters struct {
	known atomic.Pointer[map[cell]prometheus.Counter] // replaced, never changed
	grow  sync.Mutex                                  // held to replace known
}

// A cell is what one series counts.
type cell struct {
	server string
	kind   string
	pool   string
	zone   int
}

// count counts an answer that is about a zone of ours.
func (c *counters) count(ctx context.Context, a *index.Answer, kind string) {
	key := cell{server: metrics.WithServer(ctx), zone: a.Zone.Number, kind: kind}
	if a.Pool != nil {
		key.pool = a.Pool.Label
	}
	if known := c.known.Load(); known != nil {
		if counter, ok := (*known)[key]; ok {
			counter.Inc()
			return
		}
	}
	c.add(key, a.Zone.Origin).Inc()
}

// add makes the series of a cell. There are few, so copying them is cheap.
func (c *counters) add(key cell, zone string) prometheus.Counter {
	c.grow.Lock()
	defer c.grow.Unlock()
	next := make(map[cell]prometheus.Counter)
	if known := c.known.Load(); known != nil {
		maps.Copy(next, *known)
	}
	next[key] = answersTotal.WithLabelValues(key.server, zone, key.kind, key.pool)
	c.known.Store(&next)
	return next[key]
}
