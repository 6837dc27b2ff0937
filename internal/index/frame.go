package index

import (
	"net/netip"

	"github.com/gaissmai/bart"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Spec is what a Frame is made from: everything but the mappings.
type Spec struct {
	Zones   []rdns.Zone
	Pools   []rdns.Pool
	Except  []netip.Prefix // nothing is generated for these addresses
	Records []rdns.Record
	// Delegations are blocks of addresses whose names others serve, Glue the
	// addresses of their name servers as far as those lie below them.
	Delegations []rdns.Delegation
	Glue        []rdns.Record
	// Elsewhere are apexes that the same server serves from other data. They
	// exist, and so do the names between them and the zones here.
	Elsewhere []rdns.Zone
	TTL       uint32 // seconds; of pools, records and mappings that name none
}

// A Frame is the part of a Snapshot that changes only with the configuration
// or with the static records. It is immutable.
type Frame struct {
	Zones []*Zone

	ttl       uint32
	byPrefix  bart.Table[*Zone] // reverse zones
	byName    map[string]*Zone  // all others
	maxLabels int               // of a zone in byName
	oddArpa   bool              // a zone in byName lies below in-addr.arpa or ip6.arpa
	classless []*Zone           // zones in byName that hold addresses
	elsewhere []rdns.Zone       // of other blocks

	pools     bart.Table[*Pool] // nil stands for an exception
	generates bart.Lite         // the addresses that have generated names
	aliased   bart.Lite         // the addresses that are aliases
}

// A Pool is a rdns.Pool with what the index knows of it.
type Pool struct {
	rdns.Pool
	Number int // of its label, which it may share, in the order of Spec.Pools; 0 without one

	form  *form          // what reads its names; nil without forward answers
	owned []netip.Prefix // its addresses but for longer pools and exceptions
}

// NewFrame builds a Frame. The error holds every fault of the records: they are
// outside of our zones, collide with a generated name, or an NS name inside a
// zone of ours has no address. Zones and pools must have passed config.Parse.
func NewFrame(spec Spec) (*Frame, error) {
	f := &Frame{ttl: spec.TTL, byName: make(map[string]*Zone), elsewhere: spec.Elsewhere}
	for i, z := range spec.Zones {
		f.addZone(i, z)
	}
	f.joinZones()
	var faults rdns.Faults
	for _, r := range spec.Records {
		faults.Add(f.addRecord(r))
	}
	faults.Add(f.delegate(spec))
	f.addPools(spec.Pools, f.silent(spec))
	faults.Add(f.check(spec))
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return f, nil
}

// addPools fills the table that finds the pool of an address. Whatever lies
// inside an exception is not generated, longer pools included.
func (f *Frame) addPools(pools []rdns.Pool, except []netip.Prefix) {
	all, labels := make([]*Pool, 0, len(pools)), map[string]int{"": 0}
	for _, p := range pools {
		if _, ok := labels[p.Label]; !ok {
			labels[p.Label] = len(labels)
		}
		pool := &Pool{Pool: p, Number: labels[p.Label]}
		if pool.TTL == 0 {
			pool.TTL = f.ttl
		}
		all = append(all, pool)
		f.pools.Insert(p.Prefix, pool)
	}
	for _, e := range except {
		for inner := range f.pools.Subnets(e) {
			f.pools.Modify(inner, func(*Pool, bool) (*Pool, bool) { return nil, false })
		}
		f.pools.Insert(e, nil)
	}
	for _, pool := range all {
		f.own(pool)
	}
	f.generates.Aggregate()
	f.addForms(all)
}

// own computes the addresses for which the pool generates names.
func (f *Frame) own(pool *Pool) {
	if p, _ := f.pools.Get(pool.Prefix); p != pool {
		return // an exception took it
	}
	var holes []netip.Prefix
	for inner := range f.pools.Subnets(pool.Prefix) {
		if inner != pool.Prefix {
			holes = append(holes, inner)
		}
	}
	pool.owned = subtract(nil, pool.Prefix, holes)
	for _, p := range pool.owned {
		f.generates.Insert(p)
	}
}

// subtract appends the prefixes that make up p without the holes.
func subtract(dst []netip.Prefix, p netip.Prefix, holes []netip.Prefix) []netip.Prefix {
	var inside []netip.Prefix
	for _, h := range holes {
		if h.Bits() <= p.Bits() && h.Contains(p.Addr()) {
			return dst
		}
		if p.Contains(h.Addr()) {
			inside = append(inside, h)
		}
	}
	if len(inside) == 0 {
		return append(dst, p)
	}
	low, high := halves(p)
	return subtract(subtract(dst, low, inside), high, inside)
}

// halves splits a prefix that is shorter than an address.
func halves(p netip.Prefix) (low, high netip.Prefix) {
	bits := p.Bits() + 1
	b := p.Addr().AsSlice()
	b[(bits-1)/8] |= 0x80 >> ((bits - 1) % 8)
	upper, _ := netip.AddrFromSlice(b)
	return netip.PrefixFrom(p.Addr(), bits), netip.PrefixFrom(upper, bits)
}

// pool returns the pool that generates the name of the address, or nil.
func (f *Frame) pool(a netip.Addr) *Pool {
	p, _ := f.pools.Lookup(a)
	return p
}
