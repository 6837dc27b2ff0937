package check

import (
	"flag"
	"net/netip"
	"os"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// Flags say how names are judged without a Corefile. The zero Flags are those of
// a server without zones and pools.
type Flags struct {
	config policy.Config
	pools  pools
}

// Register adds the flags to a set.
func (c *Flags) Register(f *flag.FlagSet) {
	f.Func("level", "off, observe, lenient, default or strict", func(s string) (err error) {
		c.config.Level, err = policy.ParseLevel(s)
		return err
	})
	f.Func("protect-list", "file of domains to protect, one a line with a kind", func(s string) error {
		text, err := os.ReadFile(s)
		if err != nil {
			return err
		}
		list, err := policy.ReadProtected(string(text))
		c.config.Protect = append(c.config.Protect, list...)
		return err
	})
	f.BoolVar(&c.config.NoShipped, "no-shipped", false, "protect only the domains of protect lists")
	f.Func("known-list", "file of names that are never taken for look-alikes", func(s string) error {
		text, err := os.ReadFile(s)
		if err != nil {
			return err
		}
		list, err := policy.ReadKnown(string(text))
		c.config.Known = append(c.config.Known, list...)
		return err
	})
	f.Func("zone", "forward zone of our own", func(s string) error {
		c.config.Zones = append(c.config.Zones, s)
		return nil
	})
	f.Func("pool", "prefix=template of generated names, or a prefix alone", c.pools.add)
}

// Judge returns what the flags come to.
func (c *Flags) Judge() (Judge, error) {
	p, err := policy.New(c.config)
	if err != nil {
		return nil, err
	}
	return p.For(policy.Site{Generated: c.pools.generated, Pools: c.pools.contains}), nil
}

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
