package confirm_test

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// ready answers at once from memory.
type ready struct {
	name    string
	replies map[confirm.Question]confirm.Reply
}

func (r ready) String() string { return r.name }

func (r ready) Ask(_ context.Context, q confirm.Question) confirm.Reply { return r.replies[q] }

// BenchmarkEngine checks new names with resolvers that answer from memory: the
// cost of everything but the network. Run it with -cpu 1.
func BenchmarkEngine(b *testing.B) {
	const names = 50_000
	list := several(names)
	matching, dead := make(map[confirm.Question]confirm.Reply), make(map[confirm.Question]confirm.Reply)
	for _, m := range list {
		matching[m.Question()] = confirm.Reply{Outcome: confirm.Addresses, Addrs: []netip.Addr{m.Addr}, TTL: time.Hour}
		dead[m.Question()] = confirm.Reply{Outcome: confirm.NXDomain, TTL: time.Hour}
	}
	for name, replies := range map[string]map[confirm.Question]confirm.Reply{"match": matching, "dead": dead} {
		b.Run(name, func(b *testing.B) {
			checks := 0
			for b.Loop() {
				checkAll(b, list, replies)
				checks += names
			}
			b.ReportMetric(float64(checks)/b.Elapsed().Seconds(), "checks/s")
		})
	}
}

// checkAll runs an Engine until every mapping was checked once.
func checkAll(b *testing.B, list []confirm.Mapping, replies map[confirm.Question]confirm.Reply) {
	b.StopTimer()
	walk := func(after netip.Addr, n int) []confirm.Mapping {
		i, found := slices.BinarySearchFunc(list, after, func(m confirm.Mapping, a netip.Addr) int { return m.Addr.Compare(a) })
		if found {
			i++
		}
		return list[i:min(i+n, len(list))]
	}
	table := confirm.NewTable()
	for _, m := range list {
		table.Put(m.Key(), confirm.AdoptedRecord(uint32(time.Now().Unix()-60), 0))
	}
	engine := confirm.New(confirm.Config{
		Resolvers: []confirm.Resolver{ready{"a", replies}, ready{"b", replies}},
		Rate:      1e9, Walk: walk, Table: table,
	})
	for _, m := range list {
		engine.Recheck(m)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	b.StartTimer()
	wg.Go(func() { engine.Run(ctx) })
	for poll := time.NewTicker(time.Millisecond); ; {
		<-poll.C
		s := engine.Stats()
		if s.Checks[confirm.Match]+s.Checks[confirm.Nonexistent] >= uint64(len(list)) {
			poll.Stop()
			break
		}
	}
	b.StopTimer()
	cancel()
	wg.Wait()
	b.StartTimer()
}
