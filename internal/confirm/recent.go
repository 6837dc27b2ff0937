package confirm

import "time"

// An answer is what is known about a Question: one reply or more, each of
// another resolver.
type answer struct {
	replies []Reply
	settled bool // by our own data: there is nobody else to ask
}

// life is how long the answer will do for further addresses of the name.
func (a answer) life() time.Duration {
	life := recentLife
	for _, r := range a.replies {
		if !r.Outcome.Definite() {
			return recentError
		}
		life = min(life, r.TTL)
	}
	return life
}

// recent keeps answers for a short time: a name that a thousand addresses share
// is asked for once, not once for each.
type recent struct {
	answers map[Question]keptAnswer
	order   []Question // oldest first
}

type keptAnswer struct {
	answer

	until time.Duration
}

// get returns an answer that is not too old. Times are those of Engine.clock.
func (r *recent) get(q Question, now time.Duration) (answer, bool) {
	a, ok := r.answers[q]
	return a.answer, ok && now < a.until
}

func (r *recent) put(q Question, a answer, now time.Duration) {
	if r.answers == nil {
		r.answers = make(map[Question]keptAnswer)
	}
	if _, ok := r.answers[q]; !ok {
		r.order = append(r.order, q)
	}
	r.answers[q] = keptAnswer{a, now + a.life()}
	if len(r.order) > maxRecent {
		delete(r.answers, r.order[0])
		r.order = r.order[1:]
	}
}
