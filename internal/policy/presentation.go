package policy

// unescape appends the octets of a name in presentation format (RFC 1035, 5.1)
// to dst, in lower case and without the final dot, and tells what is wrong with
// it. An escaped dot, or any other octet that no host name has, is a finding of
// Charset; what is appended then is of no use.
//
// A resolver hands out the octets themselves, so that is what must be judged:
// `\097.example.org` is a.example.org.
func unescape(dst []byte, name string) (out []byte, bad octetClass) {
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c == '\\' {
			var n int
			if c, n = escaped(name[i+1:]); n == 0 {
				return dst, otherOctet
			}
			if i += n; c == '.' {
				return dst, otherOctet
			}
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if k := classOf(c); k > bad {
			bad = k
		}
		dst = append(dst, c)
	}
	if n := len(dst); n > 0 && dst[n-1] == '.' {
		dst = dst[:n-1]
	}
	return dst, bad
}

// escaped reads what follows a backslash: three decimal digits, or any other
// character. It returns the octet and the length of its spelling, 0 if that is
// no octet.
func escaped(s string) (c byte, n int) {
	if s == "" {
		return 0, 0
	}
	if s[0] < '0' || s[0] > '9' {
		return s[0], 1
	}
	if len(s) < 3 || !digit(s[1]) || !digit(s[2]) {
		return 0, 0
	}
	v := int(s[0]-'0')*100 + int(s[1]-'0')*10 + int(s[2]-'0')
	if v > 255 {
		return 0, 0
	}
	return byte(v), 3
}

// An octetClass says what an octet does to a name; the greatest counts.
type octetClass uint8

const (
	hostOctet    octetClass = iota // letters, digits, hyphen, dot
	underscore                     // legal in names, not in names of hosts
	star                           // a wildcard, if a label of its own
	unicodeOctet                   // part of a character beyond ASCII
	otherOctet                     // anything else
)

func classOf(c byte) octetClass {
	switch {
	case c >= 'a' && c <= 'z', digit(c), c == '-', c == '.':
		return hostOctet
	case c == '_':
		return underscore
	case c == '*':
		return star
	case c >= 0x80:
		return unicodeOctet
	}
	return otherOctet
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func hexDigit(c byte) bool { return digit(c) || c >= 'a' && c <= 'f' }
