package source

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// isPlainName tells whether name is a host name for certain: lower-case letters,
// digits and hyphens, at least two labels, the last of which begins with a letter.
// Nearly every name of a large file is. What hostname.Check says of any other
// name takes four times as long.
func isPlainName(name string) bool {
	name = strings.TrimSuffix(name, ".")
	if len(name) > maxPlainName {
		return false
	}
	label := 0 // where it begins
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z' || isDigit(c):
		case c == '-' && i > label:
		case c == '.' && isPlainEnd(name[label:i]):
			label = i + 1
		default:
			return false
		}
	}
	last := name[label:]
	return label > 0 && isPlainEnd(last) && !isDigit(last[0])
}

// isPlainEnd tells whether a label that was read well up to its end may end there.
func isPlainEnd(label string) bool {
	return label != "" && len(label) <= maxPlainLabel && label[len(label)-1] != '-'
}

// hostname returns the host name, in lower case, that a name of the file stands
// for: U-labels are converted (RFC 5890, 2.3.2.1). It returns what is wrong with
// the name.
func (b *builder) hostname(name string) (string, error) {
	if isASCII(name) || b.hooks.ToASCII == nil {
		return lowerName(name), hostname.Check(name)
	}
	converted, err := b.convert(name)
	if err == nil {
		err = hostname.Check(converted)
	}
	if err != nil {
		return "", fmt.Errorf("name %s: %w", quote(name), err)
	}
	return lowerName(converted), nil
}

func (b *builder) convert(name string) (string, error) {
	switch {
	case !utf8.ValidString(name):
		return "", errors.New("it is not UTF-8: save the file in UTF-8, or write A-labels, which begin with xn--")
	case len(name) > maxUnicode:
		return "", fmt.Errorf("it has %d bytes: no host name needs more than %d", len(name), maxUnicode)
	}
	return b.hooks.ToASCII(name)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// unescape undoes the \DDD escapes (RFC 1035, 5.1) of octets beyond ASCII: that is
// how a name server writes a U-label out. All others stay, so that an escaped dot
// cannot become one that ends a label.
func unescape(word string) string {
	if !strings.Contains(word, `\`) {
		return word
	}
	var out strings.Builder
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c != '\\' || i+1 == len(word) {
			out.WriteByte(c)
			continue
		}
		if octet, ok := octetBeyondASCII(word[i+1:]); ok {
			out.WriteByte(octet)
			i += len("DDD")
			continue
		}
		i++
		out.WriteString(word[i-1 : i+1]) // both, as what follows may be a backslash too
	}
	return out.String()
}

// octetBeyondASCII reads the three digits behind a backslash.
func octetBeyondASCII(digits string) (octet byte, ok bool) {
	if len(digits) < len("DDD") || !isNumber(digits[:len("DDD")]) {
		return 0, false
	}
	n := 100*int(digits[0]-'0') + 10*int(digits[1]-'0') + int(digits[2]-'0')
	return byte(n), utf8.RuneSelf <= n && n <= 0xff
}
