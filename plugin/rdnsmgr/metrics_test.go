package rdnsmgr_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/plugin/rdnsmgr"
)

// family returns the series of a metric, as monitoring would see them now.
func family(t *testing.T, name string) []*dto.Metric {
	t.Helper()
	families, err := prometheus.DefaultGatherer.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()
		}
	}
	return nil
}

// gauge returns the value of a gauge with one label, or without any.
func gauge(t *testing.T, name string, label ...string) float64 {
	t.Helper()
	for _, m := range family(t, name) {
		if len(label) == 0 || m.GetLabel()[0].GetName() == label[0] && m.GetLabel()[0].GetValue() == label[1] {
			return m.GetGauge().GetValue()
		}
	}
	t.Fatalf("no metric %s %v", name, label)
	return 0
}

// answers returns the counters of answers of one server by their labels.
func answers(t *testing.T, server string) map[string]float64 {
	t.Helper()
	counts := make(map[string]float64)
	for _, m := range family(t, "coredns_rdnsmgr_answers_total") {
		labels := make(map[string]string)
		for _, l := range m.GetLabel() {
			labels[l.GetName()] = l.GetValue()
		}
		if labels["server"] == server {
			delete(labels, "server")
			var text []string
			for _, name := range slices.Sorted(maps.Keys(labels)) {
				text = append(text, name+"="+labels[name])
			}
			counts[strings.Join(text, " ")] = m.GetCounter().GetValue()
		}
	}
	return counts
}

// TestCounters asks and looks which counters moved. Labels are of the
// configuration: zone, kind, and the name that a pool was given.
func TestCounters(t *testing.T) {
	s := startWorld(t)
	for _, c := range []struct {
		name  string
		qname string
		qtype uint16
		want  string // "" when it is not for us to count
	}{
		{"generated", "1." + zone4, dns.TypePTR, "kind=generated pool= zone=" + zone4},
		{"generated of a pool with a name", "64." + zone4, dns.TypePTR, "kind=generated pool=sub zone=" + zone4},
		{"forward of a pool with a name", "sub-192-0-2-64." + zoneHost, dns.TypeA, "kind=forward pool=sub zone=" + zoneHost},
		{"no data of a pool with a name", "64." + zone4, dns.TypeTXT, "kind=nodata pool=sub zone=" + zone4},
		{"explicit", "25." + zone4, dns.TypePTR, "kind=explicit pool= zone=" + zone4},
		{"capitals", "25.2.0.192.IN-ADDR.ARPA.", dns.TypePTR, "kind=explicit pool= zone=" + zone4},
		{"static", "www." + zoneHost, dns.TypeA, "kind=static pool= zone=" + zoneHost},
		{"static beside explicit", "25." + zone4, dns.TypeTXT, "kind=static pool= zone=" + zone4},
		{"apex", zone4, dns.TypeSOA, "kind=apex pool= zone=" + zone4},
		{"delegation", "99." + zone4, dns.TypePTR, "kind=delegation pool= zone=" + zone4},
		{"no data", zone4, dns.TypeTXT, "kind=nodata pool= zone=" + zone4},
		{"nothing", "x." + zone4, dns.TypePTR, "kind=nxdomain pool= zone=" + zone4},
		{"transfer", zone4, dns.TypeAXFR, "kind=refused pool= zone=" + zone4},
		{"not ours", "x.example.", dns.TypeA, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := answers(t, s.dns.Addr)
			if c.want != "" {
				want[c.want]++
			}
			s.ask(t, query(c.qname, c.qtype))
			if diff := cmp.Diff(want, answers(t, s.dns.Addr)); diff != "" {
				t.Errorf("counters (-want +got):\n%s", diff)
			}
		})
	}
}

// No client can make series: a thousand names move counters that are there.
func TestNoNewSeries(t *testing.T) {
	s := startWorld(t)
	s.ask(t, query("x."+zone4, dns.TypePTR))
	before := len(answers(t, s.dns.Addr))
	for i := range 1000 {
		s.ask(t, query(fmt.Sprintf("x%d.%s", i, zone4), dns.TypePTR))
	}
	if after := len(answers(t, s.dns.Addr)); after != before {
		t.Errorf("%d series, before %d", after, before)
	}
}

