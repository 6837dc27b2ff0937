package arpa

import "net/netip"

// Aligned tells whether p ends between two labels of a reverse name, which is
// between octets (IPv4) or nibbles (IPv6). Only an aligned prefix has a reverse
// name of its own.
func Aligned(p netip.Prefix) bool {
	return p.IsValid() && p.Bits()%labelBits(p) == 0
}

// Zones returns the aligned prefixes that make up p, in order, as few of them as
// can be: four /24 for a /22, 128 /32 for a /25, p itself if it is aligned. It
// returns nil for the zero Prefix.
func Zones(p netip.Prefix) []netip.Prefix {
	if !p.IsValid() {
		return nil
	}
	bits := roundUp(p.Bits(), labelBits(p))
	zones := make([]netip.Prefix, 0, 1<<(bits-p.Bits()))
	for i := range cap(zones) {
		zones = append(zones, child(p.Masked(), bits, byte(i)))
	}
	return zones
}

// Enclosing returns the smallest aligned prefix that contains p and is shorter
// than a full address: the smallest zone that p can live in. It returns the zero
// Prefix for the zero Prefix.
func Enclosing(p netip.Prefix) netip.Prefix {
	if !p.IsValid() {
		return netip.Prefix{}
	}
	bits := p.Bits() - p.Bits()%labelBits(p)
	if bits == p.Addr().BitLen() {
		bits -= labelBits(p)
	}
	return netip.PrefixFrom(p.Addr(), bits).Masked()
}

// labelBits returns how many bits of an address of p's family a label holds.
func labelBits(p netip.Prefix) int {
	if p.Addr().Is4() {
		return 8
	}
	return 4
}

func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }

// child returns the i-th of the prefixes of the given length inside p, which end
// in the same octet as p or at its end.
func child(p netip.Prefix, bits int, i byte) netip.Prefix {
	if bits == p.Bits() {
		return p
	}
	a := p.Addr().AsSlice()
	a[(bits-1)/8] |= i << (roundUp(bits, 8) - bits)
	addr, _ := netip.AddrFromSlice(a) // 4 or 16 octets, as before
	return netip.PrefixFrom(addr, bits)
}
