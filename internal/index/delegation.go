package index

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/gaissmai/bart"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

type aliasTable = bart.Table[*Alias]

// delegate adds the delegations and their glue.
func (f *Frame) delegate(spec Spec) error {
	var faults rdns.Faults
	for i := range spec.Delegations {
		faults.Add(f.addDelegation(&spec.Delegations[i]))
	}
	for _, r := range spec.Glue {
		faults.Add(f.addGlue(r))
	}
	return faults.Err()
}

// silent returns the blocks for which nothing is generated.
func (f *Frame) silent(spec Spec) []netip.Prefix {
	out := slices.Concat(spec.Except, f.cutPrefixes())
	for _, d := range spec.Delegations {
		out = append(out, d.Prefix)
	}
	return out
}

// addDelegation puts the cuts and aliases of a block into every zone of ours
// that its addresses are in.
func (f *Frame) addDelegation(d *rdns.Delegation) error {
	zones := slices.Collect(f.holders(d.Prefix))
	if len(zones) == 0 {
		return d.Pos.Errorf("delegate %s: it is in none of our zones: add its zone to the server block, or drop the line", d.Prefix)
	}
	ttl := d.TTL
	if ttl == 0 {
		ttl = f.ttl
	}
	for _, z := range zones {
		cuts := z.cutNames(d)
		for _, name := range cuts {
			z.addCut(name, d, ttl)
		}
		if d.Target == nil && d.Label == "" {
			continue
		}
		alias := &Alias{TTL: ttl, Prefix: d.Prefix, target: d.Target}
		if d.Target == nil {
			alias.child = cuts[0]
		}
		z.addAlias(alias)
		f.aliased.Insert(d.Prefix)
	}
	return nil
}

// cutNames returns where the zone is cut for a delegation.
func (z *Zone) cutNames(d *rdns.Delegation) []string {
	switch {
	case d.Target != nil:
		return nil
	case d.Label != "" && z.block.IsValid():
		return []string{d.Label + "." + z.Origin}
	case d.Label != "":
		return []string{d.Label + "." + arpa.Name(d.Prefix)}
	}
	var names []string
	for _, p := range arpa.Zones(d.Prefix) {
		names = append(names, z.nameOf(p))
	}
	return names
}

func (z *Zone) addCut(name string, d *rdns.Delegation, ttl uint32) {
	n := z.node(name)
	n.cut, n.line = true, d
	z.cutLabels = max(z.cutLabels, countLabels(name))
	for _, server := range d.Servers {
		n.add(typeNS, ttl, wireName(server))
	}
	for _, ds := range d.DS {
		n.add(typeDS, ttl, ds)
	}
}

// wireName returns a name without escapes in wire format (RFC 1035, 3.1).
func wireName(name string) []byte {
	wire := make([]byte, 0, len(name)+1)
	for label := range strings.SplitSeq(strings.TrimSuffix(name, "."), ".") {
		wire = append(wire, byte(len(label)))
		wire = append(wire, label...)
	}
	return append(wire, 0)
}

// addGlue puts the address of a name server below a cut.
func (f *Frame) addGlue(r rdns.Record) error {
	z := f.zoneOf(r.Name)
	if z == nil {
		return r.Pos.Errorf("glue %q is in none of our zones, where others would not believe it: drop the line", r.Name)
	}
	ttl := r.TTL
	if ttl == 0 {
		ttl = f.ttl
	}
	z.node(r.Name).add(r.Type, ttl, r.Data)
	return nil
}
