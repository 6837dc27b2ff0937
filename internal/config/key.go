package config

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
)

// expand returns the origins that a key of a server block, or an argument of the
// directive, stands for. It reads them as CoreDNS does, so that a Corefile means
// the same before CoreDNS has expanded the keys and after: a scheme and a port
// are cut off, and a CIDR stands for the reverse zones that make it up, several
// if it does not end between labels.
func expand(key string) ([]string, error) {
	key = cutPort(cutScheme(key))
	if _, network, err := net.ParseCIDR(key); err == nil {
		return expandCIDR(key, network)
	}
	if strings.Contains(key, ":") {
		return nil, notZone(key)
	}
	name, err := legalName(key)
	if err != nil {
		return nil, err
	}
	return []string{name}, checkReverse(name)
}

func notZone(key string) error {
	return fmt.Errorf("%q is no zone: write a name such as host.example, or a prefix such as 192.0.2.0/24", key)
}

func cutScheme(key string) string {
	for _, scheme := range []string{"dns", "tls", "quic", "grpc", "https", "https3", "unix"} {
		if rest, ok := strings.CutPrefix(key, scheme+"://"); ok {
			return rest
		}
	}
	return key
}

// cutPort cuts what is all number behind the last colon. That is a port even in
// an IPv6 prefix, where a length must follow the last colon otherwise.
func cutPort(key string) string {
	colon := strings.LastIndexByte(key, ':')
	if colon < 0 {
		return key
	}
	if _, err := strconv.Atoi(key[colon+1:]); err != nil {
		return key
	}
	return key[:colon]
}

// expandCIDR returns the reverse zones of network. CoreDNS has already ignored
// the bits behind the length, and refuses the forms that ParseCIDR folds into
// IPv4.
func expandCIDR(key string, network *net.IPNet) ([]string, error) {
	if key[0] == ':' || key[0] == '0' && strings.Contains(key, ":") {
		return nil, notZone(key)
	}
	addr, _ := netip.AddrFromSlice(network.IP) // 4 or 16 octets
	bits, _ := network.Mask.Size()
	var origins []string
	for _, p := range arpa.Zones(netip.PrefixFrom(addr, bits)) {
		origins = append(origins, arpa.Name(p))
	}
	return origins, nil
}

// checkReverse refuses names in the reverse trees that no address is below: they
// are slips of the pen, but for classless zones (RFC 2317).
func checkReverse(name string) error {
	p, whole, ok := arpa.Parse(name)
	if !ok || whole {
		return nil
	}
	label := lastLabel(strings.TrimSuffix(name, "."+arpa.Name(p)))
	switch {
	case p.IsSingleIP():
		return fmt.Errorf("zone %q is below the name of the address %s: write the name of a zone above it, such as %s", name, p.Addr(), arpa.Name(arpa.Enclosing(p)))
	case p.Addr().Is4() && isClassless(label), p.Addr().Is4() && p.Bits() == 24 && isWord(label):
		return nil
	case p.Addr().Is4():
		return fmt.Errorf("zone %q: label %q is no octet: want a number from 0 to 255 without zeros in front", name, label)
	}
	return fmt.Errorf("zone %q: label %q is no nibble: want a single hexadecimal digit", name, label)
}

func lastLabel(name string) string {
	return name[strings.LastIndexByte(name, '.')+1:]
}

// isWord tells whether label could be the name that somebody chose for the zone
// of a block longer than a /24.
func isWord(label string) bool {
	return len(label) > 1 && 'a' <= label[0] && label[0] <= 'z'
}

// isClassless tells whether label looks like the first of a classless zone:
// 128/26, or 128-191.
func isClassless(label string) bool {
	first, rest, ok := strings.Cut(strings.Replace(label, "/", "-", 1), "-")
	return ok && isNumber(first) && isNumber(rest)
}
