package confirm_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

const epoch = 1_800_000_000 // Unix seconds

var rules = confirm.Rules{Every: 6 * time.Hour, Grace: 24 * time.Hour, Resolvers: 2}

// A step is a verdict some time after the beginning.
type step struct {
	at      time.Duration
	finding confirm.Finding
}

// course applies the steps and returns the last Record and all changes.
func course(r confirm.Record, rules confirm.Rules, steps ...step) (confirm.Record, []confirm.Change) {
	var changes []confirm.Change
	for _, s := range steps {
		var c confirm.Change
		r, c = r.Apply(confirm.Verdict{Finding: s.finding, TTL: time.Minute}, epoch+uint32(s.at/time.Second), rules)
		changes = append(changes, c)
	}
	return r, changes
}

func TestApply(t *testing.T) {
	const (
		no, yes, unknown = confirm.Nonexistent, confirm.Match, confirm.Unanswered
		none             = confirm.NoChange
		hour             = time.Hour
	)
	fresh, adopted := confirm.NewRecord(epoch), confirm.AdoptedRecord(epoch, 0)
	active, _ := course(fresh, rules, step{0, yes})
	suspended, _ := course(active, rules, step{0, no}, step{12 * hour, no}, step{24 * hour, no})
	alone, observe := rules, rules
	alone.Resolvers = 1
	observe.Observe = true
	type (
		steps   = []step
		changes = []confirm.Change
	)
	tests := []struct {
		name  string
		from  confirm.Record
		rules confirm.Rules
		steps steps
		want  changes
		end   confirm.Status
		serve bool
	}{
		{"pending matches", fresh, rules, steps{{10, yes}}, changes{confirm.Confirmed}, confirm.Active, true},
		{"pending fails for long", fresh, rules, steps{{0, no}, {24 * hour, no}, {48 * hour, no}, {72 * hour, no}}, changes{none, none, none, none}, confirm.Pending, false},
		{"pending fails, then matches", fresh, rules, steps{{0, no}, {hour, no}, {2 * hour, yes}}, changes{none, none, confirm.Confirmed}, confirm.Active, true},
		{"pending, no evidence", fresh, rules, steps{{0, unknown}, {hour, unknown}}, changes{none, none}, confirm.Pending, false},

		{"adopted matches", adopted, rules, steps{{0, yes}}, changes{confirm.Confirmed}, confirm.Active, true},
		{"adopted, 3 over 15 minutes", adopted, rules, steps{{0, no}, {8 * time.Minute, no}, {15 * time.Minute, no}}, changes{none, none, confirm.Withdrawn}, confirm.Suspended, false},
		{"adopted, 3 over 14 minutes", adopted, rules, steps{{0, no}, {7 * time.Minute, no}, {14 * time.Minute, no}}, changes{none, none, none}, confirm.Pending, true},
		{"adopted, 2 over a day", adopted, rules, steps{{0, no}, {24 * hour, no}}, changes{none, none}, confirm.Pending, true},
		{"adopted, 3 in a minute and one later", adopted, rules, steps{{0, no}, {30 * time.Second, no}, {time.Minute, no}, {hour, no}}, changes{none, none, none, none}, confirm.Pending, true},
		{"adopted, no evidence ever", adopted, rules, steps{{0, unknown}, {hour, unknown}, {99 * hour, unknown}, {999 * hour, unknown}}, changes{none, none, none, none}, confirm.Pending, true},
		{"adopted, no evidence between failures", adopted, rules, steps{{0, no}, {hour, unknown}, {2 * hour, no}, {3 * hour, unknown}, {4 * hour, no}}, changes{none, none, none, none, confirm.Withdrawn}, confirm.Suspended, false},
		{"adopted and matched has the grace", adopted, rules, steps{{0, yes}, {hour, no}, {2 * hour, no}, {3 * hour, no}, {24 * hour, no}}, changes{confirm.Confirmed, none, none, none, none}, confirm.Active, true},
		{"adopted, alone: 5 do not suffice", adopted, alone, steps{{0, no}, {hour, no}, {2 * hour, no}, {3 * hour, no}, {4 * hour, no}}, changes{none, none, none, none, none}, confirm.Pending, true},
		{"adopted, alone: 6 do", adopted, alone, steps{{0, no}, {hour, no}, {2 * hour, no}, {3 * hour, no}, {4 * hour, no}, {5 * hour, no}}, changes{none, none, none, none, none, confirm.Withdrawn}, confirm.Suspended, false},
		{"adopted, observed", adopted, observe, steps{{0, no}, {hour, no}, {2 * hour, no}, {3 * hour, no}}, changes{none, none, confirm.Disproved, none}, confirm.Pending, true},

		{"active matches", active, rules, steps{{hour, yes}}, changes{none}, confirm.Active, true},
		{"active, 3 over the grace", active, rules, steps{{0, no}, {12 * hour, no}, {24 * hour, no}}, changes{none, none, confirm.Withdrawn}, confirm.Suspended, false},
		{"active, many within the grace", active, rules, steps{{0, no}, {6 * hour, no}, {12 * hour, no}, {18 * hour, no}, {23 * hour, no}}, changes{none, none, none, none, none}, confirm.Active, true},
		{"active, a hole between", active, rules, steps{{0, no}, {3 * hour, no}, {30 * hour, no}, {33 * hour, no}, {36 * hour, no}}, changes{none, none, none, none, none}, confirm.Active, true},
		{"active, a hole of errors between", active, rules, steps{{0, no}, {3 * hour, no}, {12 * hour, unknown}, {20 * hour, unknown}, {30 * hour, no}, {33 * hour, no}}, changes{none, none, none, none, none, none}, confirm.Active, true},
		{"active, 2 over the grace", active, rules, steps{{0, no}, {48 * hour, no}}, changes{none, none}, confirm.Active, true},
		{"active, a match between", active, rules, steps{{0, no}, {12 * hour, no}, {23 * hour, yes}, {24 * hour, no}, {36 * hour, no}, {47 * hour, no}}, changes{none, none, none, none, none, none}, confirm.Active, true},
		{"active, no evidence for a month", active, rules, steps{{0, no}, {12 * hour, no}, {720 * hour, unknown}}, changes{none, none, none}, confirm.Active, true},
		{"active, alone", active, alone, steps{{0, no}, {12 * hour, no}, {24 * hour, no}, {26 * hour, no}, {27 * hour, no}, {28 * hour, no}}, changes{none, none, none, none, none, confirm.Withdrawn}, confirm.Suspended, false},
		{"active, observed", active, observe, steps{{0, no}, {12 * hour, no}, {24 * hour, no}, {36 * hour, no}}, changes{none, none, confirm.Disproved, none}, confirm.Active, true},

		{"suspended matches", suspended, rules, steps{{30 * hour, yes}}, changes{confirm.Restored}, confirm.Active, true},
		{"suspended fails", suspended, rules, steps{{30 * hour, no}, {60 * hour, no}}, changes{none, none}, confirm.Suspended, false},
		{"suspended, no evidence", suspended, rules, steps{{30 * hour, unknown}}, changes{none}, confirm.Suspended, false},
		{"suspended returns and has the grace again", suspended, rules, steps{{30 * hour, yes}, {31 * hour, no}, {40 * hour, no}, {50 * hour, no}, {55 * hour, no}}, changes{confirm.Restored, none, none, none, confirm.Withdrawn}, confirm.Suspended, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			end, changes := course(test.from, test.rules, test.steps...)
			if diff := cmp.Diff(test.want, changes); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			if end.Status != test.end || end.Served() != test.serve {
				t.Errorf("%v, served %v; want %v, %v", end.Status, end.Served(), test.end, test.serve)
			}
		})
	}
}

