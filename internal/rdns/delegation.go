package rdns

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A Delegation gives the names of a block of addresses to somebody else.
//
// A block that ends between two labels of a reverse name is one zone cut, one
// between labels several. An IPv4 block longer than a /24 is a cut at a label
// beside the addresses, and each address is an alias of a name below it
// (RFC 2317). With a Target the addresses are aliases of names elsewhere, and
// nothing is cut.
type Delegation struct {
	Prefix  netip.Prefix
	Servers []string          // of the other zones, lower-case, with the final dot; none with a Target
	DS      [][]byte          // data of the DS RRset (RFC 4034, 5.1); for a single cut only
	Label   string            // of the zone of a classless block; else ""
	Target  *hostname.Pattern // or nil
	TTL     uint32            // seconds; 0 means the default
	Pos     Position
}
