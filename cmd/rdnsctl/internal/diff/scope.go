package diff

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
)

const (
	// maxBits bounds a prefix whose addresses are all compared: an IPv4 /12, or
	// an IPv6 /108.
	maxBits = 20

	// maxAddresses bounds the addresses of all prefixes together.
	maxAddresses = 1 << 21
)

// Scope returns the addresses to compare, in order, each once: those that either
// side lists, and all of the prefixes; or of the pools of both sides, if there
// are no prefixes. left are those that have too many addresses to look at all.
func Scope(old, next Side, prefixes []netip.Prefix) (addrs []netip.Addr, left []netip.Prefix, err error) {
	blocks := prefixes
	if len(blocks) == 0 {
		blocks = append(slices.Clone(old.Pools()), next.Pools()...)
	}
	total := 0
	for _, p := range distinct(blocks) {
		if p.Addr().BitLen()-p.Bits() > maxBits {
			left = append(left, p)
			continue
		}
		if total += 1 << (p.Addr().BitLen() - p.Bits()); total > maxAddresses {
			return nil, nil, fmt.Errorf("more than %d addresses to compare: take a part at a time with --prefix", maxAddresses)
		}
		for a := p.Addr(); p.Contains(a); a = a.Next() {
			addrs = append(addrs, a)
		}
	}
	for _, a := range append(slices.Clone(old.Listed()), next.Listed()...) {
		in := func(p netip.Prefix) bool { return p.Contains(a) }
		if len(prefixes) == 0 || slices.ContainsFunc(prefixes, in) {
			addrs = append(addrs, a)
		}
	}
	slices.SortFunc(addrs, netip.Addr.Compare)
	return slices.Compact(addrs), left, nil
}

// distinct returns the prefixes without those that lie inside of others.
func distinct(prefixes []netip.Prefix) []netip.Prefix {
	sorted := slices.SortedFunc(slices.Values(prefixes), func(a, b netip.Prefix) int {
		return cmp.Or(a.Bits()-b.Bits(), a.Addr().Compare(b.Addr()))
	})
	var out []netip.Prefix
	for _, p := range sorted {
		if !slices.ContainsFunc(out, p.Overlaps) {
			out = append(out, p)
		}
	}
	return out
}
