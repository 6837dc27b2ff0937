package config

import (
	"net/netip"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// What stands here holds for the whole process, whichever block of the Corefile
// says it.

// State says where the process keeps what must survive a restart.
type State struct {
	Dir string // "" means in memory only
	Pos rdns.Position
}

// Confirm says how names are confirmed: whom to ask, and how often.
type Confirm struct {
	Observe   bool     // no name is withdrawn
	Resolvers []string // as written, at least one; or "resolv.conf" alone
	Every     time.Duration
	Grace     time.Duration
	Rate      float64 // questions a second; 0 means the default, as with the times
	Pos       rdns.Position
}

// Unconfirmed says what is answered for a mapping that has not yet matched.
type Unconfirmed struct {
	Serve bool // the mapping itself; else what the template generates
	Pos   rdns.Position
}

// A Policy says how names are judged by their looks.
type Policy struct {
	Level        string // off, observe, lenient, default or strict
	Checks       []PolicyCheck
	Protect      []Word // domains, in addition to the shipped list
	NoShipped    bool   // without the shipped list
	ProtectLists []ListFile
	KnownLists   []ListFile
	Allow        []Allow
	WildcardDNS  []string // domains of further services that resolve any address
	AllowTLDs    []string // further top-level domains: labels, without a dot
	Pos          rdns.Position
}

// A PolicyCheck sets what a finding of one check does. Whether there is such a
// check is not known here.
type PolicyCheck struct {
	ID       string // as written; no two are the same
	Severity string // off, warn or reject
	Pos      rdns.Position
}

// A Word is a value with its place, for those who judge it further.
type Word struct {
	Text string
	Pos  rdns.Position
}

// A ListFile is a file of domains that is watched.
type ListFile struct {
	Path string // as written
	Pos  rdns.Position
}

// An Allow lets addresses have names that look like those of others: those of
// any of its prefixes and those of any of its owners, at least one in all.
type Allow struct {
	Prefixes []netip.Prefix
	Owners   []string
	Patterns []string // a name; "*." and a name for all below it; or "*"; at least one
	Pos      rdns.Position
}

// An Owner has addresses. Those inside a longer prefix of somebody else are not
// among them.
type Owner struct {
	Name     string
	Prefixes []netip.Prefix // of all its lines; no two owners have the same
	Pos      rdns.Position  // of the first line
}

// Control says where the process can be asked and told things.
type Control struct {
	Path string // of a Unix socket, as written
	Pos  rdns.Position
}
