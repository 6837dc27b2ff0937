package rdnsmgr

import (
	"sync/atomic"

	"github.com/coredns/coredns/plugin"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// running tells monitoring about the instance that runs. Its figures are read
// when they are asked for, so they are always those that are served.
var running = newCollector()

// A collector is a prometheus.Collector of the manager's status.
type collector struct {
	instance  atomic.Pointer[instance]
	mappings  *prometheus.Desc
	looks     *prometheus.Desc
	bad       *prometheus.Desc
	held      *prometheus.Desc
	built     *prometheus.Desc
	confirmed confirmation
}

func newCollector() *collector {
	c := &collector{
		mappings:  desc("mappings", "Explicit mappings by state: served (addresses), outside of our zones, or why they are not served.", "state"),
		looks:     desc("looks", "Explicit mappings by what the look check says of their names.", "look"),
		bad:       desc("bad_lines", "Lines of mapping files that are no mapping."),
		held:      desc("held_changes", "Changes of files that wait for a person, because they look like an accident."),
		built:     desc("published_timestamp_seconds", "When the answers last changed."),
		confirmed: newConfirmation(),
	}
	prometheus.MustRegister(c)
	return c
}

func desc(metric, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(plugin.Namespace, name, metric), help, labels, nil)
}

// Describe implements prometheus.Collector.
func (c *collector) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, out) }

// Collect implements prometheus.Collector.
func (c *collector) Collect(out chan<- prometheus.Metric) {
	var sum manager.Status
	if i := c.instance.Load(); i != nil {
		sum = i.manager.Status()
		if stats, ok := i.manager.Confirmation(); ok {
			c.confirmed.collect(out, &stats)
		}
	}
	gauge(out, c.mappings, float64(sum.Served), "served")
	gauge(out, c.mappings, float64(sum.Outside), "outside")
	for fate := rdns.Served + 1; fate <= rdns.Shadowed; fate++ {
		gauge(out, c.mappings, float64(sum.Fates[fate]), fate.String())
	}
	for look := range rdns.Refused + 1 {
		gauge(out, c.looks, float64(sum.Looks[look]), look.String())
	}
	gauge(out, c.bad, float64(sum.Bad))
	gauge(out, c.held, float64(len(sum.Held)))
	if !sum.At.IsZero() {
		gauge(out, c.built, float64(sum.At.UnixMilli())/1000)
	}
}

func gauge(out chan<- prometheus.Metric, d *prometheus.Desc, v float64, labels ...string) {
	out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
}

func counter(out chan<- prometheus.Metric, d *prometheus.Desc, v uint64, labels ...string) {
	out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), labels...)
}
