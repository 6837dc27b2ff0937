package state

import (
	"os"
	"slices"
	"sync"
)

// A registry has the open journals of the process. When a configuration is
// loaded again, the new instance opens the log before the old one closes it;
// both then share it.
type registry struct {
	mu       sync.Mutex // held while a journal is opened or closed
	journals []*journal
}

// journals is a variable of the package because there must be no second one in
// the process.
var journals registry

// open returns the journal of the directory, by whatever path.
func (r *registry) open(d Dir) (*journal, error) {
	identity, err := os.Stat(d.path)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, j := range r.journals {
		if os.SameFile(j.identity, identity) {
			j.refs++
			return j, nil
		}
	}
	j, err := openJournal(d, identity)
	if err != nil {
		return nil, err
	}
	j.refs = 1
	r.journals = append(r.journals, j)
	return j, nil
}

// close closes the journal when it was the last to have it.
func (r *registry) close(j *journal) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if j.refs--; j.refs > 0 {
		return nil
	}
	r.journals = slices.DeleteFunc(r.journals, func(other *journal) bool { return other == j })
	return j.close()
}
