package arpa_test

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// modelParse is arpa.Parse as one would explain it: split the name into labels,
// look at them from the right, and find each among all texts that are allowed.
func modelParse(name string) (p netip.Prefix, whole, ok bool) {
	labels := splitLabels(name)
	n := len(labels)
	switch {
	case n < 3 || labels[n-1] != "" || lowerASCII(labels[n-2]) != "arpa":
		return netip.Prefix{}, false, false
	case lowerASCII(labels[n-3]) == "in-addr":
		octets, whole := modelValues(labels[:n-3], 4, decimals)
		p := netip.PrefixFrom(netip.AddrFrom4([4]byte(append(octets, make([]byte, 4-len(octets))...))), 8*len(octets))
		return p, whole, true
	case lowerASCII(labels[n-3]) == "ip6":
		nibbles, whole := modelValues(labels[:n-3], 32, hexDigits)
		text := ""
		for _, v := range nibbles {
			text += fmt.Sprintf("%x", v)
		}
		text += strings.Repeat("0", 32-len(text))
		var groups []string
		for i := 0; i < 32; i += 4 {
			groups = append(groups, text[i:i+4])
		}
		p := netip.PrefixFrom(netip.MustParseAddr(strings.Join(groups, ":")), 4*len(nibbles))
		return p, whole, true
	}
	return netip.Prefix{}, false, false
}

// modelValues looks labels up in texts, from the right, until one is missing or
// limit of them are found.
func modelValues(labels []string, limit int, texts map[string]byte) (values []byte, whole bool) {
	for len(labels) > 0 && len(values) < limit {
		v, ok := texts[labels[len(labels)-1]]
		if !ok {
			return values, false
		}
		values = append(values, v)
		labels = labels[:len(labels)-1]
	}
	return values, len(labels) == 0
}

// decimals and hexDigits hold all texts of a label, with their values.
var decimals, hexDigits = func() (octets, nibbles map[string]byte) {
	octets, nibbles = make(map[string]byte), make(map[string]byte)
	for v := range 256 {
		octets[strconv.Itoa(v)] = byte(v)
	}
	for v := range 16 {
		nibbles[fmt.Sprintf("%x", v)] = byte(v)
		nibbles[fmt.Sprintf("%X", v)] = byte(v)
	}
	return octets, nibbles
}()

// splitLabels splits a name at the dots that no backslash escapes. The labels
// keep their escapes.
func splitLabels(name string) []string {
	labels := []string{""}
	for i := 0; i < len(name); i++ {
		last := &labels[len(labels)-1]
		switch {
		case name[i] == '\\' && i+1 < len(name):
			*last += name[i : i+2]
			i++
		case name[i] == '.':
			labels = append(labels, "")
		default:
			*last += name[i : i+1]
		}
	}
	return labels
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
