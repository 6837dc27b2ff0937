package manager

import (
	"crypto/sha256"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/claims"
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// rules say which names mappings may have: the look check with its lists, and
// the owners of addresses. They hold for all blocks.
type rules struct {
	config *config.Policy // nil when the look check is off
	zones  []string       // the forward zones of all blocks
	lists  []*listFile
	policy *policy.Policy // nil when the look check is off
	owners *claims.Owners

	ownerLines string // equal for equal owners
	pools      string // equal for equal pools
	judges     [32]byte

	held atomic.Pointer[[]Held] // lists whose files cannot be used as they are
}

func newRules(m *Manager, g *globals) *rules {
	r := &rules{config: g.policy, owners: newOwners(g.owners)}
	r.held.Store(new([]Held))
	for _, o := range g.owners {
		r.ownerLines += fmt.Sprintf("%s %v\n", o.Name, o.Prefixes)
	}
	for _, b := range m.blocks {
		for _, p := range b.Config.Pools {
			r.pools += fmt.Sprintf("%s %s\n", p.Prefix, p.Pattern.Template())
		}
		for _, z := range b.Config.Zones {
			if _, _, reverse := arpa.Parse(z.Origin); !reverse {
				r.zones = append(r.zones, z.Origin)
			}
		}
	}
	if r.config == nil {
		return r
	}
	for _, f := range r.config.ProtectLists {
		r.lists = append(r.lists, newListFile(m, protectList, f, g.locate(f.Path)))
	}
	for _, f := range r.config.KnownLists {
		r.lists = append(r.lists, newListFile(m, knownList, f, g.locate(f.Path)))
	}
	return r
}

func newOwners(lines []config.Owner) *claims.Owners {
	owners := make([]claims.Owner, 0, len(lines))
	for _, o := range lines {
		owners = append(owners, claims.Owner{Name: o.Name, Prefixes: o.Prefixes})
	}
	return claims.NewOwners(owners)
}

// load reads the lists and makes the policy.
func (r *rules) load() error {
	var faults rdns.Faults
	for _, f := range r.lists {
		faults.Add(f.load())
	}
	r.note()
	if err := faults.Err(); err != nil || r.config == nil {
		return err
	}
	return r.make()
}

// poll looks at the lists and reports whether there is a new policy.
func (r *rules) poll() bool {
	tried := false
	for _, f := range r.lists {
		tried = f.poll() || tried
	}
	defer r.note()
	if !tried {
		return false
	}
	if err := r.make(); err != nil {
		for _, f := range r.lists {
			if f.latest.hash != f.good.hash {
				f.refuse(err)
			}
			f.latest = f.good
		}
		return false
	}
	return true
}

// make makes the policy of the latest lists, which are the good ones then.
func (r *rules) make() error {
	c, err := policyConfig(r.config)
	if err != nil {
		return err
	}
	c.Zones = r.zones
	for _, f := range r.lists {
		c.Protect = append(c.Protect, f.latest.protect...)
		c.Known = append(c.Known, f.latest.known...)
	}
	p, err := policy.New(c)
	if err != nil {
		return r.config.Pos.Errorf("policy: %w", err)
	}
	r.policy = p
	f := p.Fingerprint()
	r.judges = sha256.Sum256(append(f[:], r.pools...))
	for _, f := range r.lists {
		f.adopt()
	}
	return nil
}

// fingerprint is equal for equal judgements; it is zero when nothing is judged.
func (r *rules) fingerprint() [32]byte { return r.judges }

func (r *rules) save() {
	for _, f := range r.lists {
		f.save()
	}
}

// note publishes which lists are not as their files are now, for Status.
func (r *rules) note() {
	var held []Held
	for _, f := range r.lists {
		if f.held != nil {
			held = append(held, *f.held)
		}
	}
	r.held.Store(&held)
}

// policyConfig translates the lines of the configuration. The error holds all
// that is wrong in them.
func policyConfig(c *config.Policy) (policy.Config, error) {
	var faults rdns.Faults
	p := policy.Config{
		NoShipped: c.NoShipped, WildcardDNS: c.WildcardDNS, AllowTLDs: c.AllowTLDs,
		Checks: make(map[policy.ID]policy.Severity),
	}
	at := func(pos rdns.Position, err error) {
		if err != nil {
			faults.Addf(pos, "policy: %w", err)
		}
	}
	if c.Level != "" {
		level, err := policy.ParseLevel(c.Level)
		at(c.Pos, err)
		p.Level = level
	}
	for _, k := range c.Checks {
		id, err := policy.ParseID(k.ID)
		at(k.Pos, err)
		severity, err := policy.ParseSeverity(k.Severity)
		at(k.Pos, err)
		p.Checks[id] = severity
	}
	for _, d := range c.Protect {
		list, err := policy.ReadProtected(d.Text)
		if err != nil {
			text := strings.TrimPrefix(err.Error(), "line 1: ")
			faults.Addf(d.Pos, "policy: protect: %s", text)
		}
		p.Protect = append(p.Protect, list...)
	}
	for _, a := range c.Allow {
		p.Allow = append(p.Allow, allowances(a)...)
	}
	return p, faults.Err()
}

// allowances returns an entry for each who and each pattern of an allow line.
func allowances(a config.Allow) (list []policy.Allow) {
	for _, pattern := range a.Patterns {
		for _, prefix := range a.Prefixes {
			list = append(list, policy.Allow{Prefix: prefix, Pattern: pattern})
		}
		for _, owner := range a.Owners {
			list = append(list, policy.Allow{Owner: owner, Pattern: pattern})
		}
	}
	return list
}

// site is what the policy must know of a block. Records and delegations of the
// other blocks count too: they are ours as well.
func (b *Block) site() policy.Site {
	m := b.manager
	return policy.Site{Generated: b.frame.GeneratedName, Record: m.hasHost, Elsewhere: m.elsewhere, Pools: m.inPools}
}

// hasHost reports whether a block holds an address record with the address at
// the name. Called by Load and Run only, as are the two that follow.
func (m *Manager) hasHost(name string, a netip.Addr) bool {
	return m.anyFrame(func(b *Block) bool { return b.frame.HasHost(name, a) })
}

// elsewhere reports whether a name below our zones is delegated.
func (m *Manager) elsewhere(name string) bool {
	return m.anyFrame(func(b *Block) bool { return b.frame.Delegates(name) })
}

// inPools reports whether an address is in a pool of any block.
func (m *Manager) inPools(a netip.Addr) bool {
	return m.anyFrame(func(b *Block) bool { return b.frame.Covers(a) })
}

func (m *Manager) anyFrame(is func(*Block) bool) bool {
	return slices.ContainsFunc(m.blocks, func(b *Block) bool { return b.frame != nil && is(b) })
}

// toASCII is what the sources do with names beyond ASCII.
func toASCII(name string) (string, error) {
	ascii, err := policy.ToASCII(name)
	if err != nil {
		return "", fmt.Errorf("name %.80q: %w", name, err)
	}
	return ascii, nil
}
