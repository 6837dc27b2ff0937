package confirm

// A panel decides which resolver is asked first. They take turns, but those that
// do not reply are asked last, so that one that is gone costs no time while
// another has the answer. It is not safe for concurrent use.
type panel struct {
	resolvers []Resolver
	silent    []int // questions in a row without any reply
	turn      int
}

func newPanel(resolvers []Resolver) *panel {
	return &panel{resolvers: resolvers, silent: make([]int, len(resolvers))}
}

// order returns the resolvers in the order to ask them.
func (p *panel) order() []Resolver {
	p.turn++
	n := len(p.resolvers)
	order := make([]Resolver, 0, n)
	var last []Resolver
	for i := range n {
		at := (p.turn + i) % n
		if p.silent[at] >= silentAfter && p.turn%probeEvery != 0 {
			last = append(last, p.resolvers[at])
			continue
		}
		order = append(order, p.resolvers[at])
	}
	return append(order, last...)
}

// note takes in how a resolver behaved.
func (p *panel) note(reply *Reply) {
	for i, r := range p.resolvers {
		switch {
		case r.String() != reply.Resolver:
		case reply.Outcome == Timeout || reply.Outcome == Refused:
			p.silent[i]++
		default:
			p.silent[i] = 0
		}
	}
}
