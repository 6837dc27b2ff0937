package confirm_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

var mail = mapping("192.0.2.25", "mail.example.org.", "alice")

// yes confirms everything: a name whose first label holds an address has it.
func confirms(list ...confirm.Mapping) func(confirm.Question) confirm.Reply {
	has := make(map[confirm.Question][]netip.Addr)
	for _, m := range list {
		has[m.Question()] = append(has[m.Question()], m.Addr)
	}
	return func(q confirm.Question) confirm.Reply {
		if a := has[q]; a != nil {
			return confirm.Reply{Outcome: confirm.Addresses, Addrs: a, TTL: time.Hour}
		}
		return confirm.Reply{Outcome: confirm.NXDomain, TTL: time.Minute}
	}
}

func TestNewNameIsConfirmedAfterTenSeconds(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.begin(false)
		s.answers(confirms(mail))
		s.pass(time.Minute)
		s.set(mail)
		s.count(false)
		if s.record(mail).Served() {
			t.Error("served before it matched")
		}
		s.pass(13 * time.Second)
		if r := s.record(mail); r.Status != confirm.Active || s.changes()[confirm.Confirmed] != 1 {
			t.Errorf("%v after 13 s, %v", r.Status, s.changes())
		}
		if len(s.asked) != 1 {
			t.Errorf("%d questions for a match", len(s.asked))
		}
	})
}

func TestWaitingNameIsAskedQuicklyThenHourly(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.set(mail)
		s.begin(false)
		began := time.Now()
		s.pass(8 * time.Hour)
		want := []time.Duration{10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 70 * time.Minute}
		var got []time.Duration
		for _, a := range s.asked {
			if d := a.at.Sub(began); len(got) == 0 || d-got[len(got)-1] > time.Second {
				got = append(got, d)
			}
		}
		for i, w := range want {
			if got[i] < w || got[i] > w+w/7+3*time.Second {
				t.Errorf("question %d after %v, want %v", i, got[i], w)
			}
		}
		if len(got) < 11 || len(got) > 12 {
			t.Errorf("%d questions in 8 hours: %v", len(got), got)
		}
		s.answers(confirms(mail))
		s.engine.Recheck(mail)
		s.pass(time.Second)
		if !s.record(mail).Served() {
			t.Error("not served after a recheck")
		}
	})
}

func TestAdoptedNames(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		dead := mapping("192.0.2.26", "dead.example.org.")
		s.set(mail, dead)
		s.answers(confirms(mail))
		s.begin(true)
		s.pass(14 * time.Minute)
		if !s.record(mail).Matched || !s.record(mail).Served() || !s.record(dead).Served() {
			t.Errorf("after 14 minutes %+v, %+v", s.record(mail), s.record(dead))
		}
		s.pass(10 * time.Minute)
		if s.record(dead).Status != confirm.Suspended {
			t.Errorf("dead: %+v", s.record(dead))
		}
		s.answers(confirms(mail, dead))
		s.pass(12 * time.Minute)
		if diff := cmp.Diff(map[confirm.Change]int{confirm.Confirmed: 1, confirm.Withdrawn: 1, confirm.Restored: 1}, s.changes()); diff != "" {
			t.Error(diff)
		}
		for _, n := range s.news {
			if visible := n.From.Served() != n.To.Served(); visible != (n.Change != confirm.Confirmed) {
				t.Errorf("%v of an adopted name: visible %v", n.Change, visible)
			}
		}
	})
}

func TestVanishedResolversChangeNothing(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		all := several(60)
		late := mapping("192.0.2.1", "late.example.")
		s.set(all...)
		s.answers(confirms(all[:45]...))
		s.lies(gone)
		s.begin(true)
		s.set(append(all, late)...)
		s.count(false)
		s.pass(7 * 24 * time.Hour)
		if c := s.engine.Stats().Counts; c.Served() != 60 || c.Pending != 1 || len(s.news) != 0 {
			t.Errorf("after a week: %+v, %d changes", c, len(s.news))
		}
		if s.engine.Stats().Paused == "" {
			t.Error("withdrawals are not paused")
		}
		if perHour := len(s.asked) / (7 * 24); perHour > 2*2*61 {
			t.Errorf("%d questions an hour for 61 names into the void", perHour)
		}
	})
}

