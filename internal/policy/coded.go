package policy

import (
	"net/netip"
	"strconv"
)

// decimals looks for addresses written as one decimal number, or as twelve
// digits.
func (j *judge) decimals(o own) {
	j.runs(&digits, func(run string) {
		switch {
		case len(run) == 12:
			j.padded(o, run)
		case (len(run) == 9 || len(run) == 10) && j.p.site.Pools != nil:
			if v, err := strconv.ParseUint(run, 10, 32); err == nil {
				j.coded(o, uint32(v))
			}
		}
	})
}

// padded judges twelve digits, three for each octet. That is too special to come
// about by chance, so addresses beyond the pools count as well; but twelve digits
// can be a time.
func (j *judge) padded(o own, run string) {
	if timestamp(run) {
		return
	}
	var q [4]byte
	for i := range q {
		v, ok := octetAt(run, 3*i, 3*i+3)
		if !ok {
			return
		}
		q[i] = v
	}
	if o.is(q) {
		return
	}
	if a, ok := j.pooled(q); ok {
		j.found(CodedAddress, "the address "+a.String())
	} else if plausible(q) && !private(q) && !privateBackward(q) {
		j.found(CodedAddress, "the address "+netip.AddrFrom4(q).String()+", forward or backward")
	}
}

// timestamp tells whether twelve digits can be a year of ours, a month, a day,
// an hour and a minute.
func timestamp(d string) bool {
	return d[:4] >= "1990" && d[:4] <= "2049" && d[4:6] >= "01" && d[4:6] <= "12" &&
		d[6:8] >= "01" && d[6:8] <= "31" && d[8:10] <= "23" && d[10:12] <= "59"
}

// hexNumbers looks for addresses written as eight hexadecimal digits.
func (j *judge) hexNumbers(o own) {
	j.runs(&hexDigits, func(run string) {
		// A word in front may end in letters that are digits as well, as in
		// node0a0b0c0d: the last eight are the number.
		if len(run) < 8 || len(run) > 12 || len(run) > 8 && digit(run[0]) {
			return
		}
		if v, err := strconv.ParseUint(run[len(run)-8:], 16, 32); err == nil {
			j.coded(o, uint32(v))
		}
	})
}

// hexPairs looks for addresses written as four pairs of hexadecimal digits.
func (j *judge) hexPairs(o own) {
	name := j.s.name
	for i := 0; i+11 <= len(name); i++ {
		if i > 0 && hexDigit(name[i-1]) || i+11 < len(name) && hexDigit(name[i+11]) {
			continue
		}
		if v, ok := pairs(name[i : i+11]); ok {
			j.coded(o, v)
		}
	}
}

// pairs reads c0-00-02-c8 or c0.00.02.c8.
func pairs(s string) (v uint32, ok bool) {
	for i := range len(s) {
		if i%3 == 2 {
			if s[i] != '-' && s[i] != '.' {
				return 0, false
			}
			continue
		}
		if !hexDigit(s[i]) {
			return 0, false
		}
		v = v<<4 | hexValue(s[i])
	}
	return v, true
}

func hexValue(c byte) uint32 {
	if digit(c) {
		return uint32(c - '0')
	}
	return uint32(c-'a') + 10
}

// digits and hexDigits tell of each octet whether it is such a digit.
var digits, hexDigits = octets(digit), octets(hexDigit)

// octets tabulates what a function says of each octet, for what looks at all
// characters of a name.
func octets(is func(byte) bool) (table [256]bool) {
	for c := range table {
		table[c] = is(byte(c))
	}
	return table
}

// runs calls f with each longest run of characters of a kind.
func (j *judge) runs(kind *[256]bool, f func(run string)) {
	name := j.s.name
	for i := 0; i < len(name); i++ {
		start := i
		for i < len(name) && kind[name[i]] {
			i++
		}
		if i > start {
			f(name[start:i])
		}
	}
}
