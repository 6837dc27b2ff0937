package policy

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"strings"
)

// addresses looks for addresses that the name spells. Names often contain their
// own, written in many ways; so each way of writing is read, and the own address
// put aside, before anything else counts as another.
func (j *judge) addresses() {
	own := ownAddress(j.s.addr)
	j.groups6(own)
	if strings.ContainsAny(j.s.name, "0123456789") {
		j.quads(own)
		j.decimals(own)
	}
	if j.p.site.Pools != nil {
		j.hexNumbers(own)
		j.hexPairs(own)
	}
}

// own is the address that a name is for.
type own struct {
	addr   netip.Addr
	quad   [4]byte // of an IPv4 address
	sorted uint32  // its octets in order
	v4     bool
}

func ownAddress(a netip.Addr) own {
	if !a.Is4() {
		return own{addr: a}
	}
	q := a.As4()
	return own{addr: a, quad: q, sorted: sorted(q), v4: true}
}

// is tells whether q has the octets of the own address, in any order: providers
// write addresses forward, backward, and as host58.190-226-43.
func (o *own) is(q [4]byte) bool { return o.v4 && sorted(q) == o.sorted }

// network tells whether q is the own address but for a last octet of 0, as in
// 199-116-57-181.199.116.57.0.example.net.
func (o *own) network(q [4]byte) bool {
	n := o.quad
	n[3] = 0
	return o.v4 && q == n
}

// sorted returns the octets in ascending order as one number.
func sorted(q [4]byte) uint32 {
	for i := 1; i < 4; i++ {
		for k := i; k > 0 && q[k-1] > q[k]; k-- {
			q[k-1], q[k] = q[k], q[k-1]
		}
	}
	return binary.BigEndian.Uint32(q[:])
}

func reversed(q [4]byte) [4]byte { return [4]byte{q[3], q[2], q[1], q[0]} }

// pooled returns q, read forward or backward, if that is an address of ours.
func (j *judge) pooled(q [4]byte) (a netip.Addr, ok bool) {
	if j.p.site.Pools == nil {
		return netip.Addr{}, false
	}
	for _, q := range [...][4]byte{q, reversed(q)} {
		if a = netip.AddrFrom4(q); j.p.site.Pools(a) {
			return a, true
		}
	}
	return netip.Addr{}, false
}

// coded reports a number that, read forward or backward, is an address of a
// pool other than the own. Only pools count: any eight hexadecimal digits are
// the address of somebody.
func (j *judge) coded(o own, v uint32) {
	var q [4]byte
	binary.BigEndian.PutUint32(q[:], v)
	if o.is(q) {
		return
	}
	if a, ok := j.pooled(q); ok {
		j.found(CodedAddress, "the address "+a.String())
		return
	}
	// The nibbles backward, as in the reverse tree.
	binary.BigEndian.PutUint32(q[:], nibbles(v))
	if o.is(q) || j.p.site.Pools == nil {
		return
	}
	if a := netip.AddrFrom4(q); j.p.site.Pools(a) {
		j.found(CodedAddress, "the address "+a.String())
	}
}

// nibbles returns v with its hexadecimal digits in reverse order.
func nibbles(v uint32) uint32 {
	v = bits.ReverseBytes32(v)
	return v&0x0F0F0F0F<<4 | v&0xF0F0F0F0>>4
}

// plausible tells whether q can be the address of a host, read forward or
// backward: it does not begin with 0, and is neither multicast nor reserved.
func plausible(q [4]byte) bool { return unicast(q[0]) || unicast(q[3]) }

func unicast(first byte) bool { return first > 0 && first < 224 }

// private tells whether q is an address that nobody has in public.
func private(q [4]byte) bool {
	a := netip.AddrFrom4(q)
	return a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || q[0] == 100 && q[1]&0xC0 == 64
}

// privateBackward tells whether q is certain to be such an address when it is
// read backward: two of its octets say so. A last octet of 10 alone says nothing.
func privateBackward(q [4]byte) bool {
	switch q[3] {
	case 192, 172, 169:
		return private(reversed(q))
	}
	return false
}