func TestOneLiarIsNotEnough(t *testing.T) {
	for name, lie := range map[string]func(context.Context, confirm.Question) (confirm.Reply, bool){
		"denies": denies,
		"gone":   gone,
		"elsewhere": func(context.Context, confirm.Question) (confirm.Reply, bool) {
			return confirm.Reply{Outcome: confirm.Addresses, Addrs: []netip.Addr{netip.MustParseAddr("198.51.100.1")}, TTL: time.Minute}, true
		},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(t *testing.T, s *stage) {
				all := several(40)
				s.set(all...)
				s.answers(confirms(all...))
				s.lies(lie, 1)
				s.begin(true)
				s.pass(3 * 24 * time.Hour)
				if n := s.changes(); n[confirm.Withdrawn] != 0 || n[confirm.Confirmed] != 40 {
					t.Errorf("changes: %v", n)
				}
			})
		})
	}
}

func TestCanaryPausesWithdrawals(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		all := several(10)
		s.set(all...)
		s.answers(confirms(all...))
		s.lies(denies)
		sings := errors.New(`resolver "a" lies`)
		s.config.Canary = func(context.Context, confirm.Resolver) error { s.mu.Lock(); defer s.mu.Unlock(); return sings }
		s.begin(true)
		s.pass(3 * 24 * time.Hour)
		if len(s.news) != 0 || !strings.Contains(s.engine.Stats().Paused, "lies") {
			t.Errorf("%v while %q", s.changes(), s.engine.Stats().Paused)
		}
		s.mu.Lock()
		sings = nil
		s.mu.Unlock()
		s.pass(10 * time.Minute)
		for _, m := range all {
			if r := s.record(m); r.Failures > 2 {
				t.Errorf("%d failures were counted of the time before", r.Failures)
			}
		}
		s.pass(5 * time.Hour)
		if n := s.changes()[confirm.Withdrawn]; n != 10 {
			t.Errorf("%d withdrawn when resolvers that pass deny them", n)
		}
		if len(s.warnings) != 2 {
			t.Errorf("warnings: %q", s.warnings)
		}
	})
}

func TestMassDisappearanceIsHeld(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		all := several(2200)
		s.set(all...)
		s.answers(confirms(all...))
		s.quiet, s.config.Rate = true, 20
		s.begin(true)
		s.pass(7 * time.Hour)
		s.answers(confirms(all[:1000]...))
		s.pass(60 * time.Hour)
		stats := s.engine.Stats()
		if n := s.changes(); n[confirm.Withdrawn] != 22 || n[confirm.Held] != 1178 || stats.Counts.Held != 1178 {
			t.Fatalf("changes: %v, counts: %+v", n, stats.Counts)
		}
		s.restart()
		s.pass(30 * time.Hour)
		if n := s.changes(); n[confirm.Withdrawn] != 22 || len(s.engine.Held(5000)) != 1178 || len(s.engine.Held(7)) != 7 {
			t.Fatalf("after a restart: %v, %d held", n, len(s.engine.Held(5000)))
		}
		s.answers(confirms(all[:1500]...))
		s.pass(7 * time.Hour)
		held := s.engine.Stats().Counts.Held
		if held > 700 || held < 678 {
			t.Fatalf("%d held when 500 of them were repaired", held)
		}
		if n := s.engine.Release(); n != held {
			t.Fatalf("released %d of %d", n, held)
		}
		s.pass(10 * time.Minute)
		if n := s.changes(); s.engine.Stats().Counts.Held != 0 || n[confirm.Withdrawn] != 22+held {
			t.Errorf("after the release: %v, %+v", n, s.engine.Stats().Counts)
		}
	})
}

func TestRestartKeepsStates(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		active, suspended, failing, pending := mail, mapping("192.0.2.26", "b.example."), mapping("192.0.2.27", "c.example."), mapping("192.0.2.28", "d.example.")
		s.set(active, suspended, failing)
		s.answers(confirms(active, failing))
		s.begin(true)
		s.pass(2 * time.Hour)
		s.answers(confirms(active))
		s.pass(14 * time.Hour)
		s.set(active, suspended, failing, pending)
		s.count(false)
		s.pass(time.Hour)
		before := []confirm.Record{s.record(active), s.record(suspended), s.record(failing), s.record(pending)}
		if before[2].Failures < 2 {
			t.Fatalf("failing: %+v", before[2])
		}
		for range 5 {
			s.restart()
			s.pass(time.Minute)
		}
		for i, m := range []confirm.Mapping{active, suspended, failing, pending} {
			if r := s.record(m); r.Status != before[i].Status || r.Since != before[i].Since || r.Failures < before[i].Failures || r.Served() != before[i].Served() {
				t.Errorf("%s became %+v of %+v", m.Name, r, before[i])
			}
		}
		s.pass(20 * time.Hour)
		if s.record(failing).Status != confirm.Suspended {
			t.Errorf("failing: %+v", s.record(failing))
		}
	})
}

