package rdns

import (
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A Pool is a prefix whose addresses have generated names. Pools nest; the
// longest prefix owns an address.
type Pool struct {
	Prefix  netip.Prefix
	Pattern *hostname.Pattern
	TTL     uint32 // seconds; 0 means the default
	Forward bool   // the generated names answer A or AAAA
	Label   string // the value of the pool label in metrics; "" for none
	Pos     Position
}
