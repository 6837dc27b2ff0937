package scan

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/ask"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/check"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// What a record can be beside what confirm.Finding says. The words are stable.
const (
	Hole       = "hole"       // the address has no name
	Aliased    = "alias"      // a CNAME points to a zone that the server does not have
	Delegated  = "delegated"  // other servers are to be asked for the name
	Illegal    = "illegal"    // the name is no host name
	Unanswered = "unanswered" // the server did not tell the name
)

// Match is the word of a name that points back; all others are findings.
var Match = confirm.Match.String()

// A Record is one name of one address, or that it has none. Its JSON is
// documented in the manual.
type Record struct {
	Address string   `json:"address"`
	Name    string   `json:"name"`
	TTL     uint32   `json:"ttl"`
	Finding string   `json:"finding"`
	Found   []string `json:"found,omitempty"`  // the addresses that the name has instead
	Detail  string   `json:"detail,omitempty"` // why nothing is known, or where an alias points
	Look    string   `json:"look"`             // accepted, warned or refused; "" without a name
	Checks  []string `json:"checks,omitempty"` // those that found something in the name
}

// Fine tells whether nobody need look at the record.
func (r *Record) Fine() bool {
	return r.Finding == Match && r.Look == policy.Accepted.String()
}

// A Scan is what to ask, and how.
type Scan struct {
	Server    *ask.Client
	Resolvers []confirm.Resolver // who is asked whether names point back
	Rules     *check.Rules       // that judge what names look like
	Workers   int
	Each      func() // called, from one goroutine at a time, when an address is done; may be nil
}

// giveUp is how many addresses may go without an answer before one came: then
// the server is not there, and asking on would take hours.
const giveUp = 32

// Run looks at every address, and returns the records in the order of the
// addresses. It ends early, with the records so far, when ctx does or when the
// server is not there.
func (s *Scan) Run(ctx context.Context, addrs []netip.Addr) ([]Record, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make([][]Record, len(addrs))
	var workers sync.WaitGroup
	var taken, silent, answered atomic.Int64
	var mu sync.Mutex // held while Each is called
	for range max(s.Workers, 1) {
		workers.Go(func() {
			for i := int(taken.Add(1)) - 1; i < len(addrs) && ctx.Err() == nil; i = int(taken.Add(1)) - 1 {
				records := s.address(ctx, addrs[i])
				if ctx.Err() != nil {
					return // what came of it is not known
				}
				results[i] = records
				if records[0].Name != "" || records[0].Finding != Unanswered {
					answered.Add(1)
				} else if n := silent.Add(1); n >= giveUp && answered.Load() == 0 {
					cancel(fmt.Errorf("no answer for %d addresses; the last error: %s: check the address of the server, and that it takes queries from here", n, records[0].Detail))
				}
				if s.Each != nil {
					mu.Lock()
					s.Each()
					mu.Unlock()
				}
			}
		})
	}
	workers.Wait()
	var all []Record
	for _, records := range results {
		all = append(all, records...)
	}
	return all, context.Cause(ctx)
}

// address looks at one address. It returns at least one record.
func (s *Scan) address(ctx context.Context, a netip.Addr) []Record {
	one := Record{Address: a.String()}
	names, err := s.Server.PTR(ctx, a)
	switch {
	case err != nil:
		one.Finding, one.Detail = Unanswered, err.Error()
		return []Record{one}
	case names.Alias != "":
		one.Finding, one.Detail = Aliased, names.Alias
		return []Record{one}
	case names.Referral != nil:
		one.Finding, one.Detail = Delegated, strings.Join(names.Referral, " ")
		return []Record{one}
	case len(names.Names) == 0:
		one.Finding = Hole
		return []Record{one}
	}
	var records []Record
	for _, name := range names.Names {
		r := Record{Address: one.Address, Name: name, TTL: names.TTL}
		s.look(&r, a)
		s.confirm(ctx, &r, a)
		records = append(records, r)
	}
	return records
}

// look judges what the name looks like.
func (s *Scan) look(r *Record, a netip.Addr) {
	v := s.Rules.Check(policy.Request{Addr: a, Name: r.Name})
	r.Look = v.Outcome.String()
	for i := range v.Findings {
		r.Checks = append(r.Checks, v.Findings[i].ID.String())
	}
}

// confirm asks the resolvers whether the name points back, until it is known.
func (s *Scan) confirm(ctx context.Context, r *Record, a netip.Addr) {
	if err := hostname.Check(r.Name); err != nil {
		r.Finding, r.Detail = Illegal, err.Error()
		return
	}
	q := confirm.Mapping{Addr: a, Name: r.Name}.Question()
	var replies []confirm.Reply
	var v confirm.Verdict
	for _, resolver := range s.Resolvers {
		replies = append(replies, resolver.Ask(ctx, q))
		if v = confirm.Judge(a, replies, len(s.Resolvers)); v.Finding.Evidence() {
			break
		}
	}
	r.Finding = v.Finding.String()
	for _, found := range v.Found {
		r.Found = append(r.Found, found.String())
	}
	if !v.Finding.Evidence() {
		r.Detail = v.Reason
	}
}