func TestOwnerChangeStartsOver(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.set(mail)
		s.answers(confirms(mail))
		s.begin(true)
		s.pass(time.Hour)
		other := mail
		other.Owner = "bob"
		s.set(other)
		s.count(false)
		if r := s.record(other); r.Status != confirm.Pending || r.Served() || s.record(mail).Gone == 0 {
			t.Errorf("bob: %+v, alice: %+v", r, s.record(mail))
		}
	})
}

func TestMappingThatComesBack(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		dead := mapping("192.0.2.26", "dead.example.")
		s.set(mail, dead)
		s.answers(confirms(mail))
		s.begin(true)
		s.pass(2 * time.Hour)
		s.set()
		s.count(false)
		s.pass(24 * time.Hour)
		if c := s.engine.Stats().Counts; c.Gone != 2 || c.Present() != 0 {
			t.Fatalf("%+v", c)
		}
		s.set(mail, dead)
		s.count(false)
		if r := s.record(mail); !r.Served() || r.Gone != 0 || s.record(dead).Served() {
			t.Errorf("back: %+v, %+v", s.record(mail), s.record(dead))
		}
		s.set()
		s.count(false)
		s.pass(8 * 24 * time.Hour)
		s.count(false)
		if c := s.engine.Stats().Counts; c != (confirm.Counts{}) {
			t.Errorf("after a week: %+v", c)
		}
	})
}

// TestExpire: what was removed is remembered for a week, and not longer.
func TestExpire(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.set(mail)
		s.answers(confirms(mail))
		s.begin(true)
		s.pass(time.Hour)
		s.set()
		s.engine.Remove(mail)
		s.pass(6 * 24 * time.Hour)
		s.engine.Expire()
		if s.record(mail).Gone == 0 {
			t.Errorf("after six days: %+v", s.record(mail))
		}
		s.pass(2 * 24 * time.Hour)
		s.engine.Expire()
		if c := s.engine.Stats().Counts; c != (confirm.Counts{}) {
			t.Errorf("after eight days: %+v", c)
		}
	})
}

// A configuration that was loaded and never ran does not know the mappings of
// the one that runs.
func TestForeignCensusIsHealed(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.set(mail)
		s.answers(confirms(mail))
		s.begin(true)
		s.pass(time.Hour)
		confirm.New(s.config).Census(false).Close()
		if s.record(mail).Gone == 0 {
			t.Fatal("not gone")
		}
		s.pass(time.Hour)
		if r := s.record(mail); r.Gone != 0 || !r.Served() {
			t.Errorf("%+v", r)
		}
	})
}

func TestOneQuestionForManyAddresses(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		var list []confirm.Mapping
		for i := range 1000 {
			list = append(list, mapping(fmt.Sprintf("10.0.%d.%d", i/250, i%250), "many.example."))
		}
		list = append(list, mapping("2001:db8::1", "many.example."))
		s.set(list...)
		s.points(5 * time.Minute)
		s.begin(false)
		s.pass(time.Minute)
		if n := s.changes()[confirm.Confirmed]; n != 1001 || len(s.asked) > 4 {
			t.Errorf("%d confirmed by %d questions", n, len(s.asked))
		}
	})
}

// The first resolver may know some addresses of a name and not others.
func TestSharedQuestionGoesOnForThoseThatWait(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		one, two := mapping("192.0.2.1", "two.example."), mapping("192.0.2.2", "two.example.")
		s.set(one, two)
		s.answers(confirms(one))
		s.lies(func(context.Context, confirm.Question) (confirm.Reply, bool) {
			return confirm.Reply{Outcome: confirm.Addresses, Addrs: []netip.Addr{two.Addr}, TTL: time.Minute}, true
		}, 1)
		s.begin(false)
		s.pass(15 * time.Second)
		if n := s.changes()[confirm.Confirmed]; n != 2 {
			t.Errorf("%d of 2 confirmed", n)
		}
	})
}

func TestDeadNamesDoNotDelayANewOne(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		var list []confirm.Mapping
		for i := range 10_000 {
			m := nth(i)
			m.Name = fmt.Sprintf("n%d.dead.example.", i)
			list = append(list, m)
		}
		s.set(list...)
		s.answers(confirms(mail))
		s.lies(func(ctx context.Context, q confirm.Question) (confirm.Reply, bool) {
			if q.Name == mail.Name {
				return confirm.Reply{}, false
			}
			return gone(ctx, q)
		})
		s.begin(false)
		s.pass(time.Minute)
		if n := s.engine.Stats().Waiting; n < 5000 {
			t.Errorf("only %d wait", n)
		}
		s.engine.Add(mail)
		s.pass(15 * time.Second)
		if !s.record(mail).Served() {
			t.Errorf("not confirmed in 15 s: %+v, %+v", s.record(mail), s.engine.Stats())
		}
	})
}

