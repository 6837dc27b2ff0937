package index

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// A key6 is an IPv6 address as a number.
type key6 struct{ hi, lo uint64 }

func makeKey6(a netip.Addr) key6 {
	b := a.As16()
	return key6{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

func (k key6) bytes() (b [16]byte) {
	binary.BigEndian.PutUint64(b[:8], k.hi)
	binary.BigEndian.PutUint64(b[8:], k.lo)
	return b
}

func (k key6) addr() netip.Addr { return netip.AddrFrom16(k.bytes()) }

func (k key6) below(o key6) bool {
	_, borrow := bits.Sub64(k.lo, o.lo, 0)
	_, borrow = bits.Sub64(k.hi, o.hi, borrow)
	return borrow != 0
}

// Shifts of 64 bits and more give 0, so that one of the terms always is.
func (k key6) shr(n uint) key6 { return key6{k.hi >> n, k.lo>>n | k.hi<<(64-n) | k.hi>>(n-64)} }
func (k key6) shl(n uint) key6 { return key6{k.hi<<n | k.lo>>(64-n) | k.lo<<(n-64), k.lo << n} }

func (k key6) and(o key6) key6 { return key6{k.hi & o.hi, k.lo & o.lo} }
func (k key6) or(o key6) key6  { return key6{k.hi | o.hi, k.lo | o.lo} }
func (k key6) xor(o key6) key6 { return key6{k.hi ^ o.hi, k.lo ^ o.lo} }
func (k key6) not() key6       { return key6{^k.hi, ^k.lo} }

// ones returns the key whose last n bits are set.
func ones(n uint) key6 {
	if n > 64 {
		return key6{1<<(n-64) - 1, ^uint64(0)}
	}
	return key6{0, 1<<n - 1}
}

// minus returns k-o.
func (k key6) minus(o key6) key6 {
	lo, borrow := bits.Sub64(k.lo, o.lo, 0)
	hi, _ := bits.Sub64(k.hi, o.hi, borrow)
	return key6{hi, lo}
}

// plus returns k+o.
func (k key6) plus(o key6) key6 {
	lo, carry := bits.Add64(k.lo, o.lo, 0)
	hi, _ := bits.Add64(k.hi, o.hi, carry)
	return key6{hi, lo}
}

// float returns about k.
func (k key6) float() float64 { return float64(k.hi)*(1<<64) + float64(k.lo) }

// cut returns k with zeros behind the first byte in which it differs from o. It
// is above o when k is.
func (k key6) cut(o key6) key6 {
	behind := 8 * (15 - k.xor(o).leadingZeros())
	return k.and(ones(uint(max(0, behind))).not())
}

// leadingZeros counts whole bytes.
func (k key6) leadingZeros() int {
	if k.hi == 0 {
		return 8 + bits.LeadingZeros64(k.lo)/8
	}
	return bits.LeadingZeros64(k.hi) / 8
}

// trailingZeros counts bits.
func (k key6) trailingZeros() uint {
	if k.lo == 0 {
		return uint(64 + bits.TrailingZeros64(k.hi))
	}
	return uint(bits.TrailingZeros64(k.lo))
}
