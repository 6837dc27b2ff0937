package hostname

import (
	"encoding/binary"
	"net/netip"
)

// A uint128 is an address as a number. An IPv4 address has its 32 bits in lo.
type uint128 struct{ hi, lo uint64 }

// number returns a as a number.
func number(a netip.Addr) uint128 {
	if a.Is4() {
		b := a.As4()
		return uint128{lo: uint64(binary.BigEndian.Uint32(b[:]))}
	}
	b := a.As16()
	return uint128{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// addr4 returns the IPv4 address that u is.
func (u uint128) addr4() netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(u.lo))
	return netip.AddrFrom4(b)
}

// addr16 returns the IPv6 address that u is.
func (u uint128) addr16() netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], u.hi)
	binary.BigEndian.PutUint64(b[8:], u.lo)
	return netip.AddrFrom16(b)
}

func (u uint128) and(v uint128) uint128    { return uint128{u.hi & v.hi, u.lo & v.lo} }
func (u uint128) andNot(v uint128) uint128 { return uint128{u.hi &^ v.hi, u.lo &^ v.lo} }
func (u uint128) or(v uint128) uint128     { return uint128{u.hi | v.hi, u.lo | v.lo} }
func (u uint128) xor(v uint128) uint128    { return uint128{u.hi ^ v.hi, u.lo ^ v.lo} }

// shifted returns v shifted to the left. Shifts of 64 and more give 0 in Go, so
// that one half needs no test.
func shifted(v uint64, shift uint8) uint128 {
	if shift >= 64 {
		return uint128{hi: v << (shift - 64)}
	}
	return uint128{hi: v >> (64 - shift), lo: v << shift}
}

// from returns the 64 bits of u that begin at bit shift.
func (u uint128) from(shift uint8) uint64 {
	if shift >= 64 {
		return u.hi >> (shift - 64)
	}
	return u.hi<<(64-shift) | u.lo>>shift
}

// ones returns the number whose n lowest bits are set.
func ones(n int) uint128 {
	if n > 64 {
		return uint128{hi: 1<<(n-64) - 1, lo: 1<<64 - 1}
	}
	return uint128{lo: 1<<n - 1}
}

// lowest returns the lowest bit that is set in u, alone.
func (u uint128) lowest() uint128 {
	if u.lo != 0 {
		return uint128{lo: u.lo & -u.lo}
	}
	return uint128{hi: u.hi & -u.hi}
}
