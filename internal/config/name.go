package config

import (
	"fmt"
	"strings"
)

// root is the name of the root zone.
const root = "."

// legalName returns s in the form that names have inside this program: lower
// case, with the final dot. Beside the letters, digits and hyphens of a host name
// it accepts the underscore of names such as _dmarc, and the slash of classless
// reverse zones (RFC 2317). Escapes and wildcards are refused: nothing that we
// serve needs them.
func legalName(s string) (string, error) {
	name := strings.TrimSuffix(s, ".") + "."
	if name == root {
		return root, nil
	}
	if len(name) > maxName {
		return "", fmt.Errorf("name %q...: it is too long; at most 255 octets are allowed", s[:maxLabel])
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(name, "."), ".") {
		if err := checkLabel(label); err != nil {
			return "", fmt.Errorf("name %q: %w", s, err)
		}
	}
	return strings.ToLower(name), nil
}

// checkLabel judges a label of a legal name.
func checkLabel(label string) error {
	switch {
	case label == "":
		return fmt.Errorf("it has an empty label; write a single dot between labels")
	case len(label) > maxLabel:
		return fmt.Errorf("label %q has %d octets; at most 63 are allowed", label, len(label))
	case label == "*":
		return fmt.Errorf("it is a wildcard; write each name out")
	}
	for i := range len(label) {
		if label[i] >= 0x80 {
			return fmt.Errorf("label %q is not ASCII; write its A-label, which begins with xn--", label)
		}
		if !isLegal(label[i]) {
			return fmt.Errorf("label %q has the character %q; want letters, digits, %q, %q and %q", label, label[i:i+1], "-", "_", "/")
		}
	}
	return nil
}

func isLegal(c byte) bool {
	return isAlphanumeric(c) || c == '-' || c == '_' || c == '/'
}

func isAlphanumeric(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isNumber tells whether s is all digits, as a TTL is and a type is not.
func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// within tells whether name is at or below zone.
func within(name, zone string) bool {
	return zone == root || name == zone || strings.HasSuffix(name, "."+zone)
}

// parent returns the name above name, which is not the root.
func parent(name string) string {
	_, above, _ := strings.Cut(name, ".")
	if above == "" {
		return root
	}
	return above
}

// above returns name and all names above it, but for the root.
func above(name string) []string {
	var names []string
	for ; name != root; name = parent(name) {
		names = append(names, name)
	}
	return names
}

// labels counts the labels of a name without escapes.
func labels(name string) int {
	if name == root {
		return 0
	}
	return strings.Count(name, ".")
}
