package policy

import (
	"net/netip"
	"strings"
)

// groups6 looks for IPv6 addresses of the pools: 32 hexadecimal digits in one
// run or as separate nibbles, in either direction, and groups between hyphens.
func (j *judge) groups6(o own) {
	if j.p.site.Pools == nil && o.v4 {
		return
	}
	if len(j.s.name) > 32 {
		j.runs(&hexDigits, func(run string) {
			if len(run) >= 32 && len(run) <= 34 {
				j.nibbles6(o, run[len(run)-32:])
			}
		})
		j.singleNibbles(o)
	}
	for i := range j.s.n {
		if l := j.s.label(i); strings.Count(l, "-") >= 2 {
			j.groupsIn(o, span{int(j.s.starts[i]), int(j.s.starts[i]) + len(l)}, '-')
		}
	}
	if j.s.n > 4 {
		j.groupsIn(o, span{0, len(j.s.name)}, '.')
	}
}

// singleNibbles finds 32 nibbles with a dot or a hyphen between each. Whatever
// the address is, no four of them are one of IPv4.
func (j *judge) singleNibbles(o own) {
	name := j.s.name
	var d [32]byte
	for i, n := 0, 0; i < len(name); {
		if !nibbleAt(name, i) {
			n = 0
			i++
			continue
		}
		if n == len(d) {
			copy(d[:], d[1:])
			n--
		}
		d[n] = name[i]
		if n++; n == len(d) {
			j.nibbles6(o, string(d[:]))
			j.wasRead6(span{i - 62, i + 1})
		}
		i += 2
	}
}

// nibbleAt tells whether a single hexadecimal digit stands at i, between
// separators or the ends of the name.
func nibbleAt(name string, i int) bool {
	sep := func(i int) bool { return i < 0 || i >= len(name) || name[i] == '.' || name[i] == '-' }
	return hexDigit(name[i]) && sep(i-1) && sep(i+1)
}

// nibbles6 judges 32 hexadecimal digits.
func (j *judge) nibbles6(o own, digits string) {
	var forward, backward [16]byte
	for i := range 32 {
		v := byte(hexValue(digits[i]))
		forward[i/2] |= v << (4 * (1 - i%2))
		backward[15-i/2] |= v << (4 * (i % 2))
	}
	f, b := netip.AddrFrom16(forward), netip.AddrFrom16(backward)
	if f == o.addr || b == o.addr {
		return
	}
	j.pooled6(f)
	j.pooled6(b)
}

func (j *judge) pooled6(a netip.Addr) {
	if j.p.site.Pools != nil && !a.Is4In6() && j.p.site.Pools(a) {
		j.found(EmbeddedAddress6, "the address "+a.String())
	}
}

// groupsIn looks for 2001-db8--7 and the like in a part of the name, which is
// divided by sep. The zeros that are left out stand where two separators do; or
// there is no such place, because "::" became one hyphen or "-0-".
func (j *judge) groupsIn(o own, in span, sep byte) {
	var g groups
	for start := in.from; start < in.to; {
		part := j.s.name[start:in.to]
		if end := strings.IndexByte(part, sep); end >= 0 {
			part = part[:end]
		}
		if !g.push(part, start) {
			j.address6(o, &g)
			if g = g.next(); !g.push(part, start) {
				g = groups{}
			}
		}
		start += len(part) + 1
	}
	j.address6(o, &g)
}

// wasRead6 remembers that a part of the name was read as an IPv6 address, so
// that its numbers are not read again. What there is no room for is.
func (j *judge) wasRead6(s span) {
	if j.reads < len(j.read6) {
		j.read6[j.reads] = s
		j.reads++
	}
}

// groups are the numbers of an IPv6 address, as far as they are written.
type groups struct {
	v   [8]uint16
	at  [8]int // where each begins in the name
	end int    // where the last one ends
	n   int
	gap int // where zeros were left out; 0 for nowhere
}

// push adds a group that stands at a place of the name, and returns false if it
// is none or there is no room.
func (g *groups) push(part string, at int) bool {
	if part == "" && g.n > 0 && g.gap == 0 {
		g.gap = g.n
		return true
	}
	if part == "" || len(part) > 4 || g.n == len(g.v) || !every(part, hexDigit) {
		return false
	}
	for i := range len(part) {
		g.v[g.n] = g.v[g.n]<<4 | uint16(hexValue(part[i]))
	}
	g.at[g.n], g.end = at, at+len(part)
	g.n++
	return true
}

// next returns the groups that can stand before another one: the last seven if
// there was no room, otherwise none.
func (g *groups) next() groups {
	if g.n < len(g.v) {
		return groups{}
	}
	out := groups{n: g.n - 1, gap: max(g.gap-1, 0)}
	copy(out.v[:], g.v[1:])
	copy(out.at[:], g.at[1:])
	return out
}

// address6 judges what groups can mean, beginning at each of them: the words
// before an address may be hexadecimal numbers too.
func (j *judge) address6(o own, g *groups) {
	for start := 0; start+3 <= g.n; start++ {
		if g.v[start] < 0x100 {
			continue // no global address begins so
		}
		if first, ours := j.meanings(o, g, start); ours {
			if first.IsValid() {
				j.found(EmbeddedAddress6, "the address "+first.String())
			}
			j.wasRead6(span{g.at[start], g.end})
			return
		}
	}
}

// meanings tells whether the groups from start on can be an address of a pool,
// and returns the first such address, or none if they can be the own one.
func (j *judge) meanings(o own, g *groups, start int) (first netip.Addr, ours bool) {
	v, gap := g.v[start:g.n], g.gap-start
	for at := 1; at <= len(v); at++ {
		if gap > 0 && at != gap || len(v) == 8 && at != 8 {
			continue
		}
		a := expand(v, at)
		if a == o.addr {
			return netip.Addr{}, true
		}
		if !ours && j.p.site.Pools != nil && j.p.site.Pools(a) {
			first, ours = a, true
		}
	}
	return first, ours
}

// expand returns the address whose groups are v, with zeros put in at a place.
func expand(v []uint16, at int) netip.Addr {
	var b [16]byte
	for i, x := range v {
		k := i
		if i >= at {
			k = 8 - len(v) + i
		}
		b[2*k], b[2*k+1] = byte(x>>8), byte(x)
	}
	return netip.AddrFrom16(b)
}
