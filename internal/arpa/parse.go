package arpa

import (
	"net/netip"
	"strings"
)

const (
	root4 = "in-addr.arpa."
	root6 = "ip6.arpa."
)

// Parse reads a reverse name in absolute presentation form (with the final
// dot), in any ASCII case (RFC 4343).
//
// ok tells whether the name is at or below in-addr.arpa or ip6.arpa. If so, p
// is the prefix that its valid labels spell, read from the right, and whole
// tells whether these are all of its labels. whole is false when the label to
// their left is malformed, or stands below a full address; no address has such
// a name, nor has anything below it.
//
// A label is judged as it is on the wire: one that needs an escape in
// presentation form holds an octet that no reverse name has, so any backslash
// makes a label malformed. In `1\.25.2.0.192.in-addr.arpa.` the leftmost label
// is "1.25", not "25".
//
// Parse does not allocate; it is called for every query.
func Parse(name string) (p netip.Prefix, whole, ok bool) {
	if below, ok := cutRoot(name, root4); ok {
		a, n, rest := readOctets(below)
		return prefix(netip.AddrFrom4(a), n, 8, rest)
	}
	if below, ok := cutRoot(name, root6); ok {
		a, n, rest := readNibbles(below)
		return prefix(netip.AddrFrom16(a), n, 4, rest)
	}
	return netip.Prefix{}, false, false
}

// prefix returns what Parse does for a name whose n rightmost labels below the
// root are those of a, of the given number of bits each. rest is what stands to
// the left of them.
func prefix(a netip.Addr, n, bits int, rest string) (p netip.Prefix, whole, ok bool) {
	p = netip.PrefixFrom(a, n*bits)
	if rest == "" || !escapes(rest[:len(rest)-1]) {
		return p, rest == "", true
	}
	// The dot at the end of rest belongs to the leftmost label that we took for
	// valid, or to that of the root. No dot further to the right can: in front of
	// each stands a digit, not a backslash.
	if n == 0 {
		return netip.Prefix{}, false, false
	}
	return netip.PrefixFrom(a, (n-1)*bits).Masked(), false, true
}

// escapes tells whether the backslashes at the end of s escape what follows,
// which then is an octet of a label even if it is a dot (RFC 1035, 5.1). They do
// if their number is odd.
func escapes(s string) bool {
	return (len(s)-len(strings.TrimRight(s, `\`)))%2 == 1
}

// cutRoot returns the labels of name below root, each with the dot behind it.
func cutRoot(name, root string) (below string, ok bool) {
	n := len(name) - len(root)
	if n < 0 || !equalFold(name[n:], root) {
		return "", false
	}
	return name[:n], n == 0 || name[n-1] == '.'
}

// equalFold tells whether s is lower but for the case of ASCII letters; lower is
// in lower case and as long as s. Unicode's folding would be wrong: KELVIN SIGN
// is not a "k" to the DNS.
func equalFold(s, lower string) bool {
	if s == lower {
		return true
	}
	for i := range len(lower) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// readOctets reads up to four octets from the labels of s, rightmost first, and
// returns how many there were, and what stands to the left of them.
func readOctets(s string) (a [4]byte, n int, rest string) {
	for n < len(a) && s != "" {
		v, start := octet(s[:len(s)-1])
		if start < 0 || start > 0 && s[start-1] != '.' {
			break
		}
		a[n] = v
		n, s = n+1, s[:start]
	}
	return a, n, s
}

// octet reads the label at the end of s as the canonical decimal text of an
// octet: 0 to 255, without zeros in front. start is where it begins, negative if
// there is no such text.
func octet(s string) (v byte, start int) {
	n, unit := 0, 1
	start = len(s)
	for start > 0 && unit <= 100 {
		digit := int(s[start-1]) - '0'
		if digit < 0 || digit > 9 {
			break
		}
		n += unit * digit
		unit *= 10
		start--
	}
	if start == len(s) || n > 255 || s[start] == '0' && unit > 10 {
		return 0, -1
	}
	return byte(n), start
}

// readNibbles reads up to 32 nibbles from the labels of s, rightmost first, and
// returns how many there were, and what stands to the left of them. Each label is
// a single hexadecimal digit.
func readNibbles(s string) (a [16]byte, n int, rest string) {
	end := len(s)
	for n < 2*len(a) && end >= 5 { // two at a time, for most names
		high, low := nibbles[s[end-2]], nibbles[s[end-4]]
		if high|low > 15 || s[end-3] != '.' || s[end-5] != '.' {
			break
		}
		a[n/2] = high<<4 | low
		n, end = n+2, end-4
	}
	for n < 2*len(a) && end >= 2 {
		start := end - 2
		v := nibbles[s[start]]
		if v == invalid || start > 0 && s[start-1] != '.' {
			break
		}
		a[n/2] |= v << (4 - 4*(n%2))
		n, end = n+1, start
	}
	return a, n, s[:end]
}

// nibbles holds the value of each hexadecimal digit of either case, and invalid
// for all other octets. A table because digits and letters come in no order that
// a processor could predict.
var nibbles = func() (table [256]byte) {
	for c := range table {
		table[c] = invalid
	}
	for v := range byte(10) {
		table['0'+v] = v
	}
	for v := range byte(6) {
		table['a'+v], table['A'+v] = 10+v, 10+v
	}
	return table
}()

const invalid = 255
