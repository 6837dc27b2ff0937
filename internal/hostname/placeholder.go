package hostname

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// A placeholder is what a template has between braces: a word and perhaps a
// number, as in {host:16}.
type placeholder struct {
	word string
	arg  int // 0 for none
}

// String returns the placeholder as a template has it.
func (ph placeholder) String() string {
	if ph.arg == 0 {
		return "{" + ph.word + "}"
	}
	return "{" + ph.word + ":" + strconv.Itoa(ph.arg) + "}"
}

// parsePlaceholder reads what stands between braces.
func parsePlaceholder(inside string) (placeholder, error) {
	word, number, numbered := strings.Cut(inside, ":")
	lo, hi, ok := numberRange(word)
	switch {
	case !ok:
		return placeholder{}, fmt.Errorf("%q is no placeholder; want {ip}, {rip}, {hex}, {rhex}, {a} to {d}, {host}, {host:N}, {net:N} or {index}", "{"+inside+"}")
	case !numbered && word == "net":
		return placeholder{}, fmt.Errorf(`"{net}" lacks the length at which it ends; write {net:N}, for example {net:56}`)
	case !numbered:
		return placeholder{word: word}, nil
	case hi == 0:
		return placeholder{}, fmt.Errorf("%q takes no number; write {%s}", "{"+inside+"}", word)
	}
	arg, err := strconv.Atoi(number)
	if err != nil || strconv.Itoa(arg) != number || arg < lo || arg > hi {
		return placeholder{}, fmt.Errorf("%q: want %s behind the colon", "{"+inside+"}", describeRange(lo, hi))
	}
	return placeholder{word: word, arg: arg}, nil
}

// numberRange returns which numbers may follow the word of a placeholder; hi is
// 0 if none may. ok tells whether the word is one.
func numberRange(word string) (lo, hi int, ok bool) {
	switch word {
	case "ip", "rip", "hex", "rhex":
		return 0, 0, true
	case "a", "b", "c", "d":
		return 3, 3, true // digits; fewer would not hold every octet
	case "host", "net":
		return 1, 128, true // bits
	case "index":
		return 1, 20, true // digits of 2^64-1
	}
	return 0, 0, false
}

func describeRange(lo, hi int) string {
	if lo == hi {
		return strconv.Itoa(lo)
	}
	return fmt.Sprintf("a number from %d to %d", lo, hi)
}

// absolute tells whether the placeholder prints the same bits of an address
// whatever prefix the template is bound to.
func (ph placeholder) absolute() bool {
	return ph.word != "index" && ph.word != "net" && (ph.word != "host" || ph.arg != 0)
}

// pieces returns what the placeholder prints for the addresses of prefix.
func (ph placeholder) pieces(prefix netip.Prefix) ([]piece, error) {
	size := prefix.Addr().BitLen()
	switch ph.word {
	case "ip":
		return dashed(size, false), nil
	case "rip":
		return dashed(size, true), nil
	case "hex":
		return hexadecimal(0, size), nil
	case "rhex":
		return reversed(size), nil
	case "host":
		return ph.hostBits(size, prefix.Bits())
	case "net":
		return ph.netBits(size, prefix.Bits())
	case "index":
		return ph.index(size - prefix.Bits())
	default:
		return ph.octet(size)
	}
}

// dashed prints the octets in decimal (IPv4) or the 16-bit groups in four
// hexadecimal digits each (IPv6), with dashes between.
func dashed(size int, reverse bool) []piece {
	unit, spell := 8, decimal
	if size == 128 {
		unit, spell = 16, hexDigits
	}
	var pieces []piece
	for high := size - unit; high >= 0; high -= unit {
		shift := high
		if reverse {
			shift = size - unit - high
		}
		pieces = append(pieces, piece{lead: "-", field: spell(shift, unit)})
	}
	pieces[0].lead = ""
	return pieces
}

// hexadecimal prints the given bits in fixed-width hexadecimal, in several
// fields if one cannot hold them.
func hexadecimal(shift, bits int) []piece {
	if bits > 64 {
		return append(hexadecimal(shift+64, bits-64), hexadecimal(shift, 64)...)
	}
	return []piece{{field: hexDigits(shift, bits)}}
}

// reversed prints the address in hexadecimal, the last octet (IPv4) or nibble
// (IPv6) first.
func reversed(size int) []piece {
	unit := 8
	if size == 128 {
		unit = 4
	}
	var pieces []piece
	for shift := 0; shift < size; shift += unit {
		pieces = append(pieces, piece{field: hexDigits(shift, unit)})
	}
	return pieces
}

func (ph placeholder) octet(size int) ([]piece, error) {
	if size != 32 {
		return nil, fmt.Errorf("%s is an octet of an IPv4 address; for IPv6 write {ip}, {hex}, {host} or {net:N}", ph)
	}
	f := decimal(8*int('d'-ph.word[0]), 8)
	f.width = uint8(ph.arg)
	return []piece{{field: f}}, nil
}

func (ph placeholder) hostBits(size, length int) ([]piece, error) {
	bits := ph.arg
	if bits == 0 {
		bits = size - length
	}
	switch {
	case bits == 0:
		return nil, fmt.Errorf("{host} prints the bits behind the prefix, and there are none; write {ip} or {host:N}")
	case bits > size:
		return nil, fmt.Errorf("%s: an address has only %d bits here; write {host:%d} or less", ph, size, size)
	}
	return hexadecimal(0, bits), nil
}

func (ph placeholder) netBits(size, length int) ([]piece, error) {
	switch {
	case ph.arg > size:
		return nil, fmt.Errorf("%s: an address has only %d bits here; write {net:%d} or less", ph, size, size)
	case ph.arg <= length:
		return nil, fmt.Errorf("%s prints the bits from the end of the prefix to length %d, and there are none; write a length over %d", ph, ph.arg, length)
	}
	return hexadecimal(size-ph.arg, ph.arg-length), nil
}

func (ph placeholder) index(hostBits int) ([]piece, error) {
	if hostBits > 64 {
		return nil, fmt.Errorf("%s counts the addresses, which takes %d bits here; it can count 64 bits; write {host}", ph, hostBits)
	}
	f := decimal(0, hostBits)
	if need := f.digits(); ph.arg != 0 && ph.arg < need {
		return nil, fmt.Errorf("%s is too narrow: the last address has index %d; write {index:%d}", ph, f.largest(), need)
	}
	f.width = uint8(ph.arg)
	return []piece{{field: f}}, nil
}
