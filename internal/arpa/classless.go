package arpa

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// An IPv4 block longer than a /24 has no reverse name of its own. By agreement
// (RFC 2317) a zone below that of its /24 stands for it, and the names of its
// addresses are aliases of names in that zone. The label of the zone is a matter
// of taste; those that say which block they mean are
//
//	64-26    RFC 4183, first address and length
//	64/26    RFC 2317, the same
//	64-127   first and last address

// Classless tells whether p is a block that lives in a zone of that kind.
func Classless(p netip.Prefix) bool {
	return p.Addr().Is4() && p.Bits() > 24 && p.Bits() < 32
}

// ClasslessLabels returns the labels that say that they stand for p, which is
// Classless; that of RFC 4183 first.
func ClasslessLabels(p netip.Prefix) []string {
	p = p.Masked()
	first := int(p.Addr().As4()[3])
	start, bits := strconv.Itoa(first), strconv.Itoa(p.Bits())
	last := strconv.Itoa(first + 1<<(32-p.Bits()) - 1)
	return []string{start + "-" + bits, start + "/" + bits, start + "-" + last}
}

// ParseClassless reads the name of a zone that stands for a block, in lower
// case and with the final dot. What could be a length as well as a last address
// (0-31) is the larger block, that of the addresses 0 to 31.
func ParseClassless(zone string) (p netip.Prefix, ok bool) {
	label, base, _ := strings.Cut(zone, ".")
	around, whole, ok := Parse(base)
	if !ok || !whole || !around.Addr().Is4() || around.Bits() != 24 {
		return netip.Prefix{}, false
	}
	first, _, _ := strings.Cut(strings.Replace(label, "/", "-", 1), "-")
	a := around.Addr().As4()
	if a[3], ok = Octet(first); !ok {
		return netip.Prefix{}, false
	}
	for bits := 25; bits < 32; bits++ {
		p = netip.PrefixFrom(netip.AddrFrom4(a), bits)
		if p == p.Masked() && slices.Contains(ClasslessLabels(p), label) {
			return p, true
		}
	}
	return netip.Prefix{}, false
}

// Octet reads a label as the name of an address in the zone of its /24, or of
// its block: the canonical decimal text of 0 to 255.
func Octet(label string) (v byte, ok bool) {
	v, start := octet(label)
	return v, start == 0
}
