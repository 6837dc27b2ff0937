package confirm

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

const (
	dnsPort = 53
	tlsPort = 853 // RFC 7858, 3.1
)

// An endpoint is a word of a confirm line, taken apart.
type endpoint struct {
	spec string
	addr netip.AddrPort
	tls  bool
	name string // TLS: whose certificate it must have; "" for that of the address
}

// serverName returns what the certificate must name. For an address, crypto/tls
// looks at the addresses in the certificate and sends no SNI (RFC 6066, 3).
func (e endpoint) serverName() string {
	if e.name != "" {
		return e.name
	}
	return e.addr.Addr().WithZone("").String()
}

// identity returns what tells servers apart. A server that is reached at the
// ports of DNS and of DNS over TLS is one.
func (e endpoint) identity() netip.AddrPort {
	if e.tls && e.addr.Port() == tlsPort {
		return netip.AddrPortFrom(e.addr.Addr(), dnsPort)
	}
	return e.addr
}

// parseEndpoint reads [dns://]ADDRESS[:PORT] or tls://ADDRESS[%NAME][:PORT].
// Names of servers are not looked up: with what?
func parseEndpoint(spec string) (endpoint, error) {
	e := endpoint{spec: spec}
	if spec == resolvConf {
		return e, fmt.Errorf("resolver %q stands alone: name either the resolvers or the file", spec)
	}
	rest := spec
	if scheme, after, ok := strings.Cut(spec, "://"); ok {
		if scheme != "dns" && scheme != "tls" {
			return e, fmt.Errorf("resolver %q: want an address, or tls:// and an address; %q is not supported", spec, scheme+"://")
		}
		e.tls, rest = scheme == "tls", after
	}
	port := uint16(dnsPort)
	if e.tls {
		port = tlsPort
		if err := e.cutName(&rest); err != nil {
			return e, err
		}
	}
	var ok bool
	if e.addr, ok = parseAddr(rest, port); !ok {
		return e, fmt.Errorf("resolver %q: want an IP address with or without a port, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53", spec)
	}
	return e, e.check()
}

// cutName takes the name behind the last % out of *rest: forward has it between
// the address and what follows, a bracket or a port.
func (e *endpoint) cutName(rest *string) error {
	i := strings.LastIndexByte(*rest, '%')
	if i < 0 {
		return nil
	}
	addr, name := (*rest)[:i], (*rest)[i+1:]
	tail := ""
	if j := strings.IndexAny(name, "]:"); j >= 0 {
		name, tail = name[:j], name[j:]
	}
	if strings.Count(addr, ":") > 1 && addr[0] != '[' && tail != "" {
		return fmt.Errorf("resolver %q: write the address in brackets, tls://[%s%%%s]%s", e.spec, addr, name, tail)
	}
	if err := hostname.Check(name); err != nil {
		return fmt.Errorf("resolver %q: the name of the server's certificate: %w", e.spec, err)
	}
	e.name, *rest = strings.TrimSuffix(name, "."), addr+tail
	return nil
}

// parseAddr reads an address, in brackets or not, with a port or not.
func parseAddr(word string, port uint16) (netip.AddrPort, bool) {
	if a, err := netip.ParseAddrPort(word); err == nil {
		return a, true
	}
	if inner, ok := strings.CutPrefix(word, "["); ok {
		if word, ok = strings.CutSuffix(inner, "]"); !ok {
			return netip.AddrPort{}, false
		}
	}
	a, err := netip.ParseAddr(word)
	return netip.AddrPortFrom(a, port), err == nil
}

// check refuses addresses at which no resolver can be.
func (e endpoint) check() error {
	a, zone := e.addr.Addr().WithZone(""), e.addr.Addr().Zone()
	switch {
	case strings.ContainsFunc(zone, func(c rune) bool { return !unicode.In(c, unicode.L, unicode.N) && !strings.ContainsRune("._-", c) }):
		return fmt.Errorf("resolver %q: %q is no name of a network interface: want letters, digits, dots, hyphens and underscores, such as fe80::53%%eth0", e.spec, zone)
	case e.addr.Port() == 0:
		return fmt.Errorf("resolver %q: nobody listens on port 0; want 1 to 65535", e.spec)
	case a.Is4In6():
		return fmt.Errorf("resolver %q: the address is IPv4-mapped; write %s", e.spec, a.Unmap())
	case a.IsUnspecified(), a.IsMulticast():
		return fmt.Errorf("resolver %q: %s is not the address of one server", e.spec, a)
	}
	return nil
}
