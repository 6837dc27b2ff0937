package arpa

import (
	"net/netip"
	"strconv"
)

// maxName is the length of the longest reverse name, that of an IPv6 address.
const maxName = 32*2 + len(root6)

// Name returns the reverse name of p, as Append writes it.
func Name(p netip.Prefix) string {
	return string(Append(make([]byte, 0, maxName), p))
}

// Append appends the reverse name of p to dst: lower case, with the final dot.
// p is aligned (see Aligned), or else the name is that of the longest aligned
// prefix that contains it. The prefix of a full address gives the address's
// name. Nothing is appended for the zero Prefix.
func Append(dst []byte, p netip.Prefix) []byte {
	switch {
	case !p.IsValid():
		return dst
	case p.Addr().Is4():
		return append4(dst, p.Addr().As4(), p.Bits()/8)
	default:
		return append6(dst, p.Addr().As16(), p.Bits()/4)
	}
}

// append4 appends the name of the first n octets of a.
func append4(dst []byte, a [4]byte, n int) []byte {
	for n--; n >= 0; n-- {
		dst = strconv.AppendUint(dst, uint64(a[n]), 10)
		dst = append(dst, '.')
	}
	return append(dst, root4...)
}

// append6 appends the name of the first n nibbles of a.
func append6(dst []byte, a [16]byte, n int) []byte {
	const digits = "0123456789abcdef"
	for n--; n >= 0; n-- {
		v := a[n/2] >> (4 - 4*(n%2)) & 15
		dst = append(dst, digits[v], '.')
	}
	return append(dst, root6...)
}
