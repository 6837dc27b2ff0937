package config

import (
	"crypto/sha256"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Block is one rdnsmgr directive, checked. Its slices are in the order of the
// file, and nothing changes them after Parse has returned.
type Block struct {
	Pos rdns.Position // of the word rdnsmgr

	Zones       []rdns.Zone    // complete: the SOA and NS of the soa, ns and ttl lines
	Pools       []rdns.Pool    // no two have the same prefix
	Except      []netip.Prefix // addresses without generated names
	Delegations []rdns.Delegation
	Glue        []rdns.Record // of the name servers of delegations
	Mappings    []Mapping     // of the ptr lines
	Files       []MappingFile
	Records     []Record
	RecordFiles []RecordFile

	// What holds for all blocks; nil when this one does not say.
	State       *State
	Confirm     *Confirm
	Unconfirmed *Unconfirmed
	Policy      *Policy
	Owners      []Owner // in the order of their first lines
	Control     *Control

	TTL         uint32       // seconds, of answers that name none themselves
	Negative    uint32       // seconds, of negative answers
	Names       int          // how many names an address may have, 1 to 10
	Transfer    *Transfer    // nil when the block does not say
	Fallthrough *Fallthrough // nil when names outside our data end here

	// Fingerprint differs when anything differs that can be seen in an answer.
	// Comments, order of unlike properties, and positions cannot.
	Fingerprint [sha256.Size]byte
}

// A Mapping is one name of a ptr line. Its class is operator.
type Mapping struct {
	rdns.Mapping
	Pos rdns.Position
}

// A Format is the syntax of a mapping file.
type Format string

// The formats.
const (
	Auto  Format = "auto"  // by the look of the file; the default
	Hosts Format = "hosts" // ADDRESS NAME... [TTL]
	Zone  Format = "zone"  // a master file (RFC 1035, 5.1)
	CSV   Format = "csv"   // with a header
)

// A MappingFile is a file of mappings that is watched.
type MappingFile struct {
	Path   string // as written
	Format Format
	Origin string     // of a zone file, until it names its own; or ""
	TTL    uint32     // seconds, of mappings that name none; 0 means the block's
	Owner  string     // of mappings that name none
	Class  rdns.Class // of all mappings of the file
	Accept string     // the first digits of a content hash whose change is accepted, lower case; or ""
	Pos    rdns.Position
}

// A Record is a line of static data, not yet read: NAME [TTL] TYPE RDATA...
// The owner is a legal name inside one of the block's zones and the type is one
// that we serve; the rest is for whoever knows the types.
type Record struct {
	Fields []string // without quotes
	Pos    rdns.Position
}

// A RecordFile is a file of such lines.
type RecordFile struct {
	Path string // as written
	Pos  rdns.Position
}

// Fallthrough names the zones whose names outside our data go to the next
// plugin.
type Fallthrough struct {
	Zones []string // all of ours when the line names none
	Pos   rdns.Position
}
