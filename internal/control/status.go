package control

import (
	"net/http"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Status tells what the server does as a whole.
type Status struct {
	Served       int            `json:"served"`       // addresses with an explicit name
	Mappings     map[string]int `json:"mappings"`     // by fate
	Looks        map[string]int `json:"looks"`        // mappings by look
	Outside      int            `json:"outside"`      // mappings outside of our zones
	BadLines     int            `json:"bad_lines"`    // of mapping files
	Held         int            `json:"held_changes"` // of files
	Published    time.Time      `json:"published"`
	Confirmation *Confirmation  `json:"confirmation"` // null when it is off
}

// Confirmation tells how forward confirmation is getting on.
type Confirmation struct {
	Mappings  map[string]int `json:"mappings"` // by state
	Held      int            `json:"held"`     // withdrawals
	Withdrawn int            `json:"withdrawn"`
	Allowed   int            `json:"allowed"`          // withdrawals in 24 hours
	Paused    string         `json:"paused,omitempty"` // why nothing is withdrawn
	Waiting   int            `json:"waiting"`          // mappings that are due
	OldestDue float64        `json:"oldest_due"`       // seconds
	Rate      float64        `json:"needed_rate"`      // questions a second; 0 for unknown
}

func (s *server) status(*http.Request) (any, error) {
	now := s.manager.Status()
	answer := Status{
		Served: now.Served, Mappings: make(map[string]int), Looks: make(map[string]int),
		Outside: now.Outside, BadLines: now.Bad, Held: len(now.Held), Published: now.At,
	}
	for fate := range rdns.Shadowed + 1 {
		answer.Mappings[fate.String()] = now.Fates[fate]
	}
	for look := range rdns.Refused + 1 {
		answer.Looks[look.String()] = now.Looks[look]
	}
	answer.Confirmation = confirmation(s.manager)
	return answer, nil
}

func confirmation(m *manager.Manager) *Confirmation {
	stats, ok := m.Confirmation()
	if !ok {
		return nil
	}
	n := &stats.Counts
	return &Confirmation{
		Mappings: map[string]int{
			rdns.Pending.String(): n.Pending, rdns.Adopted.String(): n.Adopted,
			rdns.Active.String(): n.Active, rdns.Suspended.String(): n.Suspended,
		},
		Held: n.Held, Withdrawn: stats.Withdrawn, Allowed: stats.Allowed, Paused: stats.Paused,
		Waiting: stats.Waiting, OldestDue: stats.OldestDue.Seconds(), Rate: stats.RateNeeded,
	}
}

// A Record is what is known of a mapping's confirmation.
type Record struct {
	State        string     `json:"state"` // pending, adopted, active, suspended
	Since        time.Time  `json:"since"`
	Held         bool       `json:"held"`
	Last         string     `json:"last"`     // what the last check found
	Failures     int        `json:"failures"` // definite ones since the last match
	Errors       int        `json:"errors"`   // checks in a row without evidence
	FirstFailure *time.Time `json:"first_failure,omitempty"`
	LastMatch    *time.Time `json:"last_match,omitempty"`
	Next         *time.Time `json:"next,omitempty"`   // check
	Found        []string   `json:"found,omitempty"`  // addresses that the name has
	Reason       string     `json:"reason,omitempty"` // who said so
}

func record(r confirm.Record, v *confirm.Verdict) *Record {
	state := r.Status.String()
	if r.Status == confirm.Pending && r.Adopted {
		state = rdns.Adopted.String()
	}
	answer := &Record{
		State: state, Since: *moment(r.Since, &time.Time{}), Held: r.Held, Last: r.Last.String(), Failures: int(r.Failures), Errors: int(r.Errors),
		FirstFailure: moment(r.FirstFailure, nil), LastMatch: moment(r.LastMatch, nil), Next: moment(r.Due, nil), Reason: v.Reason,
	}
	for _, a := range v.Found {
		answer.Found = append(answer.Found, a.String())
	}
	return answer
}

// moment returns a time of a Record, never for 0.
func moment(unix uint32, never *time.Time) *time.Time {
	if unix == 0 {
		return never
	}
	t := time.Unix(int64(unix), 0).UTC()
	return &t
}
