package check

import (
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// A pool is a prefix with the pattern of its generated names, nil if it has
// none.
type pool struct {
	prefix  netip.Prefix
	pattern *hostname.Pattern
}

// pools are few here: as many as somebody writes flags for.
type pools []pool

// add adds "192.0.2.0/24=ip-{ip}.host.example", or a prefix alone.
func (p *pools) add(s string) error {
	text, template, named := strings.Cut(s, "=")
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return err
	}
	one := pool{prefix: prefix}
	if named {
		t, err := hostname.ParseTemplate(template)
		if err != nil {
			return err
		}
		if one.pattern, err = t.Bind(prefix); err != nil {
			return err
		}
	}
	*p = append(*p, one)
	return nil
}

// owner returns the pool with the longest prefix that has a.
func (p pools) owner(a netip.Addr) (found pool, ok bool) {
	for _, one := range p {
		if one.prefix.Contains(a) && (!ok || one.prefix.Bits() > found.prefix.Bits()) {
			found, ok = one, true
		}
	}
	return found, ok
}

func (p pools) contains(a netip.Addr) bool {
	_, ok := p.owner(a)
	return ok
}

func (p pools) generated(a netip.Addr) (string, bool) {
	one, ok := p.owner(a)
	if !ok || one.pattern == nil {
		return "", false
	}
	return string(one.pattern.Append(nil, a)), true
}
