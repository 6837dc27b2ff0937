package index

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Zone is an apex with the static data below it.
type Zone struct {
	rdns.Zone
	Number int // its place in Frame.Zones

	prefix    netip.Prefix     // what a reverse zone stands for, else invalid
	block     netip.Prefix     // what a classless zone stands for, else invalid
	labels    int              // of the origin
	nodes     map[string]*Node // static owners, empty non-terminals above them, and the apex
	cutLabels int              // the most labels that a zone cut has; 0 without cuts
	shapes    []*shape         // of the generated names inside, see forms.go
	aliases   *aliasTable      // addresses that are CNAMEs, nil without any
}

// A Node is a name with static data. One without RRsets is an empty
// non-terminal: something lies below it.
type Node struct {
	RRsets []RRset
	cut    bool
	line   *rdns.Delegation // of a cut that stands for a block of addresses
}

// An RRset is static data of one type. Data holds wire-format RDATA.
type RRset struct {
	Type uint16
	TTL  uint32 // seconds
	Data [][]byte
}

// Types of records that mean something to the index (RFC 1035, 3.2.2 and
// RFC 3596).
const (
	typeA    = 1
	typeNS   = 2
	typePTR  = 12
	typeAAAA = 28
	typeDS   = 43
)

// RRset returns the node's data of the type, or nil.
func (n *Node) RRset(t uint16) *RRset {
	if n == nil {
		return nil
	}
	for i := range n.RRsets {
		if n.RRsets[i].Type == t {
			return &n.RRsets[i]
		}
	}
	return nil
}

func (f *Frame) addZone(number int, z rdns.Zone) {
	zone := &Zone{Zone: z, Number: number, labels: countLabels(z.Origin), nodes: map[string]*Node{z.Origin: {}}}
	f.Zones = append(f.Zones, zone)
	p, whole, ok := arpa.Parse(z.Origin)
	if whole {
		zone.prefix = p
		f.byPrefix.Insert(p, zone)
		return
	}
	f.byName[z.Origin] = zone
	f.maxLabels = max(f.maxLabels, zone.labels)
	f.oddArpa = f.oddArpa || ok
	if p, ok := arpa.ParseClassless(z.Origin); ok {
		zone.block = p
		f.classless = append(f.classless, zone)
	}
}

// joinZones makes the apex of a zone exist in the zone of ours above it, so
// that the names between the two are empty non-terminals there. Else resolvers
// that ask label by label would be told that nothing lies below them. The same
// goes for zones that are served from elsewhere.
func (f *Frame) joinZones() {
	var origins []string
	for _, z := range f.elsewhere {
		origins = append(origins, z.Origin)
	}
	for _, z := range f.Zones {
		origins = append(origins, z.Origin)
	}
	for _, origin := range origins {
		if above := f.zoneOf(parent(origin)); above != nil {
			above.node(origin)
		}
	}
}

// addRecord puts the record into its zone, or says why it has no place there.
func (f *Frame) addRecord(r rdns.Record) error {
	z := f.zoneOf(r.Name)
	if z == nil {
		return r.Pos.Errorf("record %q is in none of our zones: add its zone to the server block, or drop the record", r.Name)
	}
	if r.Type == typeNS && r.Name == z.Origin {
		return r.Pos.Errorf("record %q: the name servers of a zone stand in the ns line", r.Name)
	}
	if addr, ok := z.addressOf(r.Name); r.Type == typePTR && ok {
		return r.Pos.Errorf("record %q: write the name of an address as a mapping: ptr %s NAME", r.Name, addr)
	}
	ttl := r.TTL
	if ttl == 0 {
		ttl = f.ttl
	}
	n := z.node(r.Name)
	n.add(r.Type, ttl, r.Data)
	if r.Type == typeNS {
		n.cut = true
		z.cutLabels = max(z.cutLabels, countLabels(r.Name))
	}
	return nil
}

// node returns the node of the name, made with the empty non-terminals above
// it when it is new.
func (z *Zone) node(name string) *Node {
	if n := z.nodes[name]; n != nil {
		return n
	}
	n := new(Node)
	z.nodes[name] = n
	if parent := parent(name); parent != z.Origin {
		z.node(parent)
	}
	return n
}

// add puts one record into the node. The records of a set share the smallest
// TTL (RFC 2181, 5.2); a record written twice counts once.
func (n *Node) add(t uint16, ttl uint32, data []byte) {
	set := n.RRset(t)
	if set == nil {
		n.RRsets = append(n.RRsets, RRset{Type: t, TTL: ttl})
		set = &n.RRsets[len(n.RRsets)-1]
	}
	set.TTL = min(set.TTL, ttl)
	same := func(d []byte) bool { return string(d) == string(data) }
	if !slices.ContainsFunc(set.Data, same) {
		set.Data = append(set.Data, data)
	}
}

// zoneOf returns the zone that a lower-case name of ours lies in, or nil.
func (f *Frame) zoneOf(name string) *Zone {
	var n plain
	n.set(name)
	if z := f.namedZone(&n); z != nil {
		return z
	}
	if p, _, ok := arpa.Parse(name); ok {
		return f.reverseZone(p)
	}
	return nil
}

func (f *Frame) reverseZone(p netip.Prefix) *Zone {
	z, _ := f.byPrefix.LookupPrefix(p)
	return z
}

// namedZone finds the longest zone in byName that ends the name.
func (f *Frame) namedZone(n *plain) *Zone {
	for name := n.suffix(min(n.labels, f.maxLabels)); len(name) > 0; name = afterDot(name) {
		if z := f.byName[string(name)]; z != nil {
			return z
		}
	}
	return nil
}

// cutPrefixes returns the address blocks that are delegated away.
func (f *Frame) cutPrefixes() []netip.Prefix {
	var out []netip.Prefix
	for _, z := range f.Zones {
		for name, n := range z.nodes {
			if !n.cut {
				continue
			}
			if p, whole, _ := arpa.Parse(name); whole {
				out = append(out, p)
			} else if a, ok := z.addressOf(name); ok {
				out = append(out, netip.PrefixFrom(a, a.BitLen()))
			}
		}
	}
	return out
}

func countLabels(name string) int { return strings.Count(name, ".") }

// parent returns the name without its first label; the root is ".".
func parent(name string) string {
	_, rest, _ := strings.Cut(name, ".")
	if rest == "" {
		return "."
	}
	return rest
}

// Static returns the static data of the type at a lower-case name, below a cut
// too: it is how a delegation finds the addresses of its name servers.
func (f *Frame) Static(name string, t uint16) *RRset {
	if z := f.zoneOf(name); z != nil {
		return z.nodes[name].RRset(t)
	}
	return nil
}
