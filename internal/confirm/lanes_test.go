package confirm_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

func TestLanesTakeTurns(t *testing.T) {
	var l confirm.Lanes[string]
	for _, s := range []string{"a1", "a2", "a3", "b1", "c1", "c2"} {
		l.Push(s[:1], s)
	}
	var got []string
	for s, ok := l.Pop(); ok; s, ok = l.Pop() {
		got = append(got, s)
	}
	if diff := cmp.Diff([]string{"a1", "b1", "c1", "a2", "c2", "a3"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLanesNewNameIsNext(t *testing.T) {
	var l confirm.Lanes[int]
	for i := range 10_000 {
		l.Push("dead.example", i)
	}
	l.Pop()
	l.Push("new.example", -1)
	for turn := 1; ; turn++ {
		if i, _ := l.Pop(); i == -1 {
			if turn > 2 {
				t.Errorf("the new name had to wait for %d turns", turn)
			}
			return
		}
	}
}

func TestLanesBound(t *testing.T) {
	l := confirm.NewLanes[int](2)
	for i := range 5 {
		l.Push("a", i)
	}
	l.Pop()
	l.Pop()
	if i, ok := l.Pop(); ok {
		t.Fatalf("%d is the third on the way", i)
	}
	l.Push("b", 9)
	if i, _ := l.Pop(); i != 9 {
		t.Errorf("%d, want the other lane", i)
	}
	l.Done("a")
	if i, ok := l.Pop(); !ok || i != 2 {
		t.Errorf("%d, %v; want the next of a", i, ok)
	}
}

// Whatever the order of events, nothing is lost, nothing overtakes in its lane,
// and empty lanes cost nothing.
func TestLanesAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	l := confirm.NewLanes[[2]int](3)
	var pushed, popped, away [7]int
	total := 0
	pop := func() bool {
		x, ok := l.Pop()
		if !ok {
			return false
		}
		lane := x[0]
		if x[1] != popped[lane] {
			t.Fatalf("lane %d: %d came, want %d", lane, x[1], popped[lane])
		}
		popped[lane]++
		away[lane]++
		total--
		if away[lane] > 3 {
			t.Fatalf("%d of lane %d are on the way", away[lane], lane)
		}
		return true
	}
	for range 20_000 {
		lane := random.IntN(len(pushed))
		switch random.IntN(3) {
		case 0:
			l.Push(fmt.Sprint(lane), [2]int{lane, pushed[lane]})
			pushed[lane]++
			total++
		case 1:
			pop()
		default:
			if away[lane] > 0 {
				l.Done(fmt.Sprint(lane))
				away[lane]--
			}
		}
		if l.Len() != total {
			t.Fatalf("%d wait, want %d", l.Len(), total)
		}
	}
	for total > 0 || away != [7]int{} {
		for lane := range away {
			for ; away[lane] > 0; away[lane]-- {
				l.Done(fmt.Sprint(lane))
			}
		}
		pop()
	}
	if pushed != popped || l.Domains() != 0 {
		t.Errorf("pushed %v, popped %v, %d lanes left", pushed, popped, l.Domains())
	}
}

func TestRegistrable(t *testing.T) {
	for name, want := range map[string]string{
		"mail.example.com.":        "example.com",
		"a.b.c.example.co.uk.":     "example.co.uk",
		"host.shop.github.io.":     "shop.github.io",
		"example.com.":             "example.com",
		"com.":                     "com",
		"localhost.":               "localhost",
		"mail.corp.internal.":      "corp.internal",
		".":                        "",
		"xn--mnchen-3ya.de.":       "xn--mnchen-3ya.de",
		"a.xn--mnchen-3ya.de.":     "xn--mnchen-3ya.de",
		"mail.example.dyndns.org.": "example.dyndns.org",
	} {
		if got := confirm.Registrable(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
