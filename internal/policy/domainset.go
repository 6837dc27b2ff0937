package policy

import (
	"fmt"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

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

// addChecked adds names that people wrote. The error quotes the one that is no
// name.
func (d domainSet) addChecked(what string, names []string) error {
	for _, n := range names {
		a, err := ToASCII(normal(n))
		if err == nil {
			err = hostname.Check(a)
		}
		if err != nil {
			return fmt.Errorf("%s %s: %w", what, quote(n), err)
		}
		d.add(a)
	}
	return nil
}

// normal returns a configured name as the checks compare it.
func normal(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
