package diff

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
)

// The kinds of differences. Their names are stable.
const (
	OnlyOld = "only-old" // the new side has no name
	OnlyNew = "only-new" // the old side has none
	Names   = "names"    // both have some, but not the same
	TTL     = "ttl"      // the names are the same, their TTL is not
	Unknown = "unknown"  // a side did not answer
)

// A Difference is an address that the sides answer differently for. Its JSON is
// documented in the manual.
type Difference struct {
	Address string   `json:"address"`
	Kind    string   `json:"kind"`
	Old     []string `json:"old"`
	New     []string `json:"new"`
	OldTTL  uint32   `json:"old_ttl,omitempty"`
	NewTTL  uint32   `json:"new_ttl,omitempty"`
	Error   string   `json:"error,omitempty"`
}

// A Report is what was found. Its JSON is documented in the manual.
type Report struct {
	Version     int          `json:"version"`
	Compared    int          `json:"compared"` // addresses
	Equal       int          `json:"equal"`
	Filled      int          `json:"filled"` // that only a template names, if that was asked to be no difference
	Differences []Difference `json:"differences"`
	NotCompared []string     `json:"not_compared"` // prefixes with too many addresses
	Unread      []string     `json:"unread"`       // what a side holds that could not be compared
}

// Options say what counts as a difference.
type Options struct {
	IgnoreTTL bool
	// Fill takes a name that a template of the new side makes for an address
	// that had none for no difference.
	Fill bool
	// Workers is how many addresses are asked for at a time.
	Workers int
	// Each is called, from one goroutine at a time, when an address is done.
	Each func()
}

// Compare asks both sides for every address. It ends early when ctx does, with
// the addresses that are left counted as unknown.
func Compare(ctx context.Context, old, next Side, addrs []netip.Addr, o Options) *Report {
	results := make([]result, len(addrs))
	askAll(ctx, old, next, addrs, results, o)
	r := &Report{Version: 1, Compared: len(addrs), Differences: []Difference{}, NotCompared: []string{}, Unread: []string{}}
	for i := range results {
		r.add(addrs[i], &results[i], o)
	}
	return r
}

// Same tells whether the answers are the same, as far as the report goes.
func (r *Report) Same() bool { return len(r.Differences)+len(r.Unread) == 0 }

// A result is what both sides say of an address.
type result struct {
	old, new Answer
	err      error
}

// askAll fills in the results with as many workers as the options say.
func askAll(ctx context.Context, old, next Side, addrs []netip.Addr, results []result, o Options) {
	var workers sync.WaitGroup
	var taken atomic.Int64
	var mu sync.Mutex // held while Each is called
	for range max(o.Workers, 1) {
		workers.Go(func() {
			for i := int(taken.Add(1)) - 1; i < len(addrs); i = int(taken.Add(1)) - 1 {
				results[i] = both(ctx, old, next, addrs[i])
				if o.Each != nil {
					mu.Lock()
					o.Each()
					mu.Unlock()
				}
			}
		})
	}
	workers.Wait()
}

func both(ctx context.Context, old, next Side, a netip.Addr) (r result) {
	if r.err = ctx.Err(); r.err != nil {
		return r
	}
	if r.old, r.err = old.Ask(ctx, a); r.err == nil {
		r.new, r.err = next.Ask(ctx, a)
	}
	return r
}

func (r *Report) add(a netip.Addr, got *result, o Options) {
	kind := got.kind(o)
	switch {
	case kind == "":
		r.Equal++
		return
	case kind == OnlyNew && o.Fill && got.new.Generated:
		r.Filled++
		return
	}
	d := Difference{Address: a.String(), Kind: kind, Old: list(got.old.Names), New: list(got.new.Names), OldTTL: got.old.TTL, NewTTL: got.new.TTL}
	if got.err != nil {
		d.Error = got.err.Error()
	}
	r.Differences = append(r.Differences, d)
}

// kind returns how the answers differ, "" if they do not.
func (r *result) kind(o Options) string {
	switch {
	case r.err != nil:
		return Unknown
	case slices.Equal(r.old.Names, r.new.Names):
		if !o.IgnoreTTL && r.old.TTL != 0 && r.new.TTL != 0 && r.old.TTL != r.new.TTL {
			return TTL
		}
		return ""
	case len(r.new.Names) == 0:
		return OnlyOld
	case len(r.old.Names) == 0:
		return OnlyNew
	}
	return Names
}

// list makes an empty list of none, for JSON.
func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}
