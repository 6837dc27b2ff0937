package hostname

import (
	"slices"
	"strings"
)

// A state of an automaton that reads names: which octets may come next, and
// where each leads. The state behind the end of a name is nil.
type state struct{ edges []edge }

type edge struct {
	octet byte
	to    *state
}

// automaton returns the first state of the automaton that accepts the names of
// the pattern, each field being any number that it can be in the prefix. It is
// built from the end.
func (p *Pattern) automaton() *state {
	last := p.first.or(p.hostMask)
	next := readText(p.tail, nil)
	for _, piece := range slices.Backward(p.pieces) {
		next = piece.read(piece.value(p.first), piece.value(last), next)
		next = readText(piece.lead, next)
	}
	return next
}

// readText returns the state that reads s and goes on with next.
func readText(s string, next *state) *state {
	for i := len(s) - 1; i >= 0; i-- {
		next = &state{edges: []edge{{s[i], next}}}
	}
	return next
}

// read returns the state that reads the numbers from lo to hi, as the field
// spells them, and goes on with next.
func (f field) read(lo, hi uint64, next *state) *state {
	all := &state{}
	for {
		// The numbers of as many digits as lo has, or all if the width is fixed.
		r := digitReader{digits: "0123456789abcdef"[:f.base], free: []*state{next}}
		from := string(f.appendTo(nil, lo))
		to := string(f.appendTo(nil, hi))
		short := len(from) < len(to)
		if short {
			to = strings.Repeat("9", len(from))
		}
		all.edges = append(all.edges, r.between(from, to).edges...)
		if !short {
			return all
		}
		lo = powerOfTen(len(from))
	}
}

func powerOfTen(n int) uint64 {
	v := uint64(1)
	for range n {
		v *= 10
	}
	return v
}

// A digitReader builds the states that read numbers of a fixed number of digits.
type digitReader struct {
	digits string
	free   []*state // free[n] reads any n digits; free[0] is what comes behind
}

// between returns the state that reads the numbers from lo to hi, which have the
// same number of digits.
func (r *digitReader) between(lo, hi string) *state {
	zeros := strings.Repeat(r.digits[:1], len(lo))
	tops := strings.Repeat(r.digits[len(r.digits)-1:], len(lo))
	if lo == zeros && hi == tops {
		return r.anyDigits(len(lo))
	}
	if lo[0] == hi[0] {
		return &state{edges: []edge{{lo[0], r.between(lo[1:], hi[1:])}}}
	}
	s := &state{edges: []edge{{lo[0], r.between(lo[1:], tops[1:])}}}
	for i := strings.IndexByte(r.digits, lo[0]) + 1; r.digits[i] != hi[0]; i++ {
		s.edges = append(s.edges, edge{r.digits[i], r.anyDigits(len(lo) - 1)})
	}
	s.edges = append(s.edges, edge{hi[0], r.between(zeros[1:], hi[1:])})
	return s
}

// anyDigits returns the state that reads any n digits.
func (r *digitReader) anyDigits(n int) *state {
	for i := len(r.free); i <= n; i++ {
		s := &state{}
		for _, digit := range []byte(r.digits) {
			s.edges = append(s.edges, edge{digit, r.free[i-1]})
		}
		r.free = append(r.free, s)
	}
	return r.free[n]
}

// A pair is a state of each of two automata that the same octets lead to.
type pair struct{ p, q *state }

// A step is a pair, and how it was reached.
type step struct {
	pair
	octet byte // the octet that led here
	back  int  // from which step
}

// commonName returns a shortest name that both automata accept, if there is one.
// It walks through both at once, breadth first.
func commonName(p, q *state) (name string, found bool) {
	steps := []step{{pair: pair{p, q}}}
	seen := map[pair]bool{{p, q}: true}
	for i := 0; i < len(steps); i++ {
		if steps[i].pair == (pair{}) {
			return trace(steps, i), true
		}
		for octet, next := range steps[i].successors {
			if !seen[next] {
				seen[next] = true
				steps = append(steps, step{next, octet, i})
			}
		}
	}
	return "", false
}

// successors calls yield for each octet that may come next in both automata.
func (at pair) successors(yield func(byte, pair) bool) {
	if at.p == nil || at.q == nil {
		return // a name of one ends where that of the other goes on
	}
	for _, a := range at.p.edges {
		for _, b := range at.q.edges {
			if a.octet == b.octet && !yield(a.octet, pair{a.to, b.to}) {
				return
			}
		}
	}
}

// trace returns the octets that led to step i.
func trace(steps []step, i int) string {
	var octets []byte
	for ; i > 0; i = steps[i].back {
		octets = append(octets, steps[i].octet)
	}
	slices.Reverse(octets)
	return string(octets)
}
