package source_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

func six(hi, lo uint64) netip.Addr {
	return netip.AddrFrom16([16]byte(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, hi), lo)))
}

// TestKeys: a section has a key of each of its addresses, once, in three bytes
// wherever they are.
func TestKeys(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	four := func(bits int) netip.Addr {
		return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, 10<<24|random.Uint32()>>(32-bits))))
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
	}{
		{"none", nil},
		{"the ends", []netip.Addr{
			netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255"), netip.MustParseAddr("::"), netip.MustParseAddr("::1"),
			netip.MustParseAddr("::fffe:ffff:ffff"), netip.MustParseAddr("::1:0:0:0"), netip.MustParseAddr("0:0:0:1::"), six(1<<64-1, 1<<64-1),
		}},
		{"IPv4 of one provider", of(n, func() netip.Addr { return four(20) })},
		{"IPv4 again and again", of(20*n, func() netip.Addr { return four(8) })},
		{"IPv6 in one network", of(n, func() netip.Addr { return six(0x20010db8<<32, uint64(random.Uint32())) })},
		{"IPv6 of anybody", of(n, func() netip.Addr { return six(0x20010db8<<32|uint64(random.Uint32()), random.Uint64()) })},
		{"both", slices.Concat(of(n, func() netip.Addr { return six(0, random.Uint64()>>16) }), of(n, func() netip.Addr { return four(20) }))},
	} {
		t.Run(c.name, func(t *testing.T) {
			different := slices.Clone(c.addrs)
			slices.SortFunc(different, netip.Addr.Compare)
			want := len(slices.Compact(different))
			got, size := source.KeysOf(c.addrs)
			if got > want || got < want-want/100 {
				t.Errorf("%d keys of %d addresses", got, want)
			}
			if size > 3*want+want/5+8 {
				t.Errorf("%d bytes for %d addresses", size, want)
			}
		})
	}
}

// TestScatteredCollisions changes lines of addresses that have the same keys as
// others, which must not be taken for them.
func TestScatteredCollisions(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	lines := shuffledList(1)
	h := newHistory(lines)
	pairs := collisions(&h.last.Summary, 1<<17)
	if len(pairs) < 4 {
		t.Fatalf("only %d pairs of addresses have the same key", len(pairs))
	}
	for range 60 {
		p := pairs[random.IntN(len(pairs))]
		a, b := p[random.IntN(2)].String()+" ", p[random.IntN(2)].String()+" "
		at := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, a) })
		switch random.IntN(4) {
		case 0:
			if at >= 0 {
				lines = slices.Delete(lines, at, at+1)
			}
		case 1:
			if at >= 0 { // an address goes, another with the same key may come
				lines[at] = b + "other.example.net\n"
			}
		case 2:
			if at >= 0 {
				lines[at] = fmt.Sprintf("%schanged%d.example.net\n", a, random.IntN(1000))
			}
		default:
			lines = slices.Insert(lines, random.IntN(len(lines)), fmt.Sprintf("%snew%d.example.net\n", a, random.IntN(1000)))
		}
		h.goOn(t, lines)
	}
	if h.partial < 60 {
		t.Errorf("%d of 60 changes were read as such", h.partial)
	}
}

// collisions returns some of n addresses, two with the same key each.
func collisions(last *source.Summary, n uint64) (pairs [][2]netip.Addr) {
	of := make(map[uint32]netip.Addr)
	for i := range n {
		a := six(0x20010db8<<32, 1<<32+i)
		k := last.Key(a)
		if b, ok := of[k]; ok {
			pairs = append(pairs, [2]netip.Addr{a, b})
		}
		of[k] = a
	}
	return pairs
}
