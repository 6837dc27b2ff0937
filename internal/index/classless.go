package index

import (
	"bytes"
	"iter"
	"net/netip"
	"slices"
	"strconv"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// A classless zone (RFC 2317) holds the addresses of a block under their last
// octets: 65.64-26.2.0.192.in-addr.arpa is 192.0.2.65. It may be ours besides
// the zone of the addresses themselves; then both names answer.

// member returns the address that a whole name of a classless zone stands for.
func (z *Zone) member(n *plain) (addr netip.Addr, ok bool) {
	if !z.block.IsValid() || n.labels != z.labels+1 {
		return netip.Addr{}, false
	}
	name := n.name()
	octet, ok := arpa.Octet(string(name[:bytes.IndexByte(name, '.')]))
	if !ok {
		return netip.Addr{}, false
	}
	a := z.block.Addr().As4()
	a[3] = octet
	addr = netip.AddrFrom4(a)
	return addr, z.block.Contains(addr)
}

// holders yields our zones that the addresses of the prefix are in.
func (f *Frame) holders(p netip.Prefix) iter.Seq[*Zone] {
	return func(yield func(*Zone) bool) {
		if z := f.reverseZone(p); z != nil && !yield(z) {
			return
		}
		for _, z := range f.classless {
			if z.block.Bits() <= p.Bits() && z.block.Contains(p.Addr()) && !yield(z) {
				return
			}
		}
	}
}

// nameOf returns the name of an aligned prefix, or of an address, in the zone.
func (z *Zone) nameOf(p netip.Prefix) string {
	if z.block.IsValid() {
		return strconv.Itoa(int(p.Addr().As4()[3])) + "." + z.Origin
	}
	return arpa.Name(p)
}

// Serves reports whether we answer for the reverse name of the address. It is
// false outside of our zones, and for what is delegated away: then cut tells
// where, by name or as a prefix.
func (f *Frame) Serves(a netip.Addr) (cut string, ok bool) {
	p := netip.PrefixFrom(a, a.BitLen())
	for z := range f.holders(p) {
		ok = true
		if alias := z.alias(a); alias != nil {
			return alias.Prefix.String(), false
		}
		if z.cutLabels > 0 {
			if cut := z.cutAbove(p); cut != "" {
				return cut, false
			}
		}
	}
	return "", ok
}

// ServesAll returns a prefix that holds the address and of which we answer for all
// addresses. ok is false when there is none, or when it is not easy to tell: as soon
// as anything is delegated.
func (f *Frame) ServesAll(a netip.Addr) (p netip.Prefix, ok bool) {
	delegates := func(z *Zone) bool { return z.aliases != nil || z.cutLabels > 0 }
	if slices.ContainsFunc(f.Zones, delegates) {
		return p, false
	}
	z := f.reverseZone(netip.PrefixFrom(a, a.BitLen()))
	if z == nil {
		return p, false
	}
	return z.prefix, true
}

// cutAbove returns the name where an address of the zone is delegated away, or "".
func (z *Zone) cutAbove(p netip.Prefix) string {
	var n plain
	n.set(z.nameOf(p))
	var found Answer
	if !z.findCut(&found, &n) {
		return ""
	}
	return string(n.name()[n.size-found.CutLen:])
}

// addressOf returns the address that a name of the zone stands for.
func (z *Zone) addressOf(name string) (addr netip.Addr, ok bool) {
	if z.block.IsValid() {
		var n plain
		n.set(name)
		return z.member(&n)
	}
	p, whole, _ := arpa.Parse(name)
	return p.Addr(), whole && p.IsSingleIP()
}
