package explain

import (
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Document is one Report, or several of a server that runs: one for each
// address that wants the name, and for each block that answers. Its JSON is
// documented in the manual.
type Document struct {
	Version int       `json:"version"`
	Reports []*Report `json:"reports"`
}

// NewDocument makes a Document.
func NewDocument(reports ...*Report) *Document { return &Document{1, reports} }

// A Report is what there is to say about an address or a name.
type Report struct {
	Query string `json:"query"` // the address, or the name with its final dot
	Name  string `json:"name"`  // what resolvers ask for
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
	Name     string `json:"name,omitempty"`
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
	Rivals       []Rival       `json:"rivals,omitempty"` // other owners who want the name
	Confirmation *Confirmation `json:"confirmation,omitempty"`
}

// A Rival is another owner with a mapping to the same name.
type Rival struct {
	Owner   string `json:"owner"`
	Address string `json:"address"`
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
	Status       string `json:"status"` // pending, adopted, active or suspended
	Held         bool   `json:"held"`   // disproved, but kept from withdrawal
	Last         string `json:"last"`   // what the last check found
	Failures     int    `json:"failures"`
	Errors       int    `json:"errors"`
	Since        string `json:"since,omitempty"`
	FirstFailure string `json:"first_failure,omitempty"`
	LastFailure  string `json:"last_failure,omitempty"`
	LastMatch    string `json:"last_match,omitempty"`
	Next         string `json:"next,omitempty"` // when it is asked about again

	Found  []string `json:"found,omitempty"`  // the addresses that the name had at the last check
	Reason string   `json:"reason,omitempty"` // who said so
}

// newConfirmation words a Record. One that was made a moment ago, because nobody
// has asked about the mapping yet, has no times.
func newConfirmation(r confirm.Record) *Confirmation {
	c := &Confirmation{
		Status: r.Status.String(), Held: r.Held, Last: r.Last.String(), Failures: int(r.Failures), Errors: int(r.Errors),
	}
	if r.Status == confirm.Pending && r.Adopted {
		c.Status = rdns.Adopted.String()
	}
	if r.Last == confirm.Unasked && r.Errors == 0 {
		return c
	}
	c.Since, c.Next = clock(r.Since), clock(r.Due)
	c.FirstFailure, c.LastFailure, c.LastMatch = clock(r.FirstFailure), clock(r.LastFailure), clock(r.LastMatch)
	return c
}
