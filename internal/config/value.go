package config

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// The methods of this file read one word as a value. They report a fault at the
// word when it is none; those whose callers must know return false as well.

// seconds reads the time to live of an answer.
func (p *parser) seconds(w word) (uint32, bool) {
	return p.number(w, "ttl", minSeconds, maxSeconds)
}

// number reads a number of seconds.
func (p *parser) number(w word, what string, lo, hi uint64) (uint32, bool) {
	n, err := strconv.ParseUint(w.text, 10, 32)
	if err != nil || n < lo || n > hi {
		p.faults.add(w.pos, "%s %q: want seconds from %d to %d", what, w.text, lo, hi)
		return 0, false
	}
	return uint32(n), true
}

// hostName reads a host name; what is for the message.
func (p *parser) hostName(w word, what string) (string, bool) {
	name, err := hostname.Normalize(w.text)
	if err != nil {
		p.faults.add(w.pos, "%s: %w", what, err)
		return "", false
	}
	return name, true
}

// network reads a prefix, or an address that is one by itself.
func (p *parser) network(w word) (netip.Prefix, bool) {
	if _, err := netip.ParseAddr(w.text); err != nil {
		return p.prefix(w)
	}
	a, ok := p.address(w)
	return netip.PrefixFrom(a, a.BitLen()), ok
}

// prefix reads a prefix of a family of its own, without bits behind its length.
func (p *parser) prefix(w word) (netip.Prefix, bool) {
	prefix, err := parsePrefix(w.text)
	if err != nil {
		p.faults.add(w.pos, "%w", err)
		return netip.Prefix{}, false
	}
	return prefix, true
}

func parsePrefix(s string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(s)
	switch {
	case err != nil:
		return p, prefixFault(s)
	case p.Addr().Is4In6() && p.Bits() >= 96:
		v4 := netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96).Masked()
		return p, fmt.Errorf("prefix %q is an IPv4 prefix in IPv6 clothes, which has no reverse zone: write %s", s, v4)
	case p.Addr().Is4In6():
		return p, fmt.Errorf("prefix %q is IPv4-mapped, which has no reverse zone: write the IPv4 prefix", s)
	case p != p.Masked():
		return p, fmt.Errorf("prefix %q has bits set behind its length: write %s", s, p.Masked())
	}
	return p, nil
}

// prefixFault says what is wrong with s, which is no prefix.
func prefixFault(s string) error {
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		return fmt.Errorf("prefix %q lacks its length: write %s", s, netip.PrefixFrom(a, a.BitLen()))
	}
	return fmt.Errorf("%q is no prefix: want an address and a length, such as 192.0.2.0/24 or 2001:db8::/32", s)
}

// address reads an address of a family of its own.
func (p *parser) address(w word) (netip.Addr, bool) {
	a, err := netip.ParseAddr(w.text)
	switch {
	case err != nil:
		p.faults.add(w.pos, "%q is no address: want one such as 192.0.2.25 or 2001:db8::25", w.text)
	case a.Zone() != "":
		p.faults.add(w.pos, "address %q has a scope: write %s", w.text, a.WithZone(""))
	case a.Is4In6():
		p.faults.add(w.pos, "address %q is IPv4-mapped: write %s", w.text, a.Unmap())
	default:
		return a, true
	}
	return a, false
}

// choice reads one of a few words.
func (p *parser) choice(w word, what string, words ...string) (string, bool) {
	for _, c := range words {
		if w.text == c {
			return c, true
		}
	}
	last := len(words) - 1
	p.faults.add(w.pos, "%s %q: want %s or %s", what, w.text, strings.Join(words[:last], ", "), words[last])
	return "", false
}

// label reads a short name for people and metrics.
func (p *parser) label(w word, what string) string {
	if w.text != "" && len(w.text) <= maxWord && strings.IndexFunc(w.text, notLabel) < 0 {
		return w.text
	}
	p.faults.add(w.pos, "%s %.80q: want 1 to %d letters, digits, and any of . _ - @", what, w.text, maxWord)
	return ""
}

func notLabel(r rune) bool {
	return r >= 0x80 || !isAlphanumeric(byte(r)) && !strings.ContainsRune("._-@", r)
}
