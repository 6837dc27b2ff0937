package rdnsmgr_test

import (
	"testing"

	"github.com/miekg/dns"
)

// TestTypes asks every kind of name for every kind of type.
func TestTypes(t *testing.T) {
	for _, w := range []struct {
		name  string
		start func(testing.TB) *server
	}{
		{"plain", startWorld},
		{"beside a classless zone", startOddWorld},
	} {
		t.Run(w.name, func(t *testing.T) {
			s := w.start(t)
			for _, n := range nodes() {
				t.Run(n.what, func(t *testing.T) {
					for _, qtype := range allTypes() {
						s.check(t, query(n.name, qtype), n.want(qtype))
					}
				})
			}
		})
	}
}

// allTypes are the types that have a meaning, those that had one, and some that
// have none (RFC 3597).
func allTypes() []uint16 {
	var types []uint16
	for t := range uint16(132) {
		types = append(types, t)
	}
	for t := uint16(248); t < 264; t++ {
		types = append(types, t)
	}
	return append(types, dns.TypeTA, dns.TypeDLV, 65280, 65399, 65534, dns.TypeReserved)
}

// The odd zone has the names of its own records, and no others.
func TestClasslessZone(t *testing.T) {
	s := startOddWorld(t)
	for _, n := range []node{
		apex(zoneOdd),
		exists("address of the range", "1."+zoneOdd, zoneOdd, ptr("3600", "one.customer.example.")),
		missing("address without data", "2."+zoneOdd, zoneOdd),
		missing("address outside of the range", "200."+zoneOdd, zoneOdd),
		missing("below an address", "x.1."+zoneOdd, zoneOdd),
	} {
		t.Run(n.what, func(t *testing.T) {
			for _, qtype := range allTypes() {
				s.check(t, query(n.name, qtype), n.want(qtype))
			}
		})
	}
}
