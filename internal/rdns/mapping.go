package rdns

import "net/netip"

// A Class says how far a source of mappings is trusted. The stronger class wins
// an address, whatever the order of the sources.
type Class uint8

const (
	// Tenant is the class of names that customers choose. It is the default.
	Tenant Class = iota
	// Operator is the class of the names that the network's operator wrote.
	Operator
)

// String returns the word that configurations use for the class.
func (c Class) String() string {
	if c == Operator {
		return "operator"
	}
	return "tenant"
}

// A Mapping is an explicit name for an address: what somebody wants, not yet
// what is served.
type Mapping struct {
	Addr  netip.Addr
	Name  string // lower-case, with the final dot
	TTL   uint32 // seconds; 0 means the default of its source
	Class Class
	Owner string // who the mapping belongs to; "" when nobody was named
}
