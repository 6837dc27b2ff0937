package index

import (
	"fmt"
	"net/netip"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// checkDelegation makes sure that a delegation is not hidden by another one,
// and that its name servers can be found.
func (f *Frame) checkDelegation(d *rdns.Delegation) error {
	for z := range f.holders(d.Prefix) {
		names := z.cutNames(d)
		if len(names) == 0 || d.Label != "" { // the aliases must be seen as well
			names = append(names, z.nameOf(netip.PrefixFrom(d.Prefix.Addr(), d.Prefix.Addr().BitLen())))
		}
		for _, name := range names {
			if above := z.cutAt(name); above != nil && above.line != d {
				return d.Pos.Errorf("delegate %s: %q lies at or below another delegation, so that nobody would ask here: remove one of the two", d.Prefix, name)
			}
		}
	}
	var faults rdns.Faults
	for _, server := range d.Servers {
		faults.Add(f.checkDelegate(d, server))
	}
	return faults.Err()
}

// cutAt returns the node of the cut at or above a name of the zone, or nil.
func (z *Zone) cutAt(name string) *Node {
	var n plain
	n.set(name)
	var a Answer
	if z.cutLabels == 0 || !z.findCut(&a, &n) {
		return nil
	}
	return a.Node
}

// checkDelegate makes sure that a name server of a delegation can be found. One
// below the delegation itself needs glue, one beside it in a zone of ours an
// address there; one below another delegation is that one's affair.
func (f *Frame) checkDelegate(d *rdns.Delegation, server string) error {
	home := f.zoneOf(server)
	if home == nil {
		return nil
	}
	if n := home.nodes[server]; n.RRset(typeA) != nil || n.RRset(typeAAAA) != nil {
		return nil
	}
	if cut := home.cutAt(server); cut != nil {
		if cut.line != d {
			return nil
		}
		return d.Pos.Errorf("delegate %s: name server %q lies below the delegation itself, where only it could tell its address: add the line: glue %s ADDRESS", d.Prefix, server, server)
	}
	var n plain
	n.set(server)
	if _, pool := f.generated(home, &n, server); pool != nil {
		return nil
	}
	return d.Pos.Errorf("delegate %s: name server %q lies in our zone %q and has no address there: add the line: record %s A ADDRESS", d.Prefix, server, home.Origin, server)
}

// checkGlue refuses glue that lies below no delegation: it would be data, and is
// written as such.
func (f *Frame) checkGlue(glue []rdns.Record) error {
	var faults rdns.Faults
	for _, r := range glue {
		if z := f.zoneOf(r.Name); z != nil && z.cutAt(r.Name) == nil {
			faults.Addf(r.Pos, "glue %q is not below a delegation: write %s", r.Name, asRecord(r))
		}
	}
	return faults.Err()
}

// asRecord returns the line that serves the address of a glue line as data.
func asRecord(r rdns.Record) string {
	a, _ := netip.AddrFromSlice(r.Data) // A or AAAA
	kind := "A"
	if a.Is6() {
		kind = "AAAA"
	}
	return fmt.Sprintf("record %s %s %s", r.Name, kind, a)
}

// checkAliased refuses a record at or below an address that is an alias: no
// data may stand beside a CNAME (RFC 1034, 3.6.2).
func (f *Frame) checkAliased(z *Zone, r rdns.Record) error {
	if z.aliases == nil {
		return nil
	}
	name := r.Name
	for labels := countLabels(name); labels > z.labels; labels-- {
		var n plain
		n.set(name)
		addr, ok := z.member(&n)
		if p, whole, _ := arpa.Parse(name); whole && p.IsSingleIP() {
			addr, ok = p.Addr(), true
		}
		if ok && z.alias(addr) != nil {
			return r.Pos.Errorf("record %q lies at or below %s, which is delegated with the block %s: drop it, or give it to the delegated zone", r.Name, addr, z.alias(addr).Prefix)
		}
		name = parent(name)
	}
	return nil
}
