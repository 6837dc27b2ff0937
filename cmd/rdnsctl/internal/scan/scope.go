package scan

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

const (
	// maxBits bounds a prefix whose addresses are all asked for: an IPv4 /16.
	maxBits = 16

	// maxAddresses bounds all that is asked for in one go: sixteen such prefixes.
	maxAddresses = 1 << 20
)

// Scope returns the addresses of the prefixes and those of a list, in order, each
// once. A list has one address at the beginning of each line, as hosts files do;
// # begins a comment. place names the list in errors.
func Scope(prefixes []netip.Prefix, list, place string) ([]netip.Addr, error) {
	var addrs []netip.Addr
	for _, p := range prefixes {
		if p.Addr().BitLen()-p.Bits() > maxBits {
			return nil, fmt.Errorf("prefix %s has too many addresses: want an IPv4 /16 or longer; for IPv6 give a list of addresses with --list", p)
		}
		if len(addrs) > maxAddresses {
			break
		}
		for a := p.Masked().Addr(); p.Contains(a); a = a.Next() {
			addrs = append(addrs, a)
		}
	}
	listed, err := readList(list, place)
	if err != nil {
		return nil, err
	}
	addrs = append(addrs, listed...)
	slices.SortFunc(addrs, netip.Addr.Compare)
	addrs = slices.Compact(addrs)
	if len(addrs) > maxAddresses {
		return nil, fmt.Errorf("more than %d addresses: scan a part at a time", maxAddresses)
	}
	return addrs, nil
}

func readList(text, place string) ([]netip.Addr, error) {
	var addrs []netip.Addr
	n := 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		a, err := netip.ParseAddr(words[0])
		if err != nil || a.Zone() != "" || a.Is4In6() {
			return nil, fmt.Errorf("%s:%d: address %q: want one such as 192.0.2.1 or 2001:db8::1 first", place, n, cut(words[0]))
		}
		if addrs = append(addrs, a); len(addrs) > maxAddresses {
			return nil, fmt.Errorf("%s:%d: more than %d addresses: scan a part at a time", place, n, maxAddresses)
		}
	}
	return addrs, nil
}

// cut bounds what an error quotes.
func cut(word string) string {
	const most = 80
	return word[:min(len(word), most)]
}
