package confirm_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// tell lets the Breaker count questions from first up to last.
func tell(b *confirm.Breaker, first, last int, evidence bool, now uint32) {
	for i := first; i < last; i++ {
		b.Count(confirm.Question{Name: fmt.Sprintf("n%d.example.", i)}, evidence, now)
	}
}

func TestBreaker(t *testing.T) {
	sound := confirm.Counts{Active: 1000}
	tests := []struct {
		name   string
		tell   func(b *confirm.Breaker)
		counts confirm.Counts
		now    uint32
		paused bool
	}{
		{"nothing known", func(*confirm.Breaker) {}, sound, epoch, false},
		{"all sound", func(b *confirm.Breaker) { tell(b, 0, 100, true, epoch) }, sound, epoch, false},
		{"just half", func(b *confirm.Breaker) { tell(b, 0, 50, true, epoch); tell(b, 50, 100, false, epoch) }, sound, epoch, false},
		{"more than half", func(b *confirm.Breaker) { tell(b, 0, 50, true, epoch); tell(b, 50, 101, false, epoch) }, sound, epoch, true},
		{"too few to say", func(b *confirm.Breaker) { tell(b, 0, 19, false, epoch) }, sound, epoch, false},
		{"one name a hundred times", func(b *confirm.Breaker) {
			tell(b, 0, 20, true, epoch)
			for range 100 {
				tell(b, 20, 21, false, epoch)
			}
		}, sound, epoch, false},
		{"a name that recovers", func(b *confirm.Breaker) { tell(b, 0, 50, false, epoch); tell(b, 0, 50, true, epoch) }, sound, epoch, false},
		{"the round before counts", func(b *confirm.Breaker) { tell(b, 0, 100, false, epoch); tell(b, 100, 130, true, epoch+700) }, sound, epoch + 700, true},
		{"old rounds do not", func(b *confirm.Breaker) { tell(b, 0, 100, false, epoch) }, sound, epoch + 1200, false},
		{"a full round ends", func(b *confirm.Breaker) { tell(b, 0, 4096, false, epoch); tell(b, 4096, 3*4096, true, epoch) }, sound, epoch, false},
		{"most names without evidence", func(*confirm.Breaker) {}, confirm.Counts{Active: 2, Pending: 1, Unknown: 2}, epoch, true},
		{"half of the names without evidence", func(*confirm.Breaker) {}, confirm.Counts{Active: 4, Unknown: 2}, epoch, false},
		{"no canary yet", func(b *confirm.Breaker) { b.NeedCanary() }, sound, epoch, true},
		{"canary passed", func(b *confirm.Breaker) { b.NeedCanary(); b.Canary(nil, epoch) }, sound, epoch, false},
		{"canary failed", func(b *confirm.Breaker) { b.NeedCanary(); b.Canary(errors.New("lies"), epoch) }, sound, epoch, true},
		{"canary passed again", func(b *confirm.Breaker) {
			b.NeedCanary()
			b.Canary(errors.New("lies"), epoch)
			b.Canary(nil, epoch+300)
		}, sound, epoch + 300, false},
		{"canary came long ago", func(b *confirm.Breaker) { b.NeedCanary(); b.Canary(nil, epoch) }, sound, epoch + 1000, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b confirm.Breaker
			test.tell(&b)
			if reason := b.Paused(test.counts, test.now); (reason != "") != test.paused {
				t.Errorf("paused: %q, want %v", reason, test.paused)
			}
		})
	}
}
