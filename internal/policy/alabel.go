package policy

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/idna"
)

// registration is IDNA 2008 as registries apply it (RFC 5891, 4). It is asked of
// single labels, and of international ones only: hyphens in places 3 and 4 are
// legal in other labels. Lengths are checked elsewhere.
var registration = idna.New(
	idna.ValidateForRegistration(),
	idna.CheckHyphens(true),
	idna.VerifyDNSLength(false),
)

// disallowed are characters that IDNA 2008 disallows (RFC 5892), but neither the
// tables of package idna, which are those of UTS 46, nor Identifier_Status.
const disallowed = "\u058A\u2010\u2019\u2027\u30A0"

// decodeLabels decodes the labels that begin with xn--. It returns false if one
// is not the encoding of a valid label: it must decode, be valid, and give the
// same again when encoded (RFC 5891, 4.2), because otherwise two names on the
// wire are one on the screen.
func (j *judge) decodeLabels() bool {
	s := &j.s
	if !strings.Contains(s.name, "xn--") {
		return true
	}
	for i := range s.n {
		l := s.label(i)
		if !strings.HasPrefix(l, "xn--") {
			continue
		}
		u, err := decodeLabel(l)
		if err != nil {
			j.found(ALabel, "the label "+quote(l))
			return false
		}
		if s.unicode == nil {
			s.copyLabels()
		}
		s.unicode[i] = u
		s.latin[i] = toLatin(u)
	}
	return true
}

// copyLabels makes room for the decoded labels.
func (s *subject) copyLabels() {
	s.unicode, s.latin = make([]string, s.n), make([]string, s.n)
	for i := range s.n {
		s.unicode[i], s.latin[i] = s.label(i), s.label(i)
	}
}

// decodeLabel returns the Unicode form of an A-label. The error is looked at
// first: what comes with it is half decoded.
func decodeLabel(l string) (string, error) {
	u, err := registration.ToUnicode(l)
	if err != nil {
		return "", err
	}
	if ascii(u) {
		return "", fmt.Errorf("label %q: nothing in it needs encoding", l)
	}
	if strings.ContainsAny(u, disallowed) {
		return "", fmt.Errorf("label %q: not allowed by IDNA 2008", l)
	}
	back, err := registration.ToASCII(u)
	if err != nil {
		return "", err
	}
	if back != l {
		return "", fmt.Errorf("label %q: the encoding of %q is %q", l, u, back)
	}
	return u, nil
}

// ToASCII returns a name with its international labels in the form that is
// stored and served (IDNA 2008, the rules of registration). Labels in xn-- form
// are verified; all others stay as they are, in any case, for this does not judge
// whether they are those of a host. It allocates nothing for a plain name.
func ToASCII(name string) (string, error) {
	if ascii(name) && !encoded(name) {
		return name, nil
	}
	if len(name) > maxEscaped {
		return "", fmt.Errorf("name %s: it has more than %d characters", quote(name), maxName)
	}
	labels := strings.Split(name, ".")
	for i, l := range labels {
		if ascii(l) && !encoded(l) {
			continue
		}
		a, err := labelToASCII(l)
		if err != nil {
			return "", fmt.Errorf("label %s: %w", quote(l), err)
		}
		if !ascii(l) {
			labels[i] = a
		}
	}
	return strings.Join(labels, "."), nil
}

// labelToASCII converts a label in Unicode and verifies the result, or the
// label if it was encoded already. What package idna says of a fault repeats the
// label, so it is not passed on.
func labelToASCII(l string) (string, error) {
	l = strings.ToLower(l)
	if !ascii(l) {
		if encoded(l) {
			return "", errors.New("it begins with xn-- and has letters beyond ASCII; write it in one form or the other")
		}
		a, err := registration.ToASCII(l)
		if err != nil || len(a) > maxLabel {
			return "", errors.New("no international label of IDNA 2008; write letters and digits of one language, composed (NFC), that need no more than 63 characters in xn-- form")
		}
		l = a
	}
	if _, err := decodeLabel(l); err != nil {
		return "", errors.New("not the encoding of an international label of IDNA 2008; write the name in Unicode, or convert it again")
	}
	return l, nil
}

// encoded tells whether a label of the name begins with xn--, in any case.
func encoded(name string) bool {
	for i := 0; i+4 <= len(name); i++ {
		if name[i]|0x20 == 'x' && (i == 0 || name[i-1] == '.') && strings.EqualFold(name[i:i+4], "xn--") {
			return true
		}
	}
	return false
}
