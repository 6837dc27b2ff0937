package check

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// Main reads the flags and judges the lines of in. Asking for help is no error.
func Main(args []string, in io.Reader, out, errs io.Writer) error {
	var c policy.Config
	var p pools
	f := flag.NewFlagSet("rdnsctl check", flag.ContinueOnError)
	f.SetOutput(errs)
	f.Func("level", "off, observe, lenient, default or strict", func(s string) (err error) {
		c.Level, err = policy.ParseLevel(s)
		return err
	})
	f.Func("protect-list", "file of domains to protect, one a line with a kind", func(s string) error {
		text, err := os.ReadFile(s)
		if err != nil {
			return err
		}
		list, err := policy.ReadProtected(string(text))
		c.Protect = append(c.Protect, list...)
		return err
	})
	f.BoolVar(&c.NoShipped, "no-shipped", false, "protect only the domains of -protect-list")
	f.Func("known-list", "file of names that are never taken for look-alikes", func(s string) error {
		text, err := os.ReadFile(s)
		if err != nil {
			return err
		}
		list, err := policy.ReadKnown(string(text))
		c.Known = append(c.Known, list...)
		return err
	})
	f.Func("zone", "forward zone of our own", func(s string) error {
		c.Zones = append(c.Zones, s)
		return nil
	})
	f.Func("pool", "prefix=template of generated names, or a prefix alone", p.add)
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("argument %q: want flags only", f.Arg(0))
	}
	judge, err := policy.New(c)
	if err != nil {
		return err
	}
	return Run(judge.For(policy.Site{Generated: p.generated, Pools: p.contains}), in, out)
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
