package source_test

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// TestKeys: what a section lists are its addresses in their order, each once, and
// it takes little for them.
func TestKeys(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	four := func(bits int) netip.Addr {
		return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, 10<<24|random.Uint32()>>(32-bits))))
	}
	six := func(hi, lo uint64) netip.Addr {
		return netip.AddrFrom16([16]byte(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, hi), lo)))
	}
	of := func(n int, f func() netip.Addr) []netip.Addr {
		all := make([]netip.Addr, n)
		for i := range all {
			all[i] = f()
		}
		return all
	}
	const n = 650 // as a section of a real file has
	for _, c := range []struct {
		name  string
		addrs []netip.Addr
		most  int // bytes for each, but for a few
	}{
		{"none", nil, 0},
		{"the ends", []netip.Addr{
			netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255"), netip.MustParseAddr("::"), netip.MustParseAddr("::1"),
			netip.MustParseAddr("::fffe:ffff:ffff"), netip.MustParseAddr("::1:0:0:0"), netip.MustParseAddr("0:0:0:1::"), six(1<<64-1, 1<<64-1),
		}, 12},
		{"IPv4 of one provider", of(n, func() netip.Addr { return four(20) }), 3},
		{"IPv4 of anybody", of(n, func() netip.Addr { return four(32) }), 4},
		{"IPv4 again and again", of(20*n, func() netip.Addr { return four(8) }), 1},
		{"IPv6 in one network", of(n, func() netip.Addr { return six(0x20010db8<<32, uint64(random.Uint32())) }), 4},
		{"the first of each IPv6 network", of(n, func() netip.Addr { return six(0x20010db8<<32|uint64(random.Uint32()), 1) }), 6},
		{"IPv6 of anybody", of(n, func() netip.Addr { return six(0x20010db8<<32|uint64(random.Uint32()), random.Uint64()) }), 13},
		{"both", slices.Concat(of(n, func() netip.Addr { return six(0, random.Uint64()>>16) }), of(n, func() netip.Addr { return four(20) })), 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := slices.Clone(c.addrs)
			slices.SortFunc(want, netip.Addr.Compare)
			want = slices.Compact(want)
			want = slices.DeleteFunc(want, netip.Addr.Is4In6) // no file has these
			got, size := source.KeysOf(c.addrs)
			if !slices.Equal(got, want) {
				t.Fatalf("got %v\nwant %v", got, want)
			}
			if size > c.most*len(c.addrs)+len(c.addrs)/10 {
				t.Errorf("%d bytes for %d addresses", size, len(c.addrs))
			}
		})
	}
}
