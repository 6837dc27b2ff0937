package rdnsmgr

import (
	"sync/atomic"

	"github.com/coredns/coredns/plugin"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// running tells monitoring about the instance that runs. Its figures are read
// when they are asked for, so they are always those that are served.
var running = newCollector()

// A collector is a prometheus.Collector of the manager's status.
type collector struct {
	instance atomic.Pointer[instance]
	mappings *prometheus.Desc
	bad      *prometheus.Desc
	held     *prometheus.Desc
	built    *prometheus.Desc
}

func newCollector() *collector {
	desc := func(metric, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(plugin.Namespace, name, metric), help, labels, nil)
	}
	c := &collector{
		mappings: desc("mappings", "Explicit mappings by state: served (addresses), shadowed by another mapping, outside of our zones.", "state"),
		bad:      desc("bad_lines", "Lines of mapping files that are no mapping."),
		held:     desc("held_changes", "Changes of mapping files that wait for a person, because they look like an accident."),
		built:    desc("published_timestamp_seconds", "When the answers last changed."),
	}
	prometheus.MustRegister(c)
	return c
}

// Describe implements prometheus.Collector.
func (c *collector) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, out) }

// Collect implements prometheus.Collector.
func (c *collector) Collect(out chan<- prometheus.Metric) {
	var sum manager.Status
	if i := c.instance.Load(); i != nil {
		sum = i.manager.Status()
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(c.mappings, float64(sum.Served), "served")
	gauge(c.mappings, float64(sum.Shadowed), "shadowed")
	gauge(c.mappings, float64(sum.Outside), "outside")
	gauge(c.bad, float64(sum.Bad))
	gauge(c.held, float64(len(sum.Held)))
	if !sum.At.IsZero() {
		gauge(c.built, float64(sum.At.UnixMilli())/1000)
	}
}