func TestApplyCountsACachedAnswerOnce(t *testing.T) {
	r := confirm.AdoptedRecord(epoch, 0)
	v := confirm.Verdict{Finding: confirm.Mismatch, TTL: 24 * time.Hour}
	for at := uint32(epoch); at < epoch+24*3600; at += 3600 {
		if r, _ = r.Apply(v, at, rules); r.Failures != 1 {
			t.Fatalf("%d failures after %d s of the same answer", r.Failures, at-epoch)
		}
	}
	if r, _ = r.Apply(v, epoch+24*3600, rules); r.Failures != 2 {
		t.Errorf("%d failures when the answer had to be fetched again", r.Failures)
	}
}

func TestApplyWithClockSetBack(t *testing.T) {
	r, _ := course(confirm.AdoptedRecord(epoch, 0), rules, step{0, confirm.Nonexistent}, step{time.Hour, confirm.Nonexistent})
	r, c := r.Apply(confirm.Verdict{Finding: confirm.Nonexistent}, epoch-1e6, rules)
	if c != confirm.NoChange || r.Failures != 1 || r.FirstFailure != epoch-1e6 {
		t.Errorf("%v, %+v: the count should begin anew", c, r)
	}
}

// A name is withdrawn only if nothing but definite failures came for the span,
// whatever came before.
func TestApplyAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		r := confirm.AdoptedRecord(epoch, 0)
		now, failing, failures := uint32(epoch), uint32(0), 0
		for range 200 {
			now += uint32(random.IntN(8 * 3600))
			finding := confirm.Finding(random.IntN(int(confirm.Unanswered) + 1))
			matched := r.Matched
			if random.IntN(3) > 0 {
				finding = confirm.Addressless
			}
			switch {
			case finding == confirm.Match:
				failures = 0
			case finding.Failure():
				if failures++; failures == 1 {
					failing = now
				}
			}
			before := r
			var c confirm.Change
			r, c = r.Apply(confirm.Verdict{Finding: finding, TTL: time.Second}, now, rules)
			span := uint32(15 * 60)
			if matched {
				span = 24 * 3600
			}
			switch {
			case c == confirm.Withdrawn && (failures < 3 || now-failing < span || !finding.Failure()):
				t.Fatalf("withdrawn after %d failures in %d s by %v: %+v", failures, now-failing, finding, before)
			case !finding.Evidence() && r.Status != before.Status:
				t.Fatalf("%v made %v of %v", finding, r.Status, before.Status)
			case before.Served() && !r.Served() && c != confirm.Withdrawn:
				t.Fatalf("no longer served after %v", c)
			}
		}
	}
}
