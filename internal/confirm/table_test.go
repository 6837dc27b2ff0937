package confirm_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// nth returns one mapping of many.
func nth(i int) confirm.Mapping {
	return confirm.Mapping{Addr: netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), Name: fmt.Sprintf("host-%d.example.net.", i)}
}

// everything returns what All yields.
func everything(table *confirm.Table) map[confirm.Key]confirm.Record {
	all := make(map[confirm.Key]confirm.Record)
	for e := range table.All() {
		all[e.Key] = e.Record
	}
	return all
}

func TestKey(t *testing.T) {
	m := confirm.Mapping{Addr: netip.MustParseAddr("192.0.2.25"), Name: "mail.example.org.", Owner: "alice"}
	// Records on disk are found by it: it is the same for ever.
	const want = "b5d99fdeea564f890fad34491014778f"
	if got := fmt.Sprintf("%x", m.Key()); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	others := []confirm.Mapping{
		{Addr: netip.MustParseAddr("192.0.2.26"), Name: m.Name, Owner: m.Owner},
		{Addr: netip.MustParseAddr("::ffff:192.0.2.25"), Name: m.Name, Owner: m.Owner},
		{Addr: m.Addr, Name: "mail2.example.org.", Owner: m.Owner},
		{Addr: m.Addr, Name: m.Name, Owner: "bob"},
		{Addr: m.Addr, Name: m.Name},
		{Addr: m.Addr, Name: "mail.example.org.a", Owner: "lice"},
	}
	for _, o := range others {
		if o.Key() == m.Key() {
			t.Errorf("%v has the key of %v", o, m)
		}
	}
}

// A Table does what a map does, and counts.
func TestTableAgainstMap(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	table, model := confirm.NewTable(), make(map[confirm.Key]confirm.Record)
	table.Changes()
	told := make(map[confirm.Key]confirm.Record)
	for i := range 40_000 {
		k := nth(random.IntN(12_000)).Key()
		r := confirm.Record{
			Status: confirm.Status(1 + random.IntN(3)), Adopted: random.IntN(2) == 0, Held: random.IntN(9) == 0,
			Errors: uint8(random.IntN(2)), Gone: uint32(random.IntN(2)), Since: uint32(i),
		}
		switch random.IntN(4) {
		case 0:
			table.Put(k, confirm.Record{})
			delete(model, k)
		case 1:
			if table.Swap(k, model[k], r) {
				model[k] = r
			} else if _, ok := model[k]; ok {
				t.Fatal("the Record is not what it was")
			}
		default:
			table.Put(k, r)
			model[k] = r
		}
		if table.Get(k) != model[k] {
			t.Fatalf("got %+v, want %+v", table.Get(k), model[k])
		}
		if i%1000 == 0 {
			tell := table.Changes()
			for _, e := range tell {
				if told[e.Key] = e.Record; e.Record == (confirm.Record{}) {
					delete(told, e.Key)
				}
			}
			if !maps.Equal(told, model) {
				t.Fatal("Changes missed something")
			}
		}
	}
	if !maps.Equal(everything(table), model) {
		t.Error("All yields something else")
	}
	if diff := cmp.Diff(tally(model), table.Counts()); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

// tally is a slow way to count.
func tally(records map[confirm.Key]confirm.Record) (c confirm.Counts) {
	for _, r := range records {
		one := confirm.NewTable()
		one.Put(confirm.Key{}, r)
		n := one.Counts()
		c.Pending, c.Adopted, c.Active, c.Suspended = c.Pending+n.Pending, c.Adopted+n.Adopted, c.Active+n.Active, c.Suspended+n.Suspended
		c.Gone, c.Held, c.Unknown = c.Gone+n.Gone, c.Held+n.Held, c.Unknown+n.Unknown
	}
	return c
}

func TestCounts(t *testing.T) {
	table := confirm.NewTable()
	for i, r := range []confirm.Record{
		{Status: confirm.Pending},
		{Status: confirm.Pending, Adopted: true, Errors: 1},
		{Status: confirm.Active, Adopted: true},
		{Status: confirm.Active, Held: true},
		{Status: confirm.Suspended, Adopted: true},
		{Status: confirm.Active, Gone: 1, Held: true, Errors: 1},
	} {
		table.Put(nth(i).Key(), r)
	}
	want := confirm.Counts{Pending: 1, Adopted: 1, Active: 2, Suspended: 1, Gone: 1, Held: 1, Unknown: 1}
	if diff := cmp.Diff(want, table.Counts()); diff != "" {
		t.Error(diff)
	}
	if c := table.Counts(); c.Present() != 5 || c.Served() != 3 {
		t.Errorf("%d present, %d served", c.Present(), c.Served())
	}
}

func BenchmarkTable(b *testing.B) {
	const million = 1_000_000
	keys := make([]confirm.Key, million)
	for i := range keys {
		keys[i] = nth(i).Key()
	}
	heap := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	fill := func() *confirm.Table {
		table := confirm.NewTable()
		for _, k := range keys {
			table.Put(k, confirm.AdoptedRecord(epoch, time.Hour))
		}
		return table
	}
	b.Run("Fill1M", func(b *testing.B) {
		empty := heap()
		var table *confirm.Table
		for b.Loop() {
			table = fill()
		}
		b.ReportMetric((heap()-empty)/million, "B/mapping")
		runtime.KeepAlive(table)
	})
	table := fill()
	b.Run("Get", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if table.Get(keys[i*7919%million]).Status == confirm.NoStatus {
				b.Fatal("lost")
			}
		}
	})
	b.Run("Key", func(b *testing.B) {
		m := nth(1)
		for b.Loop() {
			m.Key()
		}
	})
	b.Run("All1M", func(b *testing.B) {
		for b.Loop() {
			for range table.All() {
			}
		}
	})
	runtime.KeepAlive(keys)
}
