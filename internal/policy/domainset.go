package policy

import "strings"

// A domainSet is a set of names, in lower case without the final dot.
type domainSet map[string]struct{}

// has tells whether name itself is in the set.
func (d domainSet) has(name string) bool {
	_, ok := d[name]
	return ok
}

// above returns the longest name of the set that the subject is or is below,
// "" if there is none.
func (d domainSet) above(s *subject) string {
	if len(d) == 0 {
		return ""
	}
	for i := range s.n {
		if name := s.from(i); d.has(name) {
			return name
		}
	}
	return ""
}

// add adds names in any case, with or without the final dot.
func (d domainSet) add(names ...string) {
	for _, n := range names {
		d[normal(n)] = struct{}{}
	}
}

// normal returns a configured name as the checks compare it.
func normal(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