// TestCountersAtOnce: nothing is lost or counted elsewhere when several servers of a
// block begin to answer at the same time. Pools may have a label in common.
func TestCountersAtOnce(t *testing.T) {
	const clients, rounds = 4, 50
	h := start(t, small(`pool 192.0.2.64/28 red-{ip}.host.example { name red }
		pool 192.0.2.80/28 also-{ip}.host.example { name red }
		pool 192.0.2.96/28 blue-{ip}.host.example { name blue }`)).handler()
	want, before := make(map[string]map[string]float64), make(map[string]map[string]float64)
	var all sync.WaitGroup
	for _, addr := range []string{"dns://one", "dns://two"} {
		before[addr], want[addr] = answers(t, addr), make(map[string]float64)
		ctx := context.WithValue(t.Context(), dnsserver.Key{}, &dnsserver.Server{Addr: addr})
		for series, times := range map[string]float64{
			"kind=generated pool= zone=" + zone4: 1, "kind=generated pool=red zone=" + zone4: 2, "kind=generated pool=blue zone=" + zone4: 1,
			"kind=nxdomain pool= zone=" + zone4: 1, "kind=nxdomain pool= zone=" + zoneHost: 1,
		} {
			want[addr][series] = times * clients * rounds
		}
		for range clients {
			all.Go(func() {
				for range rounds {
					for _, qname := range []string{"1." + zone4, "64." + zone4, "80." + zone4, "96." + zone4, "x." + zone4, "x." + zoneHost} {
						if _, err := h.ServeDNS(ctx, new(writer), query(qname, dns.TypePTR)); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
	}
	all.Wait()
	for addr := range want {
		got := answers(t, addr)
		for series := range got {
			got[series] -= before[addr][series]
		}
		if diff := cmp.Diff(want[addr], got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", addr, diff)
		}
	}
}

// TestCountersStayAtHand: none is forgotten when another is made, or it would be made
// again, query after query.
func TestCountersStayAtHand(t *testing.T) {
	count := rdnsmgr.NewCount()
	var servers []context.Context
	for _, addr := range []string{"dns://three", "dns://four"} {
		servers = append(servers, context.WithValue(t.Context(), dnsserver.Key{}, &dnsserver.Server{Addr: addr}))
	}
	var places []*index.Answer
	for _, zone := range []int{2, 0} {
		for _, label := range []int{0, 2, 1} {
			places = append(places, &index.Answer{Zone: &index.Zone{Number: zone}, Pool: &index.Pool{Number: label}})
		}
	}
	all := func() {
		for _, ctx := range servers {
			for _, a := range places {
				count(ctx, a)
			}
		}
	}
	if n := testing.AllocsPerRun(10, all); n > 0 { // after a first run that does not count
		t.Errorf("%v allocations", n)
	}
}

// The gauges are of the instance that runs, and of all its blocks.
func TestGauges(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/customers.map", "192.0.2.1 a.example.net\n192.0.2.2 b.example.net\n192.0.2.2 c.example.net\n10.0.0.1 outside.example.net\nbad line\n")
	began := time.Now()
	s := start(t, small("mappings "+dir+"/customers.map\nptr 192.0.2.1 strong.example.net\nptr 192.0.2.3 d.example.net")+
		block("100.51.198.in-addr.arpa:0", "", "ptr 198.51.100.1 e.example.net\n\t\t"+soaNS))
	waitIdle(t)
	check := func(want map[string]float64) {
		t.Helper()
		got := make(map[string]float64)
		for _, state := range []string{"served", "shadowed", "outside"} {
			got[state] = gauge(t, "coredns_rdnsmgr_mappings", "state", state)
		}
		got["bad"], got["held"] = gauge(t, "coredns_rdnsmgr_bad_lines"), gauge(t, "coredns_rdnsmgr_held_changes")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("gauges (-want +got):\n%s", diff)
		}
	}
	check(map[string]float64{"served": 4, "shadowed": 2, "outside": 1, "bad": 1, "held": 0})
	if at := gauge(t, "coredns_rdnsmgr_published_timestamp_seconds"); at < float64(began.Unix()) || at > float64(time.Now().Unix()+1) {
		t.Errorf("published at %v, started at %v", at, began.Unix())
	}
	s.restart(t, small("ptr 192.0.2.3 d.example.net"))
	waitIdle(t)
	check(map[string]float64{"served": 1, "shadowed": 0, "outside": 0, "bad": 0, "held": 0})
	for _, err := range s.instance.ShutdownCallbacks() {
		t.Error(err)
	}
	check(map[string]float64{"served": 0, "shadowed": 0, "outside": 0, "bad": 0, "held": 0})
}

func itoa(n int) string { return strconv.Itoa(n) }
