package policy

import (
	"fmt"
	"strings"

	"golang.org/x/net/idna"
)

// registration is IDNA 2008 as registries apply it (RFC 5891, 4), label by
// label: hyphens in places 3 and 4 are legal in ASCII labels and are none of its
// business, lengths are checked elsewhere.
var registration = idna.New(
	idna.ValidateForRegistration(),
	idna.CheckHyphens(false),
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
// stored and served (IDNA 2008, the rules of registration). It changes no other
// label, and does not judge whether the rest is a host name.
func ToASCII(name string) (string, error) {
	if ascii(name) {
		return name, nil
	}
	labels := strings.Split(name, ".")
	for i, l := range labels {
		if ascii(l) {
			continue
		}
		a, err := registration.ToASCII(strings.ToLower(l))
		if err != nil {
			return "", fmt.Errorf("label %q: %w", l, err)
		}
		labels[i] = a
	}
	return strings.Join(labels, "."), nil
}
