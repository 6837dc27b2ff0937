package source

import (
	"fmt"
	"net/netip"
	"strings"
)

// parseAddr reads an address in any spelling that netip knows. The error says
// what to write instead.
func parseAddr(word string) (netip.Addr, error) {
	a, err := netip.ParseAddr(word)
	switch {
	case err != nil:
		return netip.Addr{}, errAddr(word, err)
	case a.Zone() != "":
		return netip.Addr{}, fmt.Errorf("address %s has a zone, which the DNS does not know: write %s", quote(word), a.WithZone(""))
	}
	return a, checkAddr(a)
}

// cutIPv4 cuts an IPv4 address and the blanks behind it off. ok is false when the
// text does not begin with one: then parseAddr says what is wrong.
func cutIPv4(text string) (addr netip.Addr, rest string, ok bool) {
	var octets [4]byte
	at := 0
	for i := range octets {
		start, n := at, 0
		for at < len(text) && isDigit(text[at]) && at < start+len("255") {
			n = 10*n + int(text[at]-'0')
			at++
		}
		end := byte('.')
		if i == len(octets)-1 {
			end = ' '
		}
		if at == start || n > 255 || text[start] == '0' && at > start+1 || at == len(text) || text[at] != end && (end == '.' || !isBlank(text[at])) {
			return netip.Addr{}, "", false
		}
		octets[i] = byte(n)
		at++
	}
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	return netip.AddrFrom4(octets), text[at:], true
}

// checkAddr refuses IPv4-mapped addresses: nothing on the Internet has one, and
// the IPv4 address that is meant has a name elsewhere in the DNS.
func checkAddr(a netip.Addr) error {
	if a.Is4In6() {
		return fmt.Errorf("address %s is IPv4-mapped: write %s", a, a.Unmap())
	}
	return nil
}

// errAddr explains why netip refused word.
func errAddr(word string, err error) error {
	if _, perr := netip.ParsePrefix(word); perr == nil {
		return fmt.Errorf("address %s is a prefix: write one address a line; whole prefixes are pools, which the Corefile names", quote(word))
	}
	if strings.ContainsAny(word, ",;") {
		return fmt.Errorf("address %s: want ADDRESS NAME [NAME...] [TTL] with blanks between; CSV needs a header such as address,name,ttl", quote(word))
	}
	if !strings.ContainsAny(word, ".:") || strings.Trim(word, "0123456789abcdefABCDEF.:") != "" {
		return fmt.Errorf("address %s: want an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1 first", quote(word))
	}
	// The beginning and the end of netip's message repeat the word.
	reason := err.Error()
	if i := strings.LastIndex(reason, `"): `); i >= 0 {
		reason = reason[i+len(`"): `):]
	}
	reason, _, _ = strings.Cut(reason, " (at ")
	return fmt.Errorf("address %s: %s; want such as 192.0.2.1 or 2001:db8::1", quote(word), reason)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isNumber tells whether word is made of digits only.
func isNumber(word string) bool {
	for i := range len(word) {
		if !isDigit(word[i]) {
			return false
		}
	}
	return word != ""
}

// isBlank tells whether c separates words.
func isBlank(c byte) bool { return c == ' ' || c == '\t' }
