package check

import (
	"errors"
	"flag"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// Flags say by which rules names are judged: those of a Corefile, or ones that
// the flags describe. The zero Flags are those of a server without zones and
// pools.
type Flags struct {
	corefile, root string
	level          *policy.Level // nil when nothing is said
	protectLists   []string      // paths
	knownLists     []string      // paths
	noShipped      bool
	zones          []string
	pools          pools
}

// Register adds the flags to a set.
func (o *Flags) Register(f *flag.FlagSet) {
	several := func(list *[]string) func(string) error {
		return func(s string) error {
			*list = append(*list, s)
			return nil
		}
	}
	f.StringVar(&o.corefile, "config", "", "Corefile whose zones, pools, records, owners and policy to judge by; --level and the lists change its policy")
	f.StringVar(&o.root, "root", "", "directory of relative paths in the Corefile (default: the working directory)")
	f.Func("level", "off, observe, lenient, default or strict", func(s string) error {
		l, err := policy.ParseLevel(s)
		o.level = &l
		return err
	})
	f.Func("protect-list", "file of domains to protect, one a line with a kind", several(&o.protectLists))
	f.BoolVar(&o.noShipped, "no-shipped", false, "protect only the domains of protect lists and the Corefile")
	f.Func("known-list", "file of names that are never taken for look-alikes", several(&o.knownLists))
	f.Func("zone", "forward zone of our own", several(&o.zones))
	f.Func("pool", "prefix=template of generated names, or a prefix alone", o.pools.add)
}

// OfCorefile returns the Flags that name a Corefile, or the zero Flags if it is
// "". root is the directory of relative paths in it; "" is the working directory.
func OfCorefile(path, root string) *Flags { return &Flags{corefile: path, root: root} }

// Rules returns what the flags come to.
func (o *Flags) Rules() (*Rules, error) {
	if o.corefile != "" {
		return o.ofCorefile()
	}
	if o.root != "" {
		return nil, errors.New("--root: the paths of a Corefile are relative to it: name one with --config")
	}
	c, err := o.policy()
	if err != nil {
		return nil, err
	}
	p, err := policy.New(c)
	if err != nil {
		return nil, err
	}
	return &Rules{check: p.For(policy.Site{Generated: o.pools.generated, Pools: o.pools.contains}).Check}, nil
}

// policy reads the lists.
func (o *Flags) policy() (c policy.Config, err error) {
	c = policy.Config{NoShipped: o.noShipped, Zones: o.zones}
	if o.level != nil {
		c.Level = *o.level
	}
	for _, path := range o.protectLists {
		if err := readList(path, policy.ReadProtected, &c.Protect); err != nil {
			return c, err
		}
	}
	for _, path := range o.knownLists {
		if err := readList(path, policy.ReadKnown, &c.Known); err != nil {
			return c, err
		}
	}
	return c, nil
}
