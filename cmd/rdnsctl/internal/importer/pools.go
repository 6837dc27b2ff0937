package importer

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// Pools know the names that templates make: they are an index without mappings,
// the same as the server has. A nil Pools makes none.
type Pools struct {
	snapshots []*index.Snapshot
	ttls      map[uint32]bool
}

// ConfiguredPools are the pools of a Corefile.
func ConfiguredPools(blocks []*config.Block) (*Pools, error) {
	p := &Pools{ttls: make(map[uint32]bool)}
	for _, b := range blocks {
		err := p.add(index.Spec{Zones: b.Zones, Pools: b.Pools, Except: b.Except, Delegations: b.Delegations, Glue: b.Glue, TTL: b.TTL})
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}

// ParsePools reads words of the form PREFIX=TEMPLATE.
func ParsePools(words []string) (*Pools, error) {
	spec := index.Spec{TTL: 1}
	known := make(map[netip.Prefix]bool)
	for _, word := range words {
		pool, err := parsePool(word)
		if err != nil {
			return nil, err
		}
		spec.Pools = append(spec.Pools, pool)
		if z := arpa.Enclosing(pool.Prefix); !known[z] {
			known[z] = true
			spec.Zones = append(spec.Zones, rdns.Zone{Origin: arpa.Name(z)})
		}
	}
	p := &Pools{ttls: make(map[uint32]bool)}
	return p, p.add(spec)
}

func parsePool(word string) (rdns.Pool, error) {
	text, template, ok := strings.Cut(word, "=")
	prefix, err := netip.ParsePrefix(text)
	if !ok || err != nil {
		return rdns.Pool{}, fmt.Errorf("pool %q: want PREFIX=TEMPLATE, such as 192.0.2.0/24=ip-{ip}.host.example", word)
	}
	if prefix != prefix.Masked() {
		return rdns.Pool{}, fmt.Errorf("pool %q has bits set behind its length: write %s", word, prefix.Masked())
	}
	t, err := hostname.ParseTemplate(template)
	if err != nil {
		return rdns.Pool{}, err
	}
	pattern, err := t.Bind(prefix)
	return rdns.Pool{Prefix: prefix, Pattern: pattern}, err
}

func (p *Pools) add(spec index.Spec) error {
	// The name servers and records matter to a server only.
	zones := make([]rdns.Zone, len(spec.Zones))
	for i, z := range spec.Zones {
		zones[i].Origin = z.Origin
	}
	spec.Zones = zones
	frame, err := index.NewFrame(spec)
	if err != nil {
		return err
	}
	snapshot, err := index.NewSnapshot(frame, 0, func(func(index.Mapping) bool) {})
	if err != nil {
		return err
	}
	p.snapshots = append(p.snapshots, snapshot)
	for _, pool := range spec.Pools {
		if pool.TTL == 0 {
			pool.TTL = spec.TTL
		}
		p.ttls[pool.TTL] = true
	}
	return nil
}

// makes tells whether the name is what a template makes of the address.
func (p *Pools) makes(a netip.Addr, name string) bool {
	if p == nil {
		return false
	}
	for _, s := range p.snapshots {
		answer := s.Lookup(arpa.Name(netip.PrefixFrom(a, a.BitLen())))
		if answer.Kind == index.Generated && string(answer.Pool.Pattern.Append(nil, a)) == name {
			return true
		}
	}
	return false
}

// hasTTL tells whether some pool has the TTL.
func (p *Pools) hasTTL(ttl uint32) bool { return p != nil && p.ttls[ttl] }
