package source_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// hosts returns a file with mappings for the addresses from first up to last,
// excluding last, and some bad lines.
func hosts(first, last, bad int) string {
	var b strings.Builder
	for i := first; i < last; i++ {
		fmt.Fprintf(&b, "10.0.%d.%d a.example.net\n", i>>8, i&255)
	}
	return b.String() + strings.Repeat("bad\n", bad)
}

func accident(last, next *source.Set) string {
	return source.Accident(&last.Summary, last.Addresses(), next)
}

func TestAccident(t *testing.T) {
	for _, c := range []struct {
		name, last, next, want string
	}{
		{"the same", hosts(0, 100, 0), hosts(0, 100, 0), ""},
		{"the same, full of bad lines", hosts(0, 1, 10), hosts(0, 1, 10), ""},
		{"more", hosts(0, 100, 0), hosts(0, 1000, 0), ""},
		{"first mappings", "", hosts(0, 100, 0), ""},

		{"one bad line of one", hosts(0, 1, 0), hosts(0, 0, 1), ""},
		{"one bad line of five", hosts(0, 5, 0), hosts(0, 4, 1), ""},
		{"two bad lines of forty", hosts(0, 38, 0), hosts(0, 38, 2), ""},
		{"two bad lines of thirty-nine", hosts(0, 37, 0), hosts(0, 37, 2), "2 of 39 lines are bad"},
		{"two bad lines and nothing before", "", hosts(0, 0, 2), "2 of 2 lines are bad"},
		{"five percent bad", hosts(0, 95, 0), hosts(0, 95, 5), ""},
		{"six percent bad", hosts(0, 94, 0), hosts(0, 94, 6), "6 of 100 lines are bad"},
		{"comments do not dilute", hosts(0, 94, 0), hosts(0, 94, 6) + strings.Repeat("# x\n\n", 100), "6 of 100 lines are bad"},
		{"csv without a good header", hosts(0, 10, 0), "address;nam,e,\n10.0.0.1;a.example.net\n", "2 of 2 lines are bad"},

		{"all twenty lost", hosts(0, 20, 0), "", ""},
		{"all twenty-one lost", hosts(0, 21, 0), "", "would remove 21 of 21 mapped addresses"},
		{"twenty of a hundred lost", hosts(0, 100, 0), hosts(20, 100, 0), ""},
		{"twenty-one of a hundred lost", hosts(0, 100, 0), hosts(21, 100, 0), "would remove 21 of 100 mapped addresses"},
		{"ten percent lost", hosts(0, 210, 0), hosts(21, 210, 0), ""},
		{"more than ten percent lost", hosts(0, 209, 0), hosts(21, 209, 0), "would remove 21 of 209 mapped addresses"},
		{"thousands", hosts(0, 12000, 0), hosts(4210, 12000, 0), "would remove 4,210 of 12,000 mapped addresses"},
		{"lost and others added", hosts(0, 100, 0), hosts(21, 1000, 0), "would remove 21 of 100 mapped addresses"},
		{"lost at the end", hosts(0, 100, 0), hosts(0, 79, 0), "would remove 21 of 100 mapped addresses"},
		{
			"addresses count, not names", hosts(0, 100, 0) + strings.ReplaceAll(hosts(0, 100, 0), " a.", " b."),
			hosts(0, 100, 0), "",
		},
		{"other names", hosts(0, 100, 0), strings.ReplaceAll(hosts(0, 100, 0), " a.", " b."), ""},
		{"other order", hosts(0, 100, 0), hosts(50, 100, 0) + hosts(0, 50, 0), ""},
		{"the bad lines are named first", hosts(0, 100, 0), hosts(0, 10, 10), "10 of 20 lines are bad"},
	} {
		t.Run(c.name, func(t *testing.T) {
			last, next := source.Parse(source.NewContent(c.last), source.Options{}, source.Hooks{}), source.Parse(source.NewContent(c.next), source.Options{}, source.Hooks{})
			if got := accident(last, next); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestNoAccidentAtFirst(t *testing.T) {
	if got := source.Accident(nil, nil, source.Parse(source.NewContent(hosts(0, 0, 10)), source.Options{}, source.Hooks{})); got != "" {
		t.Errorf("got %q", got)
	}
}

// Lines whose address is not their owner's are no bad lines in this sense: owner
// lines that changed must not hold a file for ever. What the same lines take away
// when the file changed counts like any other loss.
func TestForeignLinesAndAccidents(t *testing.T) {
	parse := func(in string, hooks source.Hooks) *source.Set {
		return source.Parse(source.NewContent(in), source.Options{}, hooks)
	}
	refuse := source.Hooks{Check: func(m rdns.Mapping) error {
		if m.Addr.As4()[3] >= 100 {
			return errors.New("it belongs to somebody else")
		}
		return nil
	}}
	all, few := hosts(0, 200, 0), hosts(0, 110, 0)
	for _, c := range []struct {
		name       string
		last, next *source.Set
		want       string
	}{
		{"nothing before", &source.Set{}, parse(all, refuse), ""},
		{"the same content", parse(all, source.Hooks{}), parse(all, refuse), ""},
		{"one more line", parse(all, refuse), parse(all+"10.0.1.1 a.example.net\n", refuse), ""},
		{"other bad lines count", parse(all, refuse), parse(all+strings.Repeat("bad\n", 11), refuse), "11 of 211 lines are bad"},
		{"few are lost", parse(few, source.Hooks{}), parse(few+"\n", refuse), ""},
		{"many are lost", parse(all, source.Hooks{}), parse(all+"\n", refuse), "would remove 100 of 200 mapped addresses"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := accident(c.last, c.next); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
