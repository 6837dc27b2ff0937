package rdnsmgr

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// A confirmation describes the metrics of forward confirmation. They are there
// while it is on.
type confirmation struct {
	states    *prometheus.Desc
	checks    *prometheus.Desc
	changes   *prometheus.Desc
	replies   *prometheus.Desc
	duration  *prometheus.Desc
	queue     *prometheus.Desc
	oldest    *prometheus.Desc
	dropped   *prometheus.Desc
	held      *prometheus.Desc
	withdrawn *prometheus.Desc
	paused    *prometheus.Desc
	needed    *prometheus.Desc
}

func newConfirmation() confirmation {
	return confirmation{
		states:    desc("confirm_mappings", "Mappings by their state of confirmation; unknown are those whose last check brought no evidence.", "state"),
		checks:    desc("confirm_checks_total", "Checks of mappings by what they found.", "finding"),
		changes:   desc("confirm_changes_total", "Changes of mappings by kind.", "change"),
		replies:   desc("confirm_replies_total", "Replies of resolvers by outcome.", "outcome"),
		duration:  desc("confirm_reply_duration_seconds", "How long resolvers took to reply."),
		queue:     desc("confirm_queue", "Mappings that will be due (agenda), that wait for their turn (waiting), and questions on the way (asking).", "queue"),
		oldest:    desc("confirm_oldest_due_seconds", "How long the mapping that has waited longest is due."),
		dropped:   desc("confirm_dropped_total", "Times that the agenda had no room for a mapping, which is found again later."),
		held:      desc("confirm_held_withdrawals", "Names that do not point back and are not withdrawn, because too many were in 24 hours."),
		withdrawn: desc("confirm_withdrawn_names", "Names withdrawn in the last 24 hours."),
		paused:    desc("confirm_paused", "1 while no name is withdrawn, because the resolvers cannot be believed."),
		needed:    desc("confirm_needed_rate", "Questions a second that would keep all intervals; 0 while that is unknown."),
	}
}

func (c *confirmation) collect(out chan<- prometheus.Metric, s *confirm.Stats) {
	c.collectStates(out, &s.Counts)
	for finding := confirm.Match; int(finding) < len(s.Checks); finding++ {
		counter(out, c.checks, s.Checks[finding], finding.String())
	}
	for change := confirm.Confirmed; int(change) < len(s.Changes); change++ {
		counter(out, c.changes, s.Changes[change], change.String())
	}
	for outcome := confirm.Addresses; int(outcome) < len(s.Replies); outcome++ {
		counter(out, c.replies, s.Replies[outcome], outcome.String())
	}
	out <- c.durations(s)
	gauge(out, c.queue, float64(s.Agenda), "agenda")
	gauge(out, c.queue, float64(s.Waiting), "waiting")
	gauge(out, c.queue, float64(s.Asking), "asking")
	gauge(out, c.oldest, s.OldestDue.Seconds())
	counter(out, c.dropped, s.Dropped)
	gauge(out, c.withdrawn, float64(s.Withdrawn))
	gauge(out, c.needed, s.RateNeeded)
	paused := 0.0
	if s.Paused != "" {
		paused = 1
	}
	gauge(out, c.paused, paused)
}

func (c *confirmation) collectStates(out chan<- prometheus.Metric, n *confirm.Counts) {
	gauge(out, c.states, float64(n.Pending), "pending")
	gauge(out, c.states, float64(n.Adopted), "adopted")
	gauge(out, c.states, float64(n.Active), "active")
	gauge(out, c.states, float64(n.Suspended), "suspended")
	gauge(out, c.states, float64(n.Unknown), "unknown")
	gauge(out, c.held, float64(n.Held))
}

// durations is the histogram of the replies.
func (c *confirmation) durations(s *confirm.Stats) prometheus.Metric {
	buckets := make(map[float64]uint64, len(confirm.DurationBounds))
	var all uint64
	for i, n := range s.Durations {
		if all += n; i < len(confirm.DurationBounds) {
			buckets[confirm.DurationBounds[i].Seconds()] = all
		}
	}
	return prometheus.MustNewConstHistogram(c.duration, all, s.Duration.Seconds(), buckets)
}
