package policy

import (
	"strconv"
	"strings"
)

// syntax reads the name and tells whether it is a host name, so that the other
// checks can look at it. These checks hold for everybody and cannot be turned
// off: a name that fails them is no name that DNS clients may be handed.
func (j *judge) syntax(name string) bool {
	var buf [maxName + 2]byte
	if len(name) > maxEscaped {
		j.found(Length, "the name has more than 253 characters")
		return false
	}
	octets, bad := unescape(buf[:0], name)
	if bad != hostOctet {
		j.octets(name, bad)
		return false
	}
	if len(octets) > maxName {
		j.found(Length, "the name has more than 253 characters")
		return false
	}
	j.s.name = same(name, octets)
	if !j.s.split() {
		j.found(Length, "a label is empty")
		return false
	}
	return j.labels() && j.ending() && j.decodeLabels()
}

// octets reports the characters that no host name has.
func (j *judge) octets(name string, bad octetClass) {
	switch bad {
	case underscore:
		j.found(Underscore, "the name "+quote(name)+" has an underscore")
	case star:
		j.found(Wildcard, "the name "+quote(name)+" has an asterisk")
	case unicodeOctet:
		j.found(ULabel, "the name "+quote(name)+" is not in its xn-- form")
	default:
		j.found(Charset, "the name "+quote(name)+" has other characters")
	}
}

// same returns name if the octets are its own but for the final dot, so that
// the common case copies nothing.
func same(name string, octets []byte) string {
	if n := len(octets); n <= len(name) && name[:n] == string(octets) {
		return name[:n]
	}
	return string(octets)
}

// labels checks each label by itself.
func (j *judge) labels() bool {
	for i := range j.s.n {
		l := j.s.label(i)
		switch {
		case len(l) > maxLabel:
			j.found(Length, "the label "+quote(l[:16])+"... has "+strconv.Itoa(len(l))+" characters")
			return false
		case l[0] == '-' || l[len(l)-1] == '-':
			j.found(Hyphen, "the label "+quote(l))
			return false
		}
	}
	return true
}

// ending checks what a name needs to be none of the things that programs take
// names for: an address in any form that inet_aton reads, or a local name. What
// ends in a number is an address to URL parsers, so no other form needs to be
// looked for.
func (j *judge) ending() bool {
	last := j.s.label(j.s.n - 1)
	if numeric(last) {
		j.found(AddressLiteral, "the name "+quote(j.s.name)+" ends in a number")
		return false
	}
	if j.s.n == 1 {
		j.found(SingleLabel, "the name "+quote(j.s.name)+" has no domain")
		return false
	}
	return true
}

// numeric tells whether a label is a decimal number, or a hexadecimal one that
// begins with 0x.
func numeric(l string) bool {
	if hex, ok := strings.CutPrefix(l, "0x"); ok {
		return every(hex, hexDigit)
	}
	return every(l, digit)
}

// every tells whether all characters of s are of a kind.
func every(s string, kind func(byte) bool) bool {
	for i := range len(s) {
		if !kind(s[i]) {
			return false
		}
	}
	return true
}