func TestRateIsKept(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.config.Rate = 50
		s.set(several(5000)...)
		s.begin(false)
		began := time.Now()
		s.pass(5 * time.Minute)
		if most := 50*300 + 5; len(s.asked) > most || len(s.asked) < most*95/100 {
			t.Errorf("%d questions, want at most %d", len(s.asked), most)
		}
		for i := 100; i < len(s.asked); i++ {
			if d := s.asked[i].at.Sub(s.asked[i-100].at); d < 1850*time.Millisecond {
				t.Fatalf("100 questions in %v after %v", d, s.asked[i].at.Sub(began))
			}
		}
	})
}

func TestRateTooLowIsTold(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.config.Rate = 0.5
		all := several(2400)
		s.set(all...)
		s.answers(confirms(all...))
		s.quiet = true
		s.begin(true)
		s.pass(36 * time.Hour)
		if n := s.engine.Stats().RateNeeded; n < 0.6 || n > 0.75 {
			t.Errorf("needed: %v, want 2400/3600", n)
		}
		if len(s.warnings) == 0 || !strings.Contains(s.warnings[0], "rate 0.5 is too low to check 2400 names") {
			t.Errorf("warnings: %q", s.warnings)
		}
		if len(s.warnings) > 2 {
			t.Errorf("%d warnings in 36 hours", len(s.warnings))
		}
	})
}

func TestOwnDataNeedsNoNetwork(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		right, wrong := mapping("192.0.2.1", "ip-1.host.example."), mapping("192.0.2.2", "ip-1.host.example.")
		s.config.Own = confirmsOwn(right)
		s.set(right, wrong)
		s.lies(gone)
		s.begin(false)
		s.pass(24 * time.Hour)
		if !s.record(right).Served() || s.record(wrong).Served() || len(s.asked) != 0 {
			t.Errorf("%+v, %+v, %d questions", s.record(right), s.record(wrong), len(s.asked))
		}
	})
}

// confirmsOwn answers for names below host.example.
func confirmsOwn(list ...confirm.Mapping) func(confirm.Question) (confirm.Reply, bool) {
	data := confirms(list...)
	return func(q confirm.Question) (confirm.Reply, bool) {
		return data(q), strings.HasSuffix(q.Name, ".host.example.")
	}
}

func TestObserveWithdrawsNothing(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.config.Rules.Observe = true
		all := several(50)
		s.set(all...)
		s.answers(confirms(all[:10]...))
		s.begin(true)
		s.pass(3 * 24 * time.Hour)
		if diff := cmp.Diff(map[confirm.Change]int{confirm.Confirmed: 10, confirm.Disproved: 40}, s.changes()); diff != "" {
			t.Error(diff)
		}
		if n := s.engine.Stats().Counts.Served(); n != 50 {
			t.Errorf("%d served", n)
		}
	})
}

func TestHealthyNamesCostNoMemory(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		all := several(2000)
		s.set(all...)
		s.answers(confirms(all...))
		s.quiet, s.config.Rate = true, 50
		s.begin(true)
		for range 24 {
			s.pass(time.Hour)
			if n := s.engine.Stats(); n.Agenda != 0 {
				t.Fatalf("%d healthy names in the agenda", n.Agenda)
			}
		}
		for _, m := range all {
			if r, age := s.record(m), uint32(time.Now().Unix())-s.record(m).LastMatch; age > 6*3600 {
				t.Fatalf("not checked for %d s: %+v", age, r)
			}
		}
	})
}

func TestQueueIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("140,000 names")
	}
	onStage(t, func(t *testing.T, s *stage) {
		s.config.Rate = 10_000
		s.quiet = true
		all := several(140_000)
		s.set(all...)
		s.answers(confirms(all...))
		table := s.config.Table
		for _, m := range all {
			table.Put(m.Key(), confirm.NewRecord(uint32(time.Now().Unix())))
		}
		s.begin(false)
		if n := s.engine.Stats(); n.Dropped == 0 || n.Agenda > 1<<17 {
			t.Errorf("%d dropped, %d in the agenda", n.Dropped, n.Agenda)
		}
		s.pass(10 * time.Minute)
		for _, m := range all {
			if s.record(m).Last == confirm.Unasked {
				t.Fatal("what was dropped is never asked about")
			}
		}
	})
}

func TestNoResolvers(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.config.Resolvers = nil
		s.set(mail)
		s.begin(true)
		s.pass(24 * time.Hour)
		if len(s.news) != 0 {
			t.Errorf("%v", s.changes())
		}
	})
}
