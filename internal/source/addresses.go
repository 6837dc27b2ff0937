package source

import (
	"iter"
	"net/netip"
)

// An AddressList holds addresses in 4 bytes for one of IPv4, and 16 for one of IPv6.
type AddressList struct {
	v4 []uint32
	v6 [][2]uint64
}

// AddressList returns the addresses of the mappings.
func (s *Set) AddressList() *AddressList {
	l := &AddressList{make([]uint32, 0, s.v4.count), make([][2]uint64, 0, s.v6.count)}
	for r := range s.v4.behind(0) {
		l.v4 = append(l.v4, r.addr)
	}
	for r := range s.v6.behind(0) {
		l.v6 = append(l.v6, [2]uint64{r.hi, r.lo})
	}
	return l
}

// All yields the addresses as Set.Addresses did.
func (l *AddressList) All() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, a := range l.v4 {
			if !yield(row4{addr: a}.netipAddr()) {
				return
			}
		}
		for _, a := range l.v6 {
			if !yield(row6{hi: a[0], lo: a[1]}.netipAddr()) {
				return
			}
		}
	}
}
