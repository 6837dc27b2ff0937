package index

import (
	"net/netip"
	"strconv"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// An Alias makes each address of a delegated block a CNAME.
type Alias struct {
	TTL    uint32
	Prefix netip.Prefix

	target *hostname.Pattern // of names elsewhere, or nil
	child  string            // else the zone beside the addresses (RFC 2317)
}

// Append appends the canonical name of an address of the block to dst, which
// needs room for 255 octets.
func (a *Alias) Append(dst []byte, addr netip.Addr) []byte {
	if a.target != nil {
		return a.target.Append(dst, addr)
	}
	dst = strconv.AppendUint(dst, uint64(addr.As4()[3]), 10)
	dst = append(dst, '.')
	return append(dst, a.child...)
}

// addAlias makes the addresses of the block aliases in the zone.
func (z *Zone) addAlias(a *Alias) {
	if z.aliases == nil {
		z.aliases = new(aliasTable)
	}
	z.aliases.Insert(a.Prefix, a)
}

// alias returns the alias that the address is in the zone, or nil.
func (z *Zone) alias(addr netip.Addr) *Alias {
	if z.aliases == nil {
		return nil
	}
	a, _ := z.aliases.Lookup(addr)
	return a
}
