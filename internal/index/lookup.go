package index

import (
	"bytes"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// A Kind says what a name is.
type Kind uint8

// The kinds of names, RFC 1034 4.3.2, RFC 8020 and DESIGN's order of precedence.
const (
	Outside   Kind = iota // in no zone of ours
	Missing               // nothing at the name and nothing below: NXDOMAIN
	Empty                 // an empty non-terminal: NODATA for every type
	Apex                  // the origin of a zone
	Static                // static records only
	Cut                   // at or below a delegation
	Explicit              // an address with explicit names
	Generated             // an address with a generated name
	Forward               // a generated name
	Aliased               // an address that is an alias, in a delegated block
	Kinds                 // how many there are
)

var kindNames = [Kinds]string{"outside", "nxdomain", "empty", "apex", "static", "delegation", "explicit", "generated", "forward", "alias"}

// String returns the word that metrics and explanations use.
func (k Kind) String() string { return kindNames[k] }

// An Answer tells what a name is, whatever type was asked.
type Answer struct {
	Kind Kind
	Zone *Zone // nil only for Outside

	// Node is the static data at the name, of the apex, or of the cut at or
	// above the name. It may be nil, and stand beside Explicit or Generated.
	Node *Node
	// AtCut tells that the name is the cut itself, not one below. CutLen is
	// the length of the cut's name, which ends the name that was asked.
	AtCut  bool
	CutLen int

	Names Names      // Explicit: the PTR RRset, of served names only
	Addr  netip.Addr // Explicit, Generated, Forward and Aliased: the address
	Pool  *Pool      // Generated and Forward: what made the name
	Alias *Alias     // Aliased: what the address is an alias of

	// Young tells that the address has mappings, none of which is served but
	// one may be soon: what is answered instead must not be kept for long.
	Young bool
}

// Lookup tells what the name is. The name is in presentation form and in any
// ASCII case; one without the final dot is Outside. Called on the query path: no
// lock, no allocation.
func (s *Snapshot) Lookup(name string) (a Answer) {
	if name == "" || name[len(name)-1] != '.' {
		return a
	}
	if p, whole, ok := arpa.Parse(name); ok && !s.oddArpa {
		s.reverse(&a, name, p, whole, s.reverseZone(p))
	} else {
		s.named(&a, name)
	}
	return a
}

// LookupParent tells what the name is to the zone above the one whose apex it
// is: DS records stand there (RFC 4035, 3.1.4.1). ok is false when we do not
// serve that zone.
func (s *Snapshot) LookupParent(z *Zone) (answer Answer, ok bool) {
	above := s.zoneOf(parent(z.Origin))
	if above == nil {
		return Answer{}, false
	}
	p, whole, isReverse := arpa.Parse(z.Origin)
	if isReverse && above.prefix.IsValid() {
		s.reverse(&answer, z.Origin, p, whole, above)
		return answer, true
	}
	var n plain
	n.set(z.Origin)
	s.inZone(&answer, z.Origin, &n, above)
	return answer, true
}

// reverse answers for a name below in-addr.arpa or ip6.arpa, of which p is
// known.
func (s *Snapshot) reverse(a *Answer, name string, p netip.Prefix, whole bool, z *Zone) {
	if z == nil {
		return
	}
	a.Kind, a.Zone = Missing, z
	if whole && p == z.prefix {
		a.Kind, a.Node = Apex, z.nodes[z.Origin]
		return
	}
	if len(z.nodes) > 1 {
		if z.findName(a, name); a.Kind == Cut {
			return
		}
	}
	if whole && p.IsSingleIP() {
		s.address(a, p.Addr())
	} else if a.Kind == Missing && whole && s.anyBelow(p) {
		a.Kind = Empty
	}
}

// address fills in what the address is an alias of, or else its served names,
// or else its pool.
func (s *Snapshot) address(a *Answer, addr netip.Addr) {
	if alias := a.Zone.alias(addr); alias != nil {
		a.Kind, a.Alias, a.Addr = Aliased, alias, addr
		return
	}
	data, served := s.packed(addr)
	if served {
		a.Kind, a.Names, a.Addr = Explicit, Names{data, s.attrs}, addr
		return
	}
	a.Young = data.young()
	if pool := s.pool(addr); pool != nil {
		a.Kind, a.Pool, a.Addr = Generated, pool, addr
	}
}

// anyBelow reports whether an address of the prefix has a served or a generated
// name.
func (s *Snapshot) anyBelow(p netip.Prefix) bool {
	if s.generates.OverlapsPrefix(p) || s.aliased.OverlapsPrefix(p) {
		return true
	}
	if p.Addr().Is4() {
		return s.v4.any(p)
	}
	return s.v6.any(p)
}

// named answers for a name that is found by its spelling.
func (s *Snapshot) named(a *Answer, name string) {
	var n plain
	n.set(name)
	if z := s.namedZone(&n); z != nil {
		s.inZone(a, name, &n, z)
	} else if p, whole, ok := arpa.Parse(name); ok {
		s.reverse(a, name, p, whole, s.reverseZone(p))
	}
}

func (s *Snapshot) inZone(a *Answer, name string, n *plain, z *Zone) {
	a.Zone = z
	if n.whole && n.labels == z.labels {
		a.Kind, a.Node = Apex, z.nodes[z.Origin]
		return
	}
	if z.find(a, n); a.Kind == Cut || !n.whole {
		return
	}
	if addr, ok := z.member(n); ok {
		s.address(a, addr)
	}
	if a.Kind != Missing && a.Kind != Empty {
		return
	}
	if addr, pool := s.generated(z, n, name); pool != nil {
		a.Kind, a.Addr, a.Pool = Forward, addr, pool
	} else if a.Kind == Missing && z.above(n, name) {
		a.Kind = Empty
	}
}

// findName is find for a name that is not plain yet. It is not part of its
// caller, whose stack it would make larger for every query.
func (z *Zone) findName(a *Answer, name string) {
	var n plain
	n.set(name)
	z.find(a, &n)
}

// find fills in the static data of the zone at the name, or the cut above it.
func (z *Zone) find(a *Answer, n *plain) {
	a.Kind = Missing
	if z.cutLabels > 0 && z.findCut(a, n) {
		return
	}
	if !n.whole {
		return
	}
	a.Node = z.nodes[string(n.name())]
	switch {
	case a.Node == nil:
	case len(a.Node.RRsets) == 0:
		a.Kind = Empty
	default:
		a.Kind = Static
	}
}

// findCut looks for the highest cut at or above the name.
func (z *Zone) findCut(a *Answer, n *plain) bool {
	name, start := n.name(), n.size-len(z.Origin)
	for labels := z.labels + 1; start > 0 && labels <= z.cutLabels; labels++ {
		start = bytes.LastIndexByte(name[:start-1], '.') + 1
		if node := z.nodes[string(name[start:])]; node != nil && node.cut {
			a.Kind, a.Node, a.CutLen = Cut, node, len(name)-start
			a.AtCut = n.whole && start == 0
			return true
		}
	}
	return false
}
