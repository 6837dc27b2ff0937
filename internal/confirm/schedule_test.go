package confirm_test

import (
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

func TestNext(t *testing.T) {
	const (
		hour = time.Hour
		day  = 24 * hour
	)
	pending, active, adopted := confirm.NewRecord(epoch), confirm.Record{Status: confirm.Active, Matched: true, Since: epoch}, confirm.AdoptedRecord(epoch, 0)
	suspended := confirm.Record{Status: confirm.Suspended, Matched: true, Since: epoch}
	tests := []struct {
		name string
		r    confirm.Record
		at   time.Duration
		v    confirm.Verdict
		want time.Duration // after at, without jitter
	}{
		{"match, TTL 0", active, 0, confirm.Verdict{Finding: confirm.Match, TTL: time.Second}, hour},
		{"match, TTL 2 h", active, 0, confirm.Verdict{Finding: confirm.Match, TTL: 2 * hour}, 2 * hour},
		{"match, TTL a week", active, 0, confirm.Verdict{Finding: confirm.Match, TTL: 7 * day}, 6*hour - 10*time.Minute},
		{"active fails", active, 0, confirm.Verdict{Finding: confirm.Nonexistent, TTL: time.Minute}, 3 * hour},
		{"active fails for a TTL of 5 h", active, 0, confirm.Verdict{Finding: confirm.Nonexistent, TTL: 5 * hour}, 5 * hour},
		{"active fails for a TTL of a week", active, 0, confirm.Verdict{Finding: confirm.Nonexistent, TTL: 7 * day}, 6 * hour},
		{"adopted fails", adopted, 0, confirm.Verdict{Finding: confirm.Nonexistent, TTL: time.Minute}, 5 * time.Minute},
		{"pending at 10 s", pending, 10 * time.Second, confirm.Verdict{Finding: confirm.Nonexistent, Retry: time.Second}, 20 * time.Second},
		{"pending at 30 s", pending, 30 * time.Second, confirm.Verdict{Finding: confirm.Nonexistent, Retry: time.Second}, 90 * time.Second},
		{"pending at 2 min", pending, 2 * time.Minute, confirm.Verdict{Finding: confirm.Nonexistent, Retry: time.Second}, 8 * time.Minute},
		{"pending at 10 min", pending, 10 * time.Minute, confirm.Verdict{Finding: confirm.Nonexistent, Retry: time.Second}, hour},
		{"pending at 6 days", pending, 6 * day, confirm.Verdict{Finding: confirm.Nonexistent, Retry: time.Second}, hour},
		{"pending at 7 days", pending, 7 * day, confirm.Verdict{Finding: confirm.Nonexistent, Retry: time.Second}, 6 * hour},
		{"pending, negative for 15 min", pending, 10 * time.Second, confirm.Verdict{Finding: confirm.Nonexistent, TTL: hour, Retry: 15 * time.Minute}, 15 * time.Minute},
		{"pending, negative for a day", pending, 10 * time.Second, confirm.Verdict{Finding: confirm.Nonexistent, Retry: day}, 6 * hour},
		{"suspended is as quick", suspended, 10 * time.Second, confirm.Verdict{Finding: confirm.Nonexistent, Retry: time.Second}, 20 * time.Second},
		{"no evidence", pending, 10 * time.Second, confirm.Verdict{Finding: confirm.Unanswered}, 30 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			now := epoch + uint32(test.at/time.Second)
			r, _ := test.r.Apply(test.v, now, rules)
			if got := time.Duration(r.Next(test.v, now, rules, 0)-now) * time.Second; got != test.want {
				t.Errorf("in %v, want %v", got, test.want)
			}
			low, high := test.want-test.want/10-time.Second, test.want+test.want/10+time.Second
			if got := time.Duration(r.Next(test.v, now, rules, 1)-now) * time.Second; got < low || got > high {
				t.Errorf("with jitter in %v, want from %v to %v", got, low, high)
			}
		})
	}
}

func TestBackOff(t *testing.T) {
	tests := map[string]struct {
		r    confirm.Record
		want time.Duration
	}{
		"waiting": {confirm.NewRecord(epoch), 15 * time.Minute},
		"served":  {confirm.AdoptedRecord(epoch, 0), time.Hour},
	}
	v := confirm.Verdict{Finding: confirm.Unanswered}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			last := time.Duration(0)
			for range 300 {
				test.r, _ = test.r.Apply(v, epoch, rules)
				d := time.Duration(test.r.Next(v, epoch, rules, 0)-epoch) * time.Second
				if d < last || d < 30*time.Second {
					t.Fatalf("%v after %v", d, last)
				}
				last = d
			}
			if last != test.want {
				t.Errorf("at last %v, want %v", last, test.want)
			}
		})
	}
}
