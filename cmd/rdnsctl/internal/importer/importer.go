package importer

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/export"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A Result is what was read.
type Result struct {
	Items  []export.Item // what is kept, ascending by address, as written within one
	Read   int           // mappings in the files
	Made   int           // of these, names that a template makes
	Faults []error       // lines that are no mapping, each with its place
	Notes  []string      // what the files hold and mappings cannot carry
	Lost   bool          // something of this would be missing in DNS

	ttls  map[uint32]int // of the names that a template makes
	names map[int]int    // addresses by how many names they have, if several
}

// Read puts the contents of several files together. pools may be nil.
func Read(sets []*source.Set, pools *Pools) *Result {
	r := &Result{ttls: make(map[uint32]int), names: make(map[int]int)}
	var all []export.Item
	for _, s := range sets {
		r.faults(s)
		for line, m := range s.All() {
			pos := rdns.Position{File: s.Options.Path, Line: line}
			all = append(all, export.Item{Mapping: m, Pos: pos, Served: true})
		}
	}
	r.Read = len(all)
	slices.SortStableFunc(all, func(a, b export.Item) int { return a.Addr.Compare(b.Addr) })
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Addr == all[0].Addr {
			n++
		}
		r.address(all[:n], pools)
		all = all[n:]
	}
	r.summary(pools)
	return r
}

// faults takes over what is wrong with a file.
func (r *Result) faults(s *source.Set) {
	for _, f := range s.Faults {
		r.Faults = append(r.Faults, f)
	}
	if n := s.Unreported(); n > 0 {
		r.Faults = append(r.Faults, fmt.Errorf("%s: and %d more bad lines or duplicates", s.Options.Path, n))
	}
	r.Lost = r.Lost || s.Bad > 0
	if skipped := s.Skipped(); skipped != "" {
		r.Lost = true
		r.Notes = append(r.Notes, fmt.Sprintf("not carried: records of %s that are no PTR: %s", s.Options.Path, skipped))
	}
}

// address keeps the mappings of one address, unless the only one is what the
// template makes. One of several is kept: a server that is told another name
// answers with what it is told alone.
func (r *Result) address(items []export.Item, pools *Pools) {
	known := make(map[string]bool, len(items))
	distinct := items[:0]
	for _, i := range items {
		if !known[i.Name] {
			known[i.Name] = true
			distinct = append(distinct, i)
		}
	}
	if len(distinct) > 1 {
		r.names[len(distinct)]++
	} else if only := distinct[0]; pools.makes(only.Addr, only.Name) {
		r.Made++
		r.ttls[only.TTL]++
		return
	}
	r.Items = append(r.Items, distinct...)
}

// summary notes what the Corefile must say so that the answers stay the same.
func (r *Result) summary(pools *Pools) {
	for _, ttl := range slices.SortedFunc(maps.Keys(r.ttls), func(a, b uint32) int { return cmp.Compare(r.ttls[b], r.ttls[a]) }) {
		if ttl != 0 && !pools.hasTTL(ttl) {
			r.Notes = append(r.Notes, fmt.Sprintf("the template makes %d names whose TTL is %d here: write ttl %d in the block of their pool", r.ttls[ttl], ttl, ttl))
		}
	}
	if len(r.names) > 0 {
		var most, addresses int
		for n, count := range r.names {
			most, addresses = max(most, n), addresses+count
		}
		r.Notes = append(r.Notes, fmt.Sprintf("%d addresses have several names, up to %d: write names %d to serve them all", addresses, most, min(most, 10)))
	}
}

// apex finds a SOA record, and with it those that stand at the top of a zone.
var apex = regexp.MustCompile(`(?im)^[^;"\n]*\sSOA\s`)

// Beside returns what a file holds beside mappings that nobody loses, but that
// has its place in the Corefile or nowhere.
func Beside(data []byte, path string, f source.Format) []string {
	var notes []string
	if (f == source.Zone || f == source.Auto) && apex.Match(data) {
		notes = append(notes, fmt.Sprintf("not carried: the SOA and NS records of %s: the Corefile has the lines soa and ns", path))
	}
	if n := comments(data, f); n > 0 {
		notes = append(notes, fmt.Sprintf("not carried: comments of %s (lines: %d)", path, n))
	}
	return notes
}

// comments counts the lines of a file that have a comment, which no mapping can
// carry. A # or ; between quotes is none, nor is the ; of a CSV file.
func comments(data []byte, f source.Format) int {
	marks := map[source.Format]string{source.Hosts: "#", source.Zone: ";", source.CSV: "", source.Auto: "#;"}[f]
	n := 0
	for line := range strings.Lines(string(data)) {
		quoted := false
		for i, c := range line {
			quoted = quoted != (c == '"')
			if !quoted && strings.ContainsRune(marks, c) || i == 0 && c == '#' {
				n++
				break
			}
		}
	}
	return n
}
