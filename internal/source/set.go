package source

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// Hooks are what other parts of the program know of mappings. Parse calls them,
// from its own goroutine; the zero Hooks ask nobody.
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

// A Set is what one content of a mapping file says.
type Set struct {
	Options  Options
	Mappings []rdns.Mapping // in the order of the file; no two have the same address and name

	// Faults are the bad lines and the duplicates in the order of the file, the
	// first 1,000 of them.
	Faults []*rdns.Fault

	Lines      int // lines that say something: neither blank nor comment
	Bad        int // lines that are wrong and were left out
	Foreign    int // those of them whose owner must not have their address
	Duplicates int // names that an address has already; they do no harm

	Hash [sha256.Size]byte // of the whole content

	places  places         // of the mappings
	order   []uint32       // the numbers of the mappings by address; nil if they are in order
	skipped map[string]int // records of a zone file that are no mappings, by type
}

// Skipped counts the records of a zone file that are no mappings and are served
// by nobody now, such as "2 CNAME, 1 TXT"; "" when there are none. SOA and NS
// are left out: the configuration has its own.
func (s *Set) Skipped() string {
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(s.skipped)) {
		if kind != "SOA" && kind != "NS" {
			out = append(out, fmt.Sprintf("%d %s", s.skipped[kind], kind))
		}
	}
	return strings.Join(out, ", ")
}

// Line returns the line where the i-th of the mappings is written.
func (s *Set) Line(i int) int { return s.places.line(i) }

// ByAddress returns which of the mappings is the k-th in ascending order of their
// addresses; those of one address are in the order of the file.
func (s *Set) ByAddress(k int) int {
	if s.order == nil {
		return k
	}
	return int(s.order[k])
}

// Unreported returns how many bad lines and duplicates have no fault of their
// own in Faults.
func (s *Set) Unreported() int {
	return s.Bad + s.Duplicates - len(s.Faults)
}

// report keeps a fault while there is room.
func (s *Set) report(line int, err error) {
	if len(s.Faults) < maxFaults {
		s.Faults = append(s.Faults, &rdns.Fault{Pos: rdns.Position{File: s.Options.Path, Line: line}, Err: err})
	}
}

// Parse reads the content of a mapping file. It cannot fail: what is wrong
// stands in the faults of the Set.
//
// A line is used whole or not at all. The result depends on nothing but data,
// o and the hooks.
func Parse(data []byte, o Options, hooks Hooks) *Set {
	b := newBuilder(data, o, hooks)
	switch o.Format.resolve(data, o.Path) {
	case Zone:
		parseZone(b, trimBOM(data))
	case CSV:
		parseCSV(b, trimBOM(data))
	default:
		parseHosts(b, trimBOM(data))
	}
	return b.finish()
}
