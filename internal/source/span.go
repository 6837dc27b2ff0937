package source

import (
	"net/netip"
	"sort"
)

// A Span is a range of addresses with both its ends. IPv4 addresses stand before
// those of IPv6, as netip orders them.
type Span struct{ First, Last netip.Addr }

// Everywhere returns the span of all addresses.
func Everywhere() Span { return Span{netip.IPv4Unspecified(), lastAddr} }

// lastAddr is the last of all addresses.
var lastAddr = netip.AddrFrom16([16]byte{
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
})

// Contains reports whether the address lies in the span.
func (s Span) Contains(a netip.Addr) bool { return !a.Less(s.First) && !s.Last.Less(a) }

// Before returns the address in front of the span, the zero Addr when there is
// none.
func (s Span) Before() netip.Addr {
	if s.First == netip.IPv6Unspecified() {
		return netip.AddrFrom4([4]byte{0xff, 0xff, 0xff, 0xff})
	}
	return s.First.Prev()
}

// Split cuts the span in two, the second of which begins with the address, which
// lies behind the first of the span.
func (s Span) Split(a netip.Addr) (front, rest Span) {
	rest = Span{a, s.Last}
	return Span{s.First, rest.Before()}, rest
}

// behind returns the address behind a, which is not the last one.
func behind(a netip.Addr) netip.Addr {
	if next := a.Next(); next.IsValid() {
		return next
	}
	return netip.IPv6Unspecified()
}

// Join returns the spans, which are in the order of their first addresses,
// without overlaps.
func Join(spans []Span) []Span {
	joined := spans[:0]
	for _, s := range spans {
		if last := len(joined) - 1; last >= 0 && !joined[last].Last.Less(s.First) {
			if joined[last].Last.Less(s.Last) {
				joined[last].Last = s.Last
			}
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// Spans returns the addresses that the Set tells of, in order and without
// overlaps. Elsewhere the mappings are those of the content before.
func (s *Set) Spans() []Span {
	if !s.partial {
		return []Span{Everywhere()}
	}
	return s.spans
}

// Whole reports whether the Set tells of all addresses.
func (s *Set) Whole() bool { return !s.partial }

// Covers reports whether the Set tells of the address.
func (s *Set) Covers(a netip.Addr) bool {
	spans := s.Spans()
	i := sort.Search(len(spans), func(i int) bool { return !spans[i].Last.Less(a) })
	return i < len(spans) && spans[i].Contains(a)
}
