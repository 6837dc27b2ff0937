package hostname

import (
	"math"
	"strconv"
)

// A field is a run of at most 64 bits of the address, printed as one number.
type field struct {
	shift uint8 // the place of its lowest bit
	bits  uint8
	base  uint8 // 10 or 16
	width uint8 // digits, with zeros in front; 0 for a decimal without them
}

// decimal returns the field that prints the bits in decimal, without zeros in
// front.
func decimal(shift, bits int) field {
	return field{shift: uint8(shift), bits: uint8(bits), base: 10}
}

// hexDigits returns the field that prints the bits in hexadecimal, with as many
// digits as the largest number needs.
func hexDigits(shift, bits int) field {
	return field{shift: uint8(shift), bits: uint8(bits), base: 16, width: uint8((bits + 3) / 4)}
}

// largest returns the largest number that the field can hold.
func (f field) largest() uint64 { return 1<<f.bits - 1 }

// mask returns the bits of the address that the field prints.
func (f field) mask() uint128 { return shifted(f.largest(), f.shift) }

// value returns the number that the field prints for the address u.
func (f field) value(u uint128) uint64 { return u.from(f.shift) & f.largest() }

// digits returns the number of digits of the largest number.
func (f field) digits() int {
	if f.width != 0 {
		return int(f.width)
	}
	return len(strconv.FormatUint(f.largest(), 10))
}

// appendTo appends v as the field prints it.
func (f field) appendTo(dst []byte, v uint64) []byte {
	switch {
	case f.base == 16:
		return appendHex(dst, v, int(f.width))
	case f.width != 0:
		return appendPadded(dst, v, int(f.width))
	case v < uint64(len(octets)): // most of what is printed in decimal
		o := &octets[v]
		return append(dst, o.digits[0], o.digits[1], o.digits[2])[:len(dst)+int(o.size)]
	}
	return strconv.AppendUint(dst, v, 10)
}

// appendHex appends v in hexadecimal with width digits.
func appendHex(dst []byte, v uint64, width int) []byte {
	const digits = "0123456789abcdef"
	if width%2 != 0 {
		width--
		dst = append(dst, digits[v>>(4*width)&15])
	}
	for ; width > 0; width -= 2 {
		b := byte(v >> (4*width - 8))
		dst = append(dst, digits[b>>4], digits[b&15])
	}
	return dst
}

// appendPadded appends v in decimal with width digits.
func appendPadded(dst []byte, v uint64, width int) []byte {
	const zeros = "00000000000000000000" // as many digits as 64 bits need
	dst = append(dst, zeros[:width]...)
	for i := len(dst) - 1; v != 0; i-- {
		dst[i] = '0' + byte(v%10)
		v /= 10
	}
	return dst
}

// parse reads the number that s begins with; n is how many octets it takes. It
// accepts letters of either case and a decimal with zeros in front: whoever reads
// a name compares it with the one spelling that appendTo gives.
func (f field) parse(s string) (v uint64, n int, ok bool) {
	if f.base == 16 {
		return f.parseHex(s)
	}
	return f.parseDecimal(s)
}

func (f field) parseHex(s string) (v uint64, n int, ok bool) {
	n = int(f.width)
	if len(s) < n {
		return 0, 0, false
	}
	for i := range n {
		d := hexValues[s[i]]
		if d == noDigit {
			return 0, 0, false
		}
		v = v<<4 | uint64(d)
	}
	return v, n, v <= f.largest()
}

func (f field) parseDecimal(s string) (v uint64, n int, ok bool) {
	for n < len(s) && isDigit(s[n]) && (f.width == 0 || n < int(f.width)) {
		d := uint64(s[n] - '0')
		if v > (math.MaxUint64-d)/10 {
			return 0, 0, false
		}
		v = 10*v + d
		n++
	}
	if n == 0 || v > f.largest() || f.width != 0 && n < int(f.width) {
		return 0, 0, false
	}
	return v, n, true
}
