package index

import "net/netip"

// Find reports whether the address has a served name. It is what Lookup does
// once it has read the name.
func (s *Snapshot) Find(a netip.Addr) bool {
	_, served := s.packed(a)
	return served
}
