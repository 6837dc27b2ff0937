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

// someRecord returns a Record with anything in it, most of it rare.
func someRecord(random *rand.Rand) confirm.Record {
	r := confirm.Record{
		Status: confirm.Status(1 + random.IntN(3)), Adopted: random.IntN(2) == 0, Matched: random.IntN(2) == 0, Held: random.IntN(9) == 0,
		Last: confirm.Finding(random.IntN(7)), Outcome: confirm.Outcome(random.IntN(12)), Since: random.Uint32(), Due: random.Uint32(),
	}
	for _, t := range []*uint32{&r.FirstFailure, &r.LastFailure, &r.LastMatch, &r.Until, &r.Gone} {
		if random.IntN(8) == 0 {
			*t = random.Uint32()
		}
	}
	for _, n := range []*uint8{&r.Failures, &r.Errors} {
		if random.IntN(8) == 0 {
			*n = uint8(random.Uint32())
		}
	}
	return r
}

// A Table does what a map does, and counts.
func TestTableAgainstMap(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	table, model := confirm.NewTable(), make(map[confirm.Key]confirm.Record)
	table.Changes()
	told := make(map[confirm.Key]confirm.Record)
	for i := range 200_000 {
		// It grows, shrinks to a quarter of that, and grows again.
		k := nth(random.IntN(12_000) / (1 + i/60_000%2*3)).Key()
		r := someRecord(random)
		switch random.IntN(4) {
		case 0:
			table.Put(k, confirm.Record{})
			delete(model, k)
		case 1:
			if table.Swap(k, r, r) {
				t.Fatal("swapped what is not there")
			}
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
			hear(t, table, told)
			if !maps.Equal(told, model) {
				t.Fatal("Changes missed something")
			}
			if i%60_000 == 0 {
				clearTable(table, model)
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

// hear takes in what Changes tells.
func hear(t *testing.T, table *confirm.Table, told map[confirm.Key]confirm.Record) {
	t.Helper()
	changes, ok := table.Changes()
	if !ok {
		t.Fatal("a few changes are too many")
	}
	twice := make(map[confirm.Key]bool)
	for _, e := range changes {
		if twice[e.Key] {
			t.Fatal("Changes told of a Record twice")
		}
		twice[e.Key] = true
		if told[e.Key] = e.Record; e.Record == (confirm.Record{}) {
			delete(told, e.Key)
		}
	}
}

// clearTable deletes nine of ten Records, so that the Table gives memory back.
func clearTable(table *confirm.Table, model map[confirm.Key]confirm.Record) {
	n := 0
	for k := range model {
		if n++; n%10 != 0 {
			table.Put(k, confirm.Record{})
			delete(model, k)
		}
	}
}

// Whoever hears nothing of too many changes finds them in All.
func TestTooManyChanges(t *testing.T) {
	table := confirm.NewTable()
	table.Changes()
	const n = 70_000
	for i := range n {
		table.Put(nth(i).Key(), confirm.NewRecord(epoch))
	}
	if changes, ok := table.Changes(); ok || len(changes) > 0 {
		t.Errorf("%d changes, %t, want none and false", len(changes), ok)
	}
	if got := len(everything(table)); got != n {
		t.Errorf("All yields %d, want %d", got, n)
	}
	table.Put(nth(1).Key(), confirm.Record{})
	want := []confirm.Entry{{Key: nth(1).Key()}}
	if changes, ok := table.Changes(); !ok || !cmp.Equal(changes, want) {
		t.Errorf("then %v, %t, want one deletion", changes, ok)
	}
}

// What does not change while All goes on is in it once, whatever else changes.
func TestAllWhileTheTableChanges(t *testing.T) {
	const stay, come = 20_000, 30_000
	table := confirm.NewTable()
	for i := range stay {
		table.Put(nth(i).Key(), confirm.NewRecord(epoch))
	}
	want := everything(table)
	got := make(map[confirm.Key]int)
	i := stay
	for e := range table.All() {
		if _, ok := want[e.Key]; ok {
			got[e.Key]++
		}
		for range 3 {
			if i < stay+come {
				table.Put(nth(i).Key(), confirm.Record{Status: confirm.Active, Failures: 1})
			} else {
				table.Put(nth(i-come).Key(), confirm.Record{})
			}
			i++
		}
	}
	for k := range want {
		if got[k] != 1 {
			t.Fatalf("a Record came %d times", got[k])
		}
	}
}

// FuzzTable does with a Table what the bytes say, and the same with a map.
func FuzzTable(f *testing.F) {
	f.Add([]byte{1, 0, 2, 0x0a, 0x12, 0xa9, 2, 0, 1, 2, 3, 4, 0, 0, 0, 5, 0, 0, 0, 6})
	f.Add([]byte{1, 0, 1, 0, 2, 0, 1, 0})
	f.Fuzz(func(t *testing.T, script []byte) {
		table, model := confirm.NewTable(), make(map[confirm.Key]confirm.Record)
		for len(script) >= 2 {
			k := confirm.Key{script[0] % 8, 15: script[0] >> 7}
			n := min(int(script[1]), len(script)-2)
			r, err := confirm.ParseRecord(script[2 : 2+n])
			script = script[2+n:]
			table.Put(k, r)
			if model[k] = r; err != nil {
				delete(model, k)
			}
		}
		if got := everything(table); !maps.Equal(got, model) {
			t.Errorf("All yields %v, want %v", got, model)
		}
		for k, r := range model {
			if got := table.Get(k); got != r {
				t.Errorf("got %+v, want %+v", got, r)
			}
		}
	})
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
	b.Run("Miss", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			k := keys[i*7919%million]
			k[15]++
			if table.Get(k).Status != confirm.NoStatus {
				b.Fatal("found")
			}
		}
	})
	b.Run("Put", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			table.Put(keys[i*7919%million], confirm.Record{Status: confirm.Active, Since: uint32(i), LastMatch: epoch, Due: epoch})
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

// heap returns the bytes in use.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// TestTableHeap holds the Table to its size.
func TestTableHeap(t *testing.T) {
	const n = 50_000
	keys := make([]confirm.Key, n)
	for i := range keys {
		keys[i] = nth(i).Key()
	}
	for _, c := range []struct {
		name   string
		record confirm.Record
		bound  float64 // bytes for a mapping
	}{
		{"adopted", confirm.AdoptedRecord(epoch, time.Hour), 42},
		{"active", confirm.Record{Status: confirm.Active, Matched: true, Errors: 1, Since: epoch, LastMatch: epoch, Due: epoch}, 42},
		{"failing", confirm.Record{Status: confirm.Active, Failures: 1, Since: epoch, FirstFailure: epoch, LastFailure: epoch, LastMatch: epoch}, 70},
		{"active again", confirm.Record{Status: confirm.Active, Matched: true, Since: epoch, LastMatch: epoch, Due: epoch}, 42},
	} {
		before, table := heap(), confirm.NewTable()
		for _, k := range keys {
			if c.name == "active again" {
				table.Put(k, confirm.Record{Status: confirm.Active, Gone: 1})
			}
			table.Put(k, c.record)
		}
		if got := (heap() - before) / n; got > c.bound {
			t.Errorf("%s: %.1f bytes a mapping, want at most %.0f", c.name, got, c.bound)
		}
		for _, k := range keys[n/10:] {
			table.Put(k, confirm.Record{})
		}
		if got := (heap() - before) / n; got > c.bound/4 {
			t.Errorf("%s: %.1f bytes a mapping when most are gone, want at most %.0f", c.name, got, c.bound/4)
		}
		runtime.KeepAlive(table)
	}
}
