package source

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/netip"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Options say how to read a mapping file, and what its lines leave open.
type Options struct {
	Path   string // for the positions of faults; its ending also hints at the format
	Format Format
	Origin string // of a zone file, until it names its own; lower case, with the final dot, or ""
	TTL    uint32 // of mappings without one; 0 leaves it to a later default
	Owner  string // of mappings without an owner column
	Class  rdns.Class
}

// Hooks are what other parts of the program know of mappings. Parse calls them
// from its own goroutines and they must not keep what they are given, which may be
// written over; the zero Hooks ask nobody.
type Hooks struct {
	// ToASCII converts the U-labels of a name to A-labels. It is asked for names
	// with characters beyond ASCII only; without it such names are faults.
	ToASCII func(name string) (string, error)
	// Check says why the owner of a mapping must not have its address, or nil. It
	// is asked for mappings that have nothing else wrong with them.
	Check func(rdns.Mapping) error
}

// sameForm reports whether both read the same mappings from the same content.
func (o Options) sameForm(p Options) bool { return o.Format == p.Format && o.Origin == p.Origin }

// A Summary is what is to be known of one content of a mapping file beside the
// mappings.
type Summary struct {
	Options Options

	// Faults are the bad lines and the duplicates in the order of the file, the
	// first 1,000 of them.
	Faults []*rdns.Fault

	Lines      int // lines that say something: neither blank nor comment
	Bad        int // lines that are wrong and were left out
	Foreign    int // those of them whose owner must not have their address
	Duplicates int // names that an address has already; they do no harm
	Mappings   int
	Mapped     int // addresses that have one

	Hash [sha256.Size]byte // of the whole content

	skipped map[string]int // records of a zone file that are no mappings, by type
	outline *Outline       // nil for contents that have none
}

// A Set is what one content of a mapping file says. It is made to be short-lived:
// it takes 16 bytes beside the name for a mapping of an IPv4 address, 28 for one
// of an IPv6 address. No two mappings have the same address and name.
type Set struct {
	Summary

	v4     rows[row4] // in the order of the addresses, and of the file where these are the same
	v6     rows[row6]
	attrs  []attr
	chunks []string // the names

	usedOnce sync.Once
	used     []used // where the chunks are needed, once somebody asked

	partial bool   // it tells of the spans only
	spans   []Span // in order, without overlaps
}

// Len returns the number of mappings.
func (s *Set) Len() int { return s.v4.count + s.v6.count }

// At returns the k-th mapping in ascending order of the addresses, IPv4 first,
// and the line where it is written. Those of one address are in the order of the
// file.
func (s *Set) At(k int) (m rdns.Mapping, line int) {
	r := s.row(k)
	m.Addr = s.AddrAt(k)
	a := &s.attrs[r.attr()]
	m.Name, m.TTL, m.Class, m.Owner = s.name(r), a.ttl, s.Options.Class, a.owner
	return m, int(r.line)
}

func (s *Set) row(k int) row {
	if k < s.v4.count {
		return s.v4.at(k).row
	}
	return s.v6.at(k - s.v4.count).row
}

// AddrAt returns the address of the k-th mapping.
func (s *Set) AddrAt(k int) netip.Addr {
	if k < s.v4.count {
		return s.v4.at(k).netipAddr()
	}
	return s.v6.at(k - s.v4.count).netipAddr()
}

// All yields the mappings in the order of At, with their lines.
func (s *Set) All() iter.Seq2[int, rdns.Mapping] {
	return func(yield func(int, rdns.Mapping) bool) {
		for k := range s.Len() {
			if m, line := s.At(k); !yield(line, m) {
				return
			}
		}
	}
}

// Addresses yields the addresses of all mappings, ascending; one with several
// names comes several times.
func (s *Set) Addresses() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for k := range s.Len() {
			if !yield(s.AddrAt(k)) {
				return
			}
		}
	}
}

// places returns where the mappings in a span stand: those from begin to in front
// of end.
func (s *Set) places(span Span) (begin, end int) {
	begin = sort.Search(s.Len(), func(k int) bool { return !s.AddrAt(k).Less(span.First) })
	end = sort.Search(s.Len(), func(k int) bool { return span.Last.Less(s.AddrAt(k)) })
	return begin, end
}

// Find returns the line of a mapping of the address with the name. ok is false
// when there is none.
func (s *Set) Find(addr netip.Addr, name string) (line int, ok bool) {
	k := sort.Search(s.Len(), func(k int) bool { return !s.AddrAt(k).Less(addr) })
	for ; k < s.Len() && s.AddrAt(k) == addr; k++ {
		if m, line := s.At(k); m.Name == name {
			return line, true
		}
	}
	return 0, false
}

func (s *Set) name(r row) string { return nameAt(s.chunks, r.name, r.length()) }

// Skipped counts the records of a zone file that are no mappings and are served
// by nobody now, such as "2 CNAME, 1 TXT"; "" when there are none. SOA and NS
// are left out: the configuration has its own.
func (s *Summary) Skipped() string {
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(s.skipped)) {
		if kind != "SOA" && kind != "NS" {
			out = append(out, fmt.Sprintf("%d %s", s.skipped[kind], kind))
		}
	}
	return strings.Join(out, ", ")
}

// Unreported returns how many bad lines and duplicates have no fault of their
// own in Faults.
func (s *Summary) Unreported() int {
	return s.Bad + s.Duplicates - len(s.Faults)
}

// report keeps a fault while there is room, but not the error: that may hold some of
// the text.
func (s *Summary) report(line int, err error) {
	if len(s.Faults) < maxFaults {
		s.Faults = append(s.Faults, &rdns.Fault{Pos: rdns.Position{File: s.Options.Path, Line: line}, Err: errors.New(err.Error())})
	}
}

// Parse reads a content of a mapping file. It cannot fail: what is wrong
// stands in the faults of the Set.
//
// A line is used whole or not at all. The result depends on nothing but the
// content, o and the hooks.
func Parse(c Content, o Options, hooks Hooks) *Set { return ParseTogether(1, c, o, hooks) }

// ParseTogether is Parse with several goroutines, for a large list in the form of
// hosts. They call the Hooks at the same time.
func ParseTogether(workers int, c Content, o Options, hooks Hooks) *Set {
	b, text := newBuilder(c, o, hooks), trimBOM(c.Text)
	if form := o.Format.resolve(text, o.Path); form != Hosts {
		b.record(form, newLines(text))
		return b.finish()
	}
	b.outline = &Outline{marks: newMarks(Hosts)}
	parseList(b, text, workers)
	return b.finish()
}
