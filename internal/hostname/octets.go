package hostname

import "strconv"

// The tables below answer for each octet what would take several comparisons,
// whose results no processor could predict: digits and letters come in any order,
// and resolvers send letters in random case to make forged answers harder.

// folded holds each octet with ASCII letters in lower case. All else is left
// alone, because the DNS folds no other characters (RFC 4343, 3).
var folded = func() (table [256]byte) {
	for c := range table {
		table[c] = byte(c)
	}
	for c := 'A'; c <= 'Z'; c++ {
		table[c] = byte(c - 'A' + 'a')
	}
	return table
}()

// hexValues holds the value of each hexadecimal digit of either case, and noDigit
// for all other octets.
var hexValues = func() (table [256]byte) {
	for c := range table {
		table[c] = noDigit
	}
	for v := range byte(10) {
		table['0'+v] = v
	}
	for v := range byte(6) {
		table['a'+v], table['A'+v] = 10+v, 10+v
	}
	return table
}()

const noDigit = 255

// octets holds the decimal text of each octet, and how many digits it has.
var octets = func() (table [256]struct {
	digits [3]byte
	size   uint8
}) {
	for v := range table {
		table[v].size = uint8(copy(table[v].digits[:], strconv.Itoa(v)))
	}
	return table
}()

// Fold returns an octet of a name with ASCII letters in lower case, as the DNS
// compares names (RFC 4343, 3).
func Fold(c byte) byte { return folded[c] }

// lower returns s with ASCII letters in lower case.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = folded[c]
	}
	return string(b)
}

// isLDH tells whether c is a letter, a digit or the hyphen.
func isLDH(c byte) bool {
	return isDigit(c) || 'a' <= folded[c] && folded[c] <= 'z' || c == '-'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
