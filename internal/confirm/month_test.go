package confirm_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// TestMonth plays a month with everything that goes wrong in one: no name is
// withdrawn that should not be, and every name is that should.
func TestMonth(t *testing.T) {
	crowd := 10_000
	if testing.Short() {
		crowd = 500
	}
	onStage(t, func(t *testing.T, s *stage) {
		m := newMonth(s)
		m.cast(crowd)
		s.config.Canary, s.config.Rate = canary, 30
		m.present(true)
		s.begin(true)
		for _, act := range m.script() {
			s.pass(act.at - m.at())
			act.play()
		}
		s.pass(30*days - m.at())
		m.judge(t, 24*hours)
		m.finale(t)
	})
}

// canary asks for a name that does not exist and for one that does.
func canary(ctx context.Context, r confirm.Resolver) error {
	missing := r.Ask(ctx, confirm.Question{Name: "missing."})
	sound := r.Ask(ctx, confirm.Question{Name: "healthy-0.customer-0.example."})
	if missing.Outcome != confirm.NXDomain || sound.Outcome != confirm.Addresses {
		return errors.New("resolver " + r.String() + " lies or is gone")
	}
	return nil
}

// ttls are what zones use, and the extremes of what a Resolver passes on.
var ttls = [...]time.Duration{time.Second, 5 * time.Minute, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}

// cast says who lives how.
func (m *month) cast(crowd int) {
	no := [...]confirm.Outcome{confirm.NXDomain, confirm.NoData, confirm.Addresses}
	m.add("healthy", 150, func(i int) life { return life{ttl: ttls[i%len(ttls)]} })
	m.add("flaps", 20, func(i int) life {
		return life{turns: [2]time.Duration{5 * hours, time.Duration(3+i%5) * hours}, instead: no[i%3], ttl: 5 * time.Minute}
	})
	m.add("lame", 30, func(i int) life {
		return life{lame: []period{{2 * days, never}}, ttl: time.Hour}
	})
	m.add("mistake", 60, func(i int) life { // repaired within the grace, whatever caches say
		from := time.Duration(2+i%20)*days + time.Duration(i)*17*time.Minute
		return life{wrong: []period{{from, from + time.Duration(1+i%22)*hours}}, instead: no[i%3], ttl: ttls[i%len(ttls)]}
	})
	m.add("dead", 100, func(i int) life { // a few a day, until day 15
		return life{wrong: []period{{2*days + time.Duration(i)*3*hours, never}}, instead: no[i%3], ttl: ttls[i%3]}
	})
	m.add("deadlong", 5, func(i int) life { // caches repeat it for days
		return life{wrong: []period{{3 * days, never}}, instead: no[i%3], ttl: 3 * days}
	})
	m.add("repaired", 40, func(i int) life {
		from := time.Duration(2+i/3) * days
		return life{wrong: []period{{from, from + 5*days}}, instead: no[i%3], ttl: ttls[i%3]}
	})
	m.add("deadborn", 10, func(i int) life { // adopted, never right
		return life{wrong: []period{{-never, never}}, instead: no[i%3], ttl: ttls[i%3]}
	})
	m.add("new", 40, func(i int) life { return life{born: time.Duration(1+i/2) * days, ttl: 5 * time.Minute} })
	m.add("newlater", 40, func(i int) life { // its address record is made some time after
		born := time.Duration(1+i/2) * days
		return life{born: born, wrong: []period{{0, born + time.Duration(i)*time.Minute}}, instead: confirm.NXDomain, ttl: 5 * time.Minute}
	})
	m.add("newdead", 20, func(i int) life {
		return life{born: time.Duration(1+i) * days, wrong: []period{{0, never}}, instead: no[i%3], ttl: ttls[i%len(ttls)]}
	})
	m.add("crowd", crowd, func(i int) life {
		l := life{born: 5 * days, dies: 8 * days, wrong: []period{{0, never}}, instead: no[i%3], ttl: 6 * time.Hour}
		if i%50 == 0 {
			l.lame = []period{{0, never}}
		}
		return l
	})
}

// An act is something that happens at a time.
type act struct {
	at   time.Duration
	play func()
}

// script says what happens; a census is taken every day.
func (m *month) script() []act {
	var acts []act
	for day := 1; day < 30; day++ {
		at := time.Duration(day) * days
		acts = append(acts, act{at, func() { m.present(false) }})
		switch day {
		case 3: // both resolvers vanish for half a day
			acts = append(acts, act{at + 6*hours, func() { m.lies(gone) }}, act{at + 18*hours, m.truth})
		case 7, 15:
			acts = append(acts, act{at + 5*hours, m.restart})
		case 8: // one denies everything
			acts = append(acts, act{at + time.Hour, func() { m.lies(denies, 1) }})
		case 9:
			acts = append(acts, act{at + 13*hours, m.truth})
		case 12: // both do, for longer than the grace
			acts = append(acts, act{at + time.Hour, func() { m.lies(denies) }})
		case 13:
			acts = append(acts, act{at + 13*hours, m.truth})
		case 17: // a restart while both are gone
			acts = append(acts, act{at + hours, func() { m.lies(gone) }}, act{at + 2*hours, m.restart}, act{at + 20*hours, m.truth})
		case 20: // one is gone for two days
			acts = append(acts, act{at + hours, func() { m.lies(gone, 0) }})
		case 26:
			acts = append(acts, act{at + hours, func() { m.limited(m.t); m.engine.Release() }})
		case 22:
			acts = append(acts, act{at + 5*hours, m.restart}, act{at + 6*hours, m.truth})
		}
	}
	return acts
}

// finale looks at what is served on the last day, and how often it changed.
func (m *month) finale(t *testing.T) {
	t.Helper()
	first := make(map[string]time.Duration)
	withdrawn, total := make(map[string]int), 0
	for _, n := range m.news {
		if n.Change == confirm.Confirmed {
			first[n.Mapping.Name] = n.at.Sub(m.began)
		}
		if n.Change == confirm.Withdrawn {
			withdrawn[n.Mapping.Name]++
			total++
		}
	}
	for name, l := range m.lives {
		r := m.record(l.mapping)
		switch right := l.rightAt(m.at()) || l.turns[0] > 0; {
		case l.dies > 0:
		case right && !r.Served():
			t.Errorf("%s is right and not served: %+v", name, r)
		case !right && r.Served():
			t.Errorf("%s is wrong and served: %+v", name, r)
		case withdrawn[name] > 1:
			t.Errorf("%s was withdrawn %d times", name, withdrawn[name])
		}
		if l.born == 0 || l.dies > 0 || !l.rightAt(30*days) {
			continue
		}
		waited := first[name] - l.born
		blind := l.born == 13*days || l.born == 17*days // all resolvers lie, or are gone
		if !blind && len(l.wrong) == 0 && waited > 20*time.Second {
			t.Errorf("%s was right from the beginning and waited for %v", name, waited)
		}
	}
	// Of those that were repaired in the end, some were held, or could not be
	// watched for long enough.
	if least, most := 100+5+10+20, 100+5+10+40; total < least || total > most {
		t.Errorf("%d names were withdrawn, want from %d to %d", total, least, most)
	}
}
