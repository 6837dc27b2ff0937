package confirm_test

import (
	"math/rand/v2"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

func TestDaily(t *testing.T) {
	for served, want := range map[int]int{0: 20, 20: 20, 2000: 20, 2100: 21, 1_000_000: 10_000} {
		if got := confirm.Daily(served); got != want {
			t.Errorf("%d of %d, want %d", got, served, want)
		}
	}
}

// In no window of 24 hours are more allowed than max(20, 1 %) of what was served
// at its beginning.
func TestLimiterInAnyDay(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, names := range []int{10, 1000, 5000} {
		var l confirm.Limiter
		served, now := names, uint32(epoch)
		type withdrawal struct {
			at     uint32
			served int
		}
		var all []withdrawal
		for range 5000 {
			now += uint32(random.IntN(600))
			if served == 0 || !l.Allow(served, now) {
				continue
			}
			all = append(all, withdrawal{now, served})
			served--
			first := len(all) - 1
			for first > 0 && all[first-1].at > now-24*3600 {
				first--
			}
			if n, most := len(all)-first, confirm.Daily(all[first].served); n > most {
				t.Fatalf("%d of %d names went in a day, want at most %d", n, all[first].served, most)
			}
			if l.Recent(now) != len(all)-first {
				t.Fatalf("recent: %d, want %d", l.Recent(now), len(all)-first)
			}
		}
		if len(all) < min(names, 60) {
			t.Errorf("only %d of %d were allowed in %d days", len(all), names, (now-epoch)/86400)
		}
	}
}

func TestLimiterRemembersThoseBefore(t *testing.T) {
	var l confirm.Limiter
	for range 19 {
		l.Count(epoch - 3600)
	}
	if !l.Allow(100, epoch) || l.Allow(100, epoch) {
		t.Error("want one more after 19 an hour ago")
	}
	if !l.Allow(100, epoch+23*3600) {
		t.Error("want more when a day is over")
	}
}
