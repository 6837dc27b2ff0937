package confirm_test

import (
	"maps"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// A censusModel is a slow and obvious account of who is there.
type censusModel struct {
	last    int
	records map[confirm.Key]confirm.Record
	seen    map[confirm.Key]int // the last census that counted it
}

// count returns what Count must have made of a mapping.
func (c *censusModel) count(k confirm.Key, census int, fresh confirm.Record) {
	r, ok := c.records[k]
	if !ok {
		r = fresh
	}
	if r.Gone != 0 || fresh.Since > r.Due+600 { // it came back, or nobody ever asked
		r = fresh
	}
	c.records[k] = r
	c.seen[k] = max(c.seen[k], census)
}

// close ends a census, and forgets what was gone for more than a week.
func (c *censusModel) close(census int, now uint32) (gone int) {
	for k, r := range c.records {
		switch {
		case r.Gone == 0 && c.seen[k] < census:
			r.Gone = now
			c.records[k] = r
			gone++
		case r.Gone != 0 && now-r.Gone > 7*24*60*60:
			delete(c.records, k)
			delete(c.seen, k)
		}
	}
	return gone
}

// Whoever is not counted is gone, however many censuses there were, which of
// them were closed, and in which order.
func TestCensusAgainstModel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type open struct {
			*confirm.Census

			number int
		}
		random := rand.New(rand.NewPCG(3, 4))
		engine := confirm.New(newStage(t).config)
		model := censusModel{records: make(map[confirm.Key]confirm.Record), seen: make(map[confirm.Key]int)}
		var censuses []open
		for range 3000 {
			<-time.After(time.Duration(random.IntN(7200)) * time.Second)
			now := uint32(time.Now().Unix())
			model.last++
			censuses = append(censuses, open{engine.Census(false), model.last})
			for range random.IntN(30) {
				c, m := censuses[random.IntN(len(censuses))], nth(random.IntN(200))
				c.Count(m)
				model.count(m.Key(), c.number, confirm.NewRecord(now))
			}
			if len(censuses) > 5 {
				i := random.IntN(len(censuses))
				if random.IntN(3) == 0 {
					if got, want := censuses[i].Close(), model.close(censuses[i].number, now); got != want {
						t.Fatalf("%d are gone, want %d", got, want)
					}
				}
				censuses = append(censuses[:i], censuses[i+1:]...)
			}
			if got := everything(engine.Table()); !maps.Equal(got, model.records) {
				t.Fatalf("after %d censuses: %s", model.last, cmp.Diff(model.records, got))
			}
		}
	})
}
