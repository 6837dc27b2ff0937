package index

import (
	"net/netip"
	"slices"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// GeneratedName returns the name that is generated for the address. ok is false
// outside of the pools and for exceptions.
func (f *Frame) GeneratedName(a netip.Addr) (name string, ok bool) {
	pool := f.pool(a)
	if pool == nil {
		return "", false
	}
	return string(pool.Pattern.Append(nil, a)), true
}

// HasHost reports whether we hold an address record with the address at the
// lower-case name.
func (f *Frame) HasHost(name string, a netip.Addr) bool {
	t := uint16(typeA)
	if a.Is6() {
		t = typeAAAA
	}
	set := f.Static(name, t)
	return set != nil && slices.ContainsFunc(set.Data, func(data []byte) bool { return string(data) == string(a.AsSlice()) })
}

// Delegates reports whether a lower-case name lies at or below a delegation.
func (f *Frame) Delegates(name string) bool {
	var n plain
	n.set(name)
	z := f.zoneOf(name)
	var found Answer
	return z != nil && z.cutLabels > 0 && z.findCut(&found, &n)
}

// Covers reports whether the address lies in one of the pools.
func (f *Frame) Covers(a netip.Addr) bool { return f.pool(a) != nil }

// PoolOf returns the pool that owns the address, nil when there is none or an
// exception has it.
func (f *Frame) PoolOf(a netip.Addr) *rdns.Pool {
	if pool := f.pool(a); pool != nil {
		return &pool.Pool
	}
	return nil
}
