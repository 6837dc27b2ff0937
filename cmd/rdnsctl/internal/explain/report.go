package explain

import "github.com/rdnsmgr/rdnsmgr/internal/confirm"

// A Report is what there is to say about an address or a name. Its JSON is
// documented in the manual.
type Report struct {
	Version int    `json:"version"`
	Query   string `json:"query"` // the address, or the name with its final dot
	Name    string `json:"name"`  // what resolvers ask for
	// Kind is what the server takes the name for: outside, nxdomain, empty, apex,
	// static, delegation, explicit, generated, forward or alias.
	Kind   string   `json:"kind"`
	Zone   string   `json:"zone,omitempty"`
	Block  string   `json:"block,omitempty"` // file:line of the rdnsmgr block
	Answer Answer   `json:"answer"`          // the PTR records of an address; the address of a generated name
	Pool   *Pool    `json:"pool,omitempty"`  // that the address is in
	Holds  []Held   `json:"held"`            // changes of files that wait for a person
	Notes  []string `json:"notes"`           // what else one should know

	Mappings []Mapping `json:"mappings"` // of the address, or with the name
}

// An Answer is what resolvers are told.
type Answer struct {
	Records []string `json:"records"` // type and data
	TTL     uint32   `json:"ttl,omitempty"`
}

// A Pool is what would name the address if nobody else did.
type Pool struct {
	Prefix   string `json:"prefix"`
	Template string `json:"template"`
	Name     string `json:"name"`
	Source   string `json:"source"` // file:line
}

// Held is a change that looks like an accident.
type Held struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// A Mapping is what somebody wants, and what becomes of it.
type Mapping struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	TTL     uint32 `json:"ttl"`
	Class   string `json:"class"`
	Owner   string `json:"owner,omitempty"`
	Source  string `json:"source"` // file:line
	// Fate is served, waiting, withdrawn, rejected, displaced, shadowed, outside or
	// delegated.
	Fate         string        `json:"fate"`
	Look         string        `json:"look,omitempty"`
	Checks       []Check       `json:"checks"` // that find something in the name today
	Claim        string        `json:"claim,omitempty"`
	Confirmation *Confirmation `json:"confirmation,omitempty"`
}

// A Check is what one check of the look found.
type Check struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	What     string `json:"what"`
	Explain  string `json:"explain"`
	Remedy   string `json:"remedy"`
}

// A Confirmation is what is known of whether the name points back. Times are in
// RFC 3339, UTC, and missing when there was none.
type Confirmation struct {
	Status       string `json:"status"` // pending, active or suspended
	Adopted      bool   `json:"adopted"`
	Held         bool   `json:"held"` // disproved, but kept from withdrawal
	Last         string `json:"last"` // what the last check found
	Failures     uint8  `json:"failures"`
	Errors       uint8  `json:"errors"`
	Since        string `json:"since,omitempty"`
	FirstFailure string `json:"first_failure,omitempty"`
	LastFailure  string `json:"last_failure,omitempty"`
	LastMatch    string `json:"last_match,omitempty"`
	Next         string `json:"next,omitempty"` // when it is asked about again
}

// newConfirmation words a Record. One that was made a moment ago, because nobody
// has asked about the mapping yet, has no times.
func newConfirmation(r confirm.Record) *Confirmation {
	c := &Confirmation{
		Status: r.Status.String(), Adopted: r.Adopted, Held: r.Held, Last: r.Last.String(),
		Failures: r.Failures, Errors: r.Errors,
	}
	if r.Last == confirm.Unasked && r.Errors == 0 {
		return c
	}
	c.Since, c.Next = clock(r.Since), clock(r.Due)
	c.FirstFailure, c.LastFailure, c.LastMatch = clock(r.FirstFailure), clock(r.LastFailure), clock(r.LastMatch)
	return c
}
