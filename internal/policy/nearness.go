package policy

// A nearness finds the protected names that are one edit away from a string, or
// two, without comparing it with each. It knows the hash of each name and of
// what remains of it when any one character is left out; a string is near if it,
// or what remains of it, has one of these hashes. (An edit is undone by leaving
// out a character on both sides; for a swap, the two that were swapped.)
//
//	netflix -> etflix ntflix neflix netlix ...
//	netlix                          netlix     one less: it is there itself
//	netxlix                         netlix     another letter: without it
//
// The hashes are polynomials, so that those of the remains follow from those of
// the beginnings of the string. They need not be good: what they offer is
// compared letter by letter.
type nearness struct {
	filter  []uint64 // a bit for each hash that occurs; most strings end here
	mask    uint64
	entries map[uint64][]int32
	longest int // length of the longest name
}

const hashBase = 0x9E3779B97F4A7C15 | 1

// prefixes are the hashes of the beginnings of a string, and the powers of the
// base.
type prefixes struct {
	hash  [maxLabel + 1]uint64
	power [maxLabel + 1]uint64
	n     int
}

// setPrefixes computes the hashes of s, of which no more than maxLabel bytes count.
func setPrefixes[T string | []byte](p *prefixes, s T) {
	p.n = min(len(s), maxLabel)
	p.power[0] = 1
	for i := range p.n {
		p.hash[i+1] = p.hash[i]*hashBase + uint64(s[i]) + 1
		p.power[i+1] = p.power[i] * hashBase
	}
}

// span returns the hash of s[i:j].
func (p *prefixes) span(i, j int) uint64 {
	return p.hash[j] - p.hash[i]*p.power[j-i]
}

// without returns the hash of s without the character at i.
func (p *prefixes) without(i int) uint64 {
	return p.hash[i]*p.power[p.n-i-1] + p.span(i+1, p.n)
}

// without2 returns the hash of s without the characters at i and j, i < j.
func (p *prefixes) without2(i, j int) uint64 {
	return (p.hash[i]*p.power[j-i-1]+p.span(i+1, j))*p.power[p.n-j-1] + p.span(j+1, p.n)
}

// newNearness makes the index of names, for one edit or for two. A name that is
// "" is left out.
func newNearness(names []string, edits int) *nearness {
	n := &nearness{entries: map[uint64][]int32{}}
	var p prefixes
	for i, name := range names {
		if name == "" || len(name) > maxLabel {
			continue
		}
		n.longest = max(n.longest, len(name))
		setPrefixes(&p, name)
		n.add(p.hash[p.n], i)
		for k := range p.n {
			n.add(p.without(k), i)
			for m := k + 1; m < p.n && edits == 2; m++ {
				n.add(p.without2(k, m), i)
			}
		}
	}
	n.seal()
	return n
}

func (n *nearness) add(h uint64, i int) {
	list := n.entries[h]
	if len(list) == 0 || list[len(list)-1] != int32(i) {
		n.entries[h] = append(list, int32(i))
	}
}

// seal makes the filter, with about 32 bits for each hash.
func (n *nearness) seal() {
	size := uint64(1 << 10)
	for size < 32*uint64(len(n.entries)) {
		size *= 2
	}
	n.mask = size - 1
	n.filter = make([]uint64, size/64)
	for h := range n.entries {
		b := n.bit(h)
		n.filter[b/64] |= 1 << (b % 64)
	}
}

// bit returns the place of a hash in the filter: its upper half, as the lower
// bits of a polynomial hash vary little.
func (n *nearness) bit(h uint64) uint64 { return (h ^ h>>32) * hashBase >> 20 & n.mask }

// get returns the names that have the hash.
func (n *nearness) get(h uint64) []int32 {
	if b := n.bit(h); n.filter[b/64]&(1<<(b%64)) == 0 {
		return nil
	}
	return n.entries[h]
}

// one calls f with each name that may be one edit away from the string of p, or
// be the string itself. It may offer a name twice.
func (n *nearness) one(p *prefixes, f func(i int32)) {
	if p.n == 0 || p.n > n.longest+1 {
		return
	}
	n.offer(p.hash[p.n], f)
	for k := range p.n {
		n.offer(p.without(k), f)
	}
}

// two does the same for two edits.
func (n *nearness) two(p *prefixes, f func(i int32)) {
	if p.n == 0 || p.n > n.longest+2 {
		return
	}
	n.one(p, f)
	for k := range p.n {
		for m := k + 1; m < p.n; m++ {
			n.offer(p.without2(k, m), f)
		}
	}
}

func (n *nearness) offer(h uint64, f func(i int32)) {
	for _, i := range n.get(h) {
		f(i)
	}
}
