package hostname

import (
	"errors"
	"fmt"
	"strings"
)

const (
	maxLabel = 63  // octets (RFC 1035, 2.3.4)
	maxName  = 254 // octets of presentation form with the final dot, which are 255 on the wire
)

// Normalize returns s in the form that names have inside this program: lower
// case, with the final dot. It returns an error if s is no host name; see Check.
func Normalize(s string) (string, error) {
	if err := Check(s); err != nil {
		return "", err
	}
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return lower(s), nil
}

// Check returns nil if name is a host name that a PTR record may point to, and
// otherwise an error that says what to write instead. The case of letters and
// the final dot do not matter.
//
// A host name has at least two labels of letters, digits and hyphens (RFC 952;
// RFC 1123, 2.1), each of at most 63 octets and without a hyphen at its ends,
// and at most 255 octets on the wire (RFC 1035, 2.3.4). Its last label is not a
// number, so that it cannot be taken for an address. Hyphens in places 3 and 4
// are reserved (RFC 5890, 2.3.1) but occur in names that work, such as
// r3---sn-4g5e6nsz.c.example, and are accepted.
func Check(name string) error {
	if err := fault(name); err != nil {
		return fmt.Errorf("host name %s: %w", quote(name), err)
	}
	return nil
}

// quote quotes a name for a message, and only the beginning of one that is much
// too long: names come from files that other people write.
func quote(name string) string {
	if len(name) <= maxName {
		return fmt.Sprintf("%q", name)
	}
	return fmt.Sprintf("%q...", name[:maxLabel])
}

// fault returns what keeps name from being a host name, or nil.
func fault(name string) error {
	name = strings.TrimSuffix(name, ".")
	if name == "" {
		return errors.New("it is empty; want a name such as mail.example.net")
	}
	if n := len(name) + len("."); n > maxName {
		return fmt.Errorf("it has %d octets on the wire; at most 255 are allowed (RFC 1035, 2.3.4)", n+1)
	}
	last := name
	for rest, more := name, true; more; {
		last, rest, more = strings.Cut(rest, ".")
		if err := labelFault(last); err != nil {
			return err
		}
	}
	if len(last) == len(name) {
		return errors.New("it has only one label; write the whole name, such as mail.example.net")
	}
	if isNumber(last) {
		return fmt.Errorf("the last label %q is a number; want a name, not an address", last)
	}
	return nil
}

// labelFault returns what keeps label from standing in a host name, or nil.
func labelFault(label string) error {
	for i := range len(label) {
		if !isLDH(label[i]) {
			return octetFault(label, label[i])
		}
	}
	switch {
	case label == "":
		return errors.New("it has an empty label; write a single dot between labels")
	case len(label) > maxLabel:
		return fmt.Errorf("label %q has %d octets; at most 63 are allowed (RFC 1035, 2.3.4)", label, len(label))
	case label[0] == '-':
		return fmt.Errorf("label %q begins with a hyphen; begin it with a letter or digit (RFC 952)", label)
	case label[len(label)-1] == '-':
		return fmt.Errorf("label %q ends with a hyphen; end it with a letter or digit (RFC 952)", label)
	}
	return nil
}

// octetFault says why c, an octet of label, cannot stand in a host name.
func octetFault(label string, c byte) error {
	switch {
	case c >= 0x80:
		return fmt.Errorf("label %q is not ASCII; write its A-label, which begins with xn-- (RFC 5890, 2.3.2.1)", label)
	case c == '_':
		return fmt.Errorf("label %q has an underscore, which no host name has; write a hyphen (RFC 952)", label)
	case c == '*':
		return fmt.Errorf("label %q has a wildcard; write each name out", label)
	case c == '\\':
		return fmt.Errorf("label %q has an escape; a host name has letters, digits and hyphens only (RFC 952)", label)
	}
	return fmt.Errorf("label %q has the character %q; a host name has letters, digits and hyphens only (RFC 952)", label, c)
}

// isNumber tells whether label, the last of a name, makes programs read the name
// as an IPv4 address: all digits, or hexadecimal in the notation of C, both of
// which inet_aton accepts (RFC 3696, 2: a top-level domain is not all-numeric).
func isNumber(label string) bool {
	digits := "0123456789"
	if len(label) >= 2 && label[0] == '0' && label[1]|0x20 == 'x' {
		label, digits = label[2:], "0123456789abcdefABCDEF"
	}
	return strings.Trim(label, digits) == ""
}
