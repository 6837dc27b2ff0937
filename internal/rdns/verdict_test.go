package rdns

import "testing"

const (
	looks         = Refused + 1
	confirmations = Suspended + 1
	claims        = Taken + 1
)

// TestDecide is the truth table: a row for each look and claim, a letter for
// each confirmation in the order unchecked, pending, adopted, active, suspended.
func TestDecide(t *testing.T) {
	letters := map[Fate]byte{Served: 's', Waiting: 'w', Withdrawn: '-', Rejected: 'r', Displaced: 'd'}
	table := map[Look][claims]string{
		Accepted:  {Free: "swss-", Contested: "swss-", Taken: "ddssd"},
		Warned:    {Free: "swss-", Contested: "swss-", Taken: "ddssd"},
		Excused:   {Free: "swss-", Contested: "swss-", Taken: "ddssd"},
		Flagged:   {Free: "swss-", Contested: "swss-", Taken: "ddssd"},
		Unmatched: {Free: "rrrs-", Contested: "rrrs-", Taken: "rrrs-"},
		Refused:   {Free: "rrrrr", Contested: "rrrrr", Taken: "rrrrr"},
	}
	for look := range looks {
		for claim := range claims {
			got := ""
			for c := range confirmations {
				got += string(letters[Decide(look, c, claim)])
			}
			if want := table[look][claim]; got != want {
				t.Errorf("look %s, claim %s: got %q, want %q", look, claim, got, want)
			}
		}
	}
}

func TestState(t *testing.T) {
	for look := range looks {
		for fate := range Shadowed + 1 {
			s := NewState(look, fate)
			if s.Look() != look || s.Fate() != fate {
				t.Errorf("%s, %s became %s, %s", look, fate, s.Look(), s.Fate())
			}
			if got, want := s.Served(), fate == Served; got != want {
				t.Errorf("%s is served: %v", fate, got)
			}
			if got, want := s.Young(), fate == Waiting || fate == Withdrawn || fate == Rejected && look == Unmatched; got != want {
				t.Errorf("%s is young: %v", fate, got)
			}
			if look.String() == "" || fate.String() == "" {
				t.Errorf("look %d or fate %d has no word", look, fate)
			}
		}
	}
}
