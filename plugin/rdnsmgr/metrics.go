package rdnsmgr

import (
	"context"
	"slices"
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

// counters has the series of one handler at hand, because finding them by their
// labels costs more than the answer. The zero value is ready to use.
type counters struct {
	known atomic.Pointer[[]series] // of each server; replaced, never changed
	grow  sync.Mutex               // held to replace known
}

// series are those of one server. A counter has its place by the numbers of the zone,
// of the pool's label and of the kind; it is nil while there is nothing to count.
type series struct {
	server string
	places [][][]prometheus.Counter
}

// count counts an answer that is about a zone of ours.
func (c *counters) count(ctx context.Context, a *index.Answer, kind answerKind) {
	server := metrics.WithServer(ctx)
	counter := c.find(server, a, kind)
	if counter == nil {
		counter = c.add(server, a, kind)
	}
	counter.Inc()
}

// find returns the counter of an answer, or nil.
func (c *counters) find(server string, a *index.Answer, kind answerKind) prometheus.Counter {
	label, _ := labelOf(a)
	known := c.all()
	for i := range known {
		if s := &known[i]; s.server == server {
			return at(at(at(s.places, a.Zone.Number), label), int(kind))
		}
	}
	return nil
}

// add makes a counter. There are few, so copying the slices that lead to it is cheap.
func (c *counters) add(server string, a *index.Answer, kind answerKind) prometheus.Counter {
	c.grow.Lock()
	defer c.grow.Unlock()
	known := c.all()
	n := slices.IndexFunc(known, func(s series) bool { return s.server == server })
	if n < 0 {
		n = len(known)
	}
	label, text := labelOf(a)
	counter := answersTotal.WithLabelValues(server, a.Zone.Origin, kind.String(), text)
	places := at(known, n).places
	labels := at(places, a.Zone.Number)
	kinds := at(labels, label)
	places = with(places, a.Zone.Number, with(labels, label, with(kinds, int(kind), counter)))
	known = with(known, n, series{server, places})
	c.known.Store(&known)
	return counter
}

func (c *counters) all() []series {
	if known := c.known.Load(); known != nil {
		return *known
	}
	return nil
}

// labelOf returns the label of the pool that an answer is about, and its number.
func labelOf(a *index.Answer) (number int, label string) {
	if a.Pool == nil {
		return 0, ""
	}
	return a.Pool.Number, a.Pool.Label
}

// at returns what a slice has at a place, which may be beyond its end.
func at[T any](s []T, place int) (v T) {
	if place < len(s) {
		v = s[place]
	}
	return v
}

// with returns a copy of a slice that has v at a place.
func with[T any](s []T, place int, v T) []T {
	out := make([]T, max(len(s), place+1))
	copy(out, s)
	out[place] = v
	return out
}
