package hostname

import (
	"errors"
	"fmt"
	"strings"
)

// A Template is the text of generated names: literal characters, and
// placeholders for parts of the address. Bind fits it to a prefix. A Template
// does not change; make one with ParseTemplate.
type Template struct {
	text  string // lower case, without the final dot
	parts []part
	tail  string // the literal text behind the last placeholder, with the final dot
}

// A part is a placeholder with the literal text in front of it.
type part struct {
	lead string
	placeholder
}

// ParseTemplate reads a template. Upper case is lowered, and the final dot may
// be left out. The literal text is letters, digits, hyphens and dots; there is
// at least one placeholder, but none in the last label.
//
// The placeholders are, for 192.0.2.1 in a /24 and 2001:db8::1 in a /32:
//
//	{ip}       192-0-2-1   2001-0db8-0000-0000-0000-0000-0000-0001
//	{rip}      1-2-0-192   0001-0000-0000-0000-0000-0000-0db8-2001
//	{hex}      c0000201    20010db8000000000000000000000001
//	{rhex}     010200c0    1000000000000000000000008bd01002
//	{a}..{d}   192 0 2 1   (the octets of an IPv4 address)
//	{a:3}..    192 000 002 001
//	{host}     01          000000000000000000000001
//	{host:N}   the low N bits in hexadecimal
//	{net:N}    the bits between the prefix and length N, in hexadecimal
//	{index}    1           (the place in the prefix, at most 64 bits, decimal)
//	{index:W}  the same with zeros in front, W digits
//
// Hexadecimal is of fixed width. An IPv6 address is never shortened: with ":"
// written as "-", 2001:db8:: would end in a hyphen, and every scheme that
// repairs this needs exceptions. {rhex} reverses octets (IPv4) or nibbles (IPv6),
// as the reverse trees do.
func ParseTemplate(text string) (*Template, error) {
	t := &Template{text: lower(strings.TrimSuffix(text, "."))}
	if err := t.parse(); err != nil {
		return nil, fmt.Errorf("template %q: %w", text, err)
	}
	return t, nil
}

// String returns the text of the template in lower case, without the final dot.
// Two templates of the same text are the same template.
func (t *Template) String() string { return t.text }

// parse splits t.text into parts and tail.
func (t *Template) parse() error {
	for rest := t.text; ; {
		literal, after, found := strings.Cut(rest, "{")
		if err := checkLiteral(literal); err != nil {
			return err
		}
		if !found {
			t.tail = literal + "."
			return t.check()
		}
		inside, behind, closed := strings.Cut(after, "}")
		if !closed {
			return errors.New(`"{" has no "}"; write a placeholder such as {ip}`)
		}
		ph, err := parsePlaceholder(inside)
		if err != nil {
			return err
		}
		t.parts = append(t.parts, part{lead: literal, placeholder: ph})
		rest = behind
	}
}

// checkLiteral checks the characters of literal text.
func checkLiteral(s string) error {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '}':
			return errors.New(`"}" has no "{"; write a placeholder such as {ip}`)
		case c != '.' && !isLDH(c):
			return octetFault(s, c)
		}
	}
	return nil
}

// check judges the template as a whole, as far as it can be without a prefix.
func (t *Template) check() error {
	switch {
	case len(t.parts) == 0:
		return errors.New("it has no placeholder, so that all addresses would share a name; want, for example, ip-{ip}.host.example")
	case strings.HasPrefix(t.text, ".") || strings.Contains(t.text+".", ".."):
		return errors.New("it has an empty label; write a single dot between labels")
	case !strings.Contains(strings.TrimSuffix(t.tail, "."), "."):
		return errors.New("its last label has a placeholder; end it in a domain, as in ip-{ip}.host.example")
	case strings.HasSuffix(t.tail, ".arpa."):
		return errors.New("names below arpa are no host names; end it in a domain of yours, as in ip-{ip}.host.example")
	}
	return nil
}
