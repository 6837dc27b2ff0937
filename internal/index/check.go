package index

import (
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// check judges the records against each other and against what is generated.
func (f *Frame) check(spec Spec) error {
	var faults rdns.Faults
	for _, r := range spec.Records {
		if z := f.zoneOf(r.Name); z != nil {
			faults.Add(f.checkRecord(z, r))
			faults.Add(f.checkAliased(z, r))
		}
	}
	for i := range spec.Delegations {
		faults.Add(f.checkDelegation(&spec.Delegations[i]))
	}
	faults.Add(f.checkGlue(spec.Glue))
	faults.Add(f.checkServers())
	return faults.Err()
}

func (f *Frame) checkRecord(z *Zone, r rdns.Record) error {
	var n plain
	n.set(r.Name)
	var a Answer
	if z.find(&a, &n); a.Kind == Cut {
		if a.AtCut && r.Type == typeNS && a.Node.line != nil {
			return r.Pos.Errorf("record %q is delegated already, with %s in %s: write the name servers there", r.Name, a.Node.line.Prefix, a.Node.line.Pos)
		}
		glue := r.Type == typeA || r.Type == typeAAAA
		if glue || a.AtCut && r.Type == typeNS {
			return f.checkCut(z, r, &n)
		}
		return r.Pos.Errorf("record %q lies at or below a delegation and would never be answered: drop it, or give it to the delegated zone", r.Name)
	}
	if addr, pool := f.generated(z, &n, r.Name); pool != nil {
		return r.Pos.Errorf("record %q is the generated name of %s, from the pool at %s: rename it, or exempt the address with: except %s/%d", r.Name, addr, pool.Pos, addr, addr.BitLen())
	}
	return nil
}

// checkCut refuses to delegate generated names away.
func (f *Frame) checkCut(z *Zone, r rdns.Record, n *plain) error {
	if r.Type != typeNS {
		return nil
	}
	addr, pool := f.generated(z, n, r.Name)
	if pool == nil && !z.above(n, r.Name) && !z.holdsForms(r.Name) {
		return nil
	}
	if pool != nil {
		return r.Pos.Errorf("record %q would delegate the generated name of %s away, from the pool at %s: delegate another name", r.Name, addr, pool.Pos)
	}
	return r.Pos.Errorf("record %q would delegate generated names below it away: delegate another name, or give the pool another template", r.Name)
}

// holdsForms reports whether all names of some pool lie below the name.
func (z *Zone) holdsForms(name string) bool {
	for _, s := range z.shapes {
		for suffix := range s.forms {
			if below(suffix, name) {
				return true
			}
		}
	}
	return false
}

// checkServers makes sure that the zones' name servers have addresses when they
// lie inside a zone of ours: resolvers that look them up here would otherwise
// fail every query for the zone.
func (f *Frame) checkServers() error {
	var faults rdns.Faults
	seen := make(map[string]bool)
	for _, z := range f.Zones {
		for _, name := range append([]string{z.SOA.MName}, z.NS...) {
			if !seen[name] {
				seen[name] = true
				faults.Add(f.checkServer(z, name))
			}
		}
	}
	return faults.Err()
}

func (f *Frame) checkServer(z *Zone, name string) error {
	home := f.zoneOf(name)
	if home == nil {
		return nil
	}
	n := home.nodes[name]
	if n.RRset(typeA) != nil || n.RRset(typeAAAA) != nil {
		return nil
	}
	return z.Pos.Errorf("name server %q lies in our zone %q and has no address there: add the line: record %s A ADDRESS", name, home.Origin, name)
}
